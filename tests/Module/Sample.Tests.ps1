# The example workspace, as New-PipelineWorkspace writes it. That all six clients run is the C# tests' and the demo's to show.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
    $workspace = New-PipelineWorkspace -Path (Join-Path $TestDrive 'sample') -Sample -LastDate 2026-01-31
    $clients = @($workspace | Get-PipelineClient)
}

AfterAll {
    Restore-Session $session
}

Describe 'The example workspace' {
    It 'has six clients in three scenarios' {
        $clients.Count | Should -Be 6
        foreach ($scenario in 'Full', 'Ga4Only', 'GoogleAdsOnly') { $clients.Scenario | Should -Contain $scenario }
    }

    It 'has sources that can be read, for each client' {
        $clients | Test-PipelineClient | Where-Object Severity -EQ Error | Should -BeNullOrEmpty
    }

    It 'has a client without GA4, whose dashboard leaves empty what only GA4 knows' {
        $dashboard = $clients | Where-Object Name -EQ gofresh_fuel | Invoke-StagingRefresh -AsOf 2026-01-31 | Invoke-MartBuild | Get-ExecutiveDashboard

        $dashboard.ReportDate | Should -Be ([DateOnly]::new(2026, 1, 31))
        $dashboard.Kpis['cost'].Last30Days | Should -BeGreaterThan 0
        $dashboard.Kpis['conversions'].Last30Days | Should -BeGreaterThan 0
        $dashboard.Kpis['sessions'].Last30Days | Should -BeNullOrEmpty
    }
}
