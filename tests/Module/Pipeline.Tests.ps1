# From clients to dashboards, on a small workspace that is written by hand.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
}

AfterAll {
    Restore-Session $session
}

Describe 'The pipeline' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'pipeline') 'alpha', 'beta'
        $clients = @(Get-PipelineClient -Workspace $root)
        $staged = @($clients | Invoke-StagingRefresh -AsOf $lastDay)
        $built = @($staged | Invoke-MartBuild)
        $dashboards = @($built | Get-ExecutiveDashboard -WarningVariable warnings)
    }

    It 'goes from clients to dashboards by name' {
        $clients.Name | Should -Be 'alpha', 'beta'
        $staged.Table | Should -Contain 'stg_alpha_ga4_events'
        $built.Table | Should -Contain 'mart_beta_executive_dashboard'
        $dashboards.Client | Sort-Object | Should -Be 'alpha', 'beta' -Because 'a result per table must still be one dashboard per client'
        $dashboards.ReportDate | Should -Be ([DateOnly]::new(2021, 1, 14)), ([DateOnly]::new(2021, 1, 14))
        $warnings | Should -BeNullOrEmpty
    }

    It 'refreshes every table' {
        foreach ($table in $staged + $built) { $table.Status | Should -Be 'Refreshed' -Because "$($table.Table) is new" }
    }

    It 'carries the as-of date and the workspace on' {
        foreach ($table in $built) {
            $table.AsOf | Should -Be ([DateOnly]::new(2021, 1, 14))
            $table.Workspace | Should -Be $clients[0].Workspace
        }
    }

    It 'stays in the workspace that it began in, wherever the session is' {
        $other = New-SmallWorkspace (Join-Path $TestDrive 'other') 'alpha'
        Push-Location $other
        try { $status = Get-PipelineClient alpha -Workspace $root | Invoke-StagingRefresh -AsOf $lastDay | Get-PipelineStatus } finally { Pop-Location }

        $status.Workspace | Should -Be $root
    }

    It 'prefers an as-of date that is given to the one that comes with the results' {
        $plan = @($staged | Where-Object Client -EQ alpha | Invoke-MartBuild -AsOf 2021-01-13 -WhatIf)

        $plan.Count | Should -Be 5
        foreach ($table in $plan) { $table.AsOf | Should -Be ([DateOnly]::new(2021, 1, 13)) }
    }

    It 'counts what the export has' {
        $kpis = $dashboards[0].Kpis
        $kpis['sessions'].Last30Days | Should -Be 9 -Because 'three visitors came on each of three days'
        $kpis['transactions'].Last30Days | Should -Be 3
        $kpis['revenue'].Last30Days | Should -Be 4501.5
        $kpis['cost'].Last30Days | Should -BeNullOrEmpty -Because 'a client without Google Ads has no cost, not a cost of 0'
    }

    It 'touches nothing when nothing has changed, and says so' {
        $again = @(Invoke-StagingRefresh -Client * -Workspace $root -AsOf $lastDay | ForEach-Object { $_; $_ | Invoke-MartBuild })

        $again.Count | Should -Be 12
        foreach ($table in $again) {
            $table.Status | Should -Be 'UpToDate' -Because "nothing has changed for $($table.Table)"
            $table.Message | Should -BeLike 'nothing new*'
        }
    }

    It 'keeps a journal and knows where it is' {
        $runs = @(Get-PipelineRun alpha -Workspace $root)
        $runs.Command | Should -Contain 'staging'
        $runs.Command | Should -Contain 'build'
        @(Get-PipelineRun alpha -Last 1 -Workspace $root).Count | Should -Be 1
        $runs[0].Cost | Should -BeNullOrEmpty -Because 'DuckDB bills nothing'
        (Get-PipelineStatus alpha -Workspace $root).LastDate | Should -Be ([DateOnly]::new(2021, 1, 14))
        Get-CampaignPerformance alpha -Workspace $root -From 2021-01-12 -To $lastDay -GroupBy ChannelGrouping -CompareTo PreviousPeriod | Should -Not -BeNullOrEmpty
    }

    It 'says what it does where -Verbose asks' {
        $verbose = Invoke-StagingRefresh alpha -Workspace $root -AsOf $lastDay -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }

        $verbose -join "`n" | Should -Match 'Staging alpha'
    }

    It 'finds nothing wrong with the data of a healthy client' {
        $findings = @(Test-PipelineData -Client alpha -Workspace $root -FailOn Error -ErrorVariable problems -ErrorAction SilentlyContinue)

        $problems | Should -BeNullOrEmpty
        $findings.Client | Select-Object -Unique | Should -Be 'alpha'
        $findings.Check | Should -Contain 'reconcile_events'
        @($findings | Where-Object Passed).Count | Should -BeGreaterThan 0 -Because 'a test that holds is a finding too'
        @($findings | Where-Object { -not $_.Passed -and $_.Severity -eq 'Error' }).Count | Should -Be 0
    }

    It 'makes findings of a severity one error of the client' {
        # Staged again and not built: the marts lack what is in the source.
        $source = Join-Path $root 'sources' 'beta' 'events_20210114.jsonl'
        Add-Content $source ((Get-Content $source -Raw) -replace 'visitor\.1', 'visitor.9' -replace '"t14"', '"t99"')
        $null = Invoke-StagingRefresh beta -Workspace $root -AsOf $lastDay

        $findings = @(Test-PipelineData -Client beta, alpha -Workspace $root -FailOn Error -ErrorVariable problems -ErrorAction SilentlyContinue)

        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'MarketingPipeline.DataTestsFailed,*'
        $problems[0].TargetObject | Should -Be 'beta'
        $findings.Client | Should -Contain 'alpha'
    }
}

