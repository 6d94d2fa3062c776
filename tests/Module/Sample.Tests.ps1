# The example clients through the whole pipeline: the three scenarios.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
    $workspace = New-PipelineWorkspace -Path (Join-Path $TestDrive 'sample') -Sample -LastDate 2026-01-31
    $clients = @($workspace | Get-PipelineClient)
    $built = @($clients | Invoke-StagingRefresh -AsOf 2026-01-31 -ErrorVariable stagingErrors | Invoke-MartBuild -ErrorVariable buildErrors)
    $dashboards = @($built | Get-ExecutiveDashboard)
}

AfterAll {
    Restore-Session $session
}

Describe 'The example workspace' {
    It 'has six clients in three scenarios' {
        $clients.Count | Should -Be 6
        foreach ($scenario in 'Full', 'Ga4Only', 'GoogleAdsOnly') {
            $clients.Scenario | Should -Contain $scenario
        }
    }

    It 'runs without an error' {
        $stagingErrors.Count | Should -Be 0
        $buildErrors.Count | Should -Be 0
        @($built | Where-Object Status -NE Refreshed).Count | Should -Be 0
    }

    It 'gives each client its dashboard' {
        $dashboards.Count | Should -Be 6
        foreach ($dashboard in $dashboards) { $dashboard.ReportDate | Should -Be ([DateOnly]::new(2026, 1, 31)) }
    }

    It 'leaves a figure empty where the client lacks its source' {
        foreach ($client in $clients) {
            $dashboard = $dashboards | Where-Object Client -EQ $client.Name
            if (-not $client.GoogleAds) { $dashboard.Kpis['cost'].Last30Days | Should -BeNullOrEmpty -Because "$($client.Name) has no Google Ads" }
            if (-not $client.Ga4) { $dashboard.Kpis['sessions'].Last30Days | Should -BeNullOrEmpty -Because "$($client.Name) has no GA4" }
            $dashboard.Kpis['conversions'].Last30Days | Should -BeGreaterThan 0 -Because 'every example client has some; one reports no value with them'
        }
    }
}