Describe 'A client that fails among others' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'failing') 'alpha', 'beta'
        Add-ClientWithoutSource $root 'gone'
        $staged = @(Invoke-StagingRefresh -Client * -Workspace $root -AsOf $lastDay -ErrorVariable stagingErrors -ErrorAction SilentlyContinue)
        $built = @($staged | Invoke-MartBuild -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable buildErrors -ErrorAction SilentlyContinue)
    }

    It 'is one error record, with an id to rely on and advice' {
        $stagingErrors.Count | Should -Be 1
        $stagingErrors[0].FullyQualifiedErrorId | Should -Be 'MarketingPipeline.SourceMissing,MarketingPipeline.PowerShell.Commands.InvokeStagingRefreshCommand'
        $stagingErrors[0].CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $stagingErrors[0].TargetObject | Should -Be 'gone'
        $stagingErrors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says in its results that it has failed' {
        $failed = @($staged | Where-Object Status -EQ Failed)

        $failed.Table | Should -Be 'stg_gone_ga4_events'
        $failed.Client | Should -Be 'gone'
        $failed.Message | Should -Not -BeNullOrEmpty
    }

    It 'is left out of the next step with one warning and no error' {
        $buildErrors | Should -BeNullOrEmpty
        $warnings.Count | Should -Be 1
        "$($warnings[0])" | Should -Match 'gone'
        $built.Client | Should -Not -Contain 'gone'
    }

    It 'leaves the others going' {
        foreach ($name in 'alpha', 'beta') { @($built | Where-Object { $_.Client -eq $name -and $_.Status -eq 'Refreshed' }).Count | Should -Be 5 -Because "$name has a source" }
        ($built | Get-ExecutiveDashboard -WarningVariable later).Client | Sort-Object | Should -Be 'alpha', 'beta'
        $later | Should -BeNullOrEmpty
    }

    It 'is left out as well where its result comes from another process' {
        $result = [PSCustomObject]@{ Client = 'alpha'; Status = 'Failed'; Workspace = $root }
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($result))

        $copy | Invoke-MartBuild -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings.Count | Should -Be 1
    }

    It 'is done again where its run of the journal is piped on' {
        $run = [PSCustomObject]@{ Client = 'alpha'; Status = 'failed'; AsOf = $lastDay; Workspace = $root }

        ($run | Invoke-StagingRefresh -FullRefresh).Status | Should -Be 'Refreshed'
    }

    It 'is one error of <Call> too, and the others go on' -ForEach @(
        @{ Id = 'NotBuilt'; Call = { Invoke-MartBuild -Client gone, alpha -Workspace $root -AsOf $lastDay } }
        @{ Id = 'NotBuilt'; Call = { Get-ExecutiveDashboard -Client gone, alpha -Workspace $root } }
        @{ Id = 'NotBuilt'; Call = { Export-ExecutiveDashboard -Client gone, alpha -Workspace $root -Path (Join-Path $TestDrive 'out') -Force } }
        @{ Id = 'NotBuilt'; Call = { Get-CampaignPerformance -Client gone, alpha -Workspace $root } }
        @{ Id = 'NotBuilt'; Call = { Test-PipelineData -Client gone, alpha -Workspace $root } }
    ) {
        $output = @(. $Call 2>&1)
        $problems = @($output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $rest = @($output | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })

        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike "MarketingPipeline.$Id,*"
        $problems[0].TargetObject | Should -Be 'gone'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        @($rest | Where-Object { $_.Client -eq 'alpha' -or $_.Name -eq 'alpha.json' }).Count | Should -BeGreaterThan 0
    }
}

Describe 'A restated date' {
    It 'is in the message, in the journal, and in a table of its own' {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'restated')
        Set-Content (Join-Path $root 'clients' 'ads.json') '{ "name": "ads", "timeZone": "Asia/Bangkok", "currency": "THB", "googleAds": { "customerId": "123-456-7890", "source": "Files", "path": "ads" } }'
        $null = New-Folder (Join-Path $root 'ads')
        foreach ($report in @{ Micros = '13000000'; Conversions = '2' }, @{ Micros = '660000'; Conversions = '3.5' }) {
            Set-Content (Join-Path $root 'ads' 'report.json') @"
[{ "results": [{
  "customer": { "resourceName": "customers/1234567890", "currencyCode": "THB" },
  "campaign": { "resourceName": "customers/1234567890/campaigns/7", "id": "7", "name": "Brand", "status": "ENABLED", "advertisingChannelType": "SEARCH" },
  "segments": { "date": "$lastDay" },
  "metrics": { "costMicros": "$($report.Micros)", "clicks": "1", "impressions": "10", "conversions": $($report.Conversions), "conversionsValue": 5 } }] }]
"@
            $staged = Invoke-StagingRefresh ads -Workspace $root -AsOf $lastDay
        }
        $tables = (Get-PipelineRun ads -Workspace $root -Last 1).Tables

        $staged.Message | Should -Be 'incremental: 0 new, 1 changed of 1 days; cost restated on 1 date by -12.34 THB, conversions restated on 1 date by +1.5'
        $tables | Out-String -Width 120 | Should -Match '-12\.34'
        $tables.Restatements | Out-String -Width 120 | Should -Match '2021-01-14\s+google_ads\s+THB\s+13\.00\s+0\.66\s+2\s+3\.5\s+5\.00\s+5\.00'
    }
}
