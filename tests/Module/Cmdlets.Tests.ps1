# The cmdlets on a small workspace that is written by hand.

BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'BuiltModule.ps1'))
    $session = Import-BuiltModule
}

AfterAll {
    Restore-Session $session
}

Describe 'The pipeline' {
    BeforeAll {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'pipeline')) 'alpha', 'beta'
        $clients = @(Get-PipelineClient -Workspace $root)
        $staged = @($clients | Invoke-StagingRefresh -AsOf $lastDay)
        $built = @($staged | Invoke-MartBuild)
        $dashboards = @($built | Get-ExecutiveDashboard)
    }

    It 'goes from clients to dashboards by name' {
        @(foreach ($client in $clients) { "$($client.Name)" }) | Should -Be 'alpha', 'beta'
        @(foreach ($table in $staged) { $table.Table }) | Should -Contain 'stg_alpha_ga4_events'
        @(foreach ($table in $built) { $table.Table }) | Should -Contain 'mart_beta_executive_dashboard'
        $dashboards.Count | Should -Be 2 -Because 'a result per table must still be one dashboard per client'
    }

    It 'refreshes every table' {
        foreach ($table in $staged + $built) { "$($table.Status)" | Should -Be 'Refreshed' -Because "$($table.Table) is new" }
    }

    It 'carries the as-of date and the workspace on' {
        foreach ($table in $built) {
            $table.AsOf | Should -Be ([DateOnly]::new(2021, 1, 14))
            $table.Workspace | Should -Be $clients[0].Workspace
        }
    }

    It 'counts what the export has' {
        $kpis = $dashboards[0].Kpis
        $kpis['sessions'].Last30Days | Should -Be 9 -Because 'three visitors came on each of three days'
        $kpis['transactions'].Last30Days | Should -Be 3
        $kpis['revenue'].Last30Days | Should -Be 4501.5
        $kpis['cost'].Last30Days | Should -BeNullOrEmpty -Because 'a client without Google Ads has no cost, not a cost of 0'
    }

    It 'touches nothing when nothing has changed' {
        $again = @(Invoke-StagingRefresh -Client * -Workspace $root -AsOf $lastDay | Invoke-MartBuild)

        $again.Count | Should -BeGreaterThan 0
        foreach ($table in $again) { "$($table.Status)" | Should -Be 'UpToDate' -Because "nothing has changed for $($table.Table)" }
    }

    It 'emits the types that <Cmdlet> declares' -ForEach @(
        @{ Cmdlet = 'Get-PipelineClient'; Call = { Get-PipelineClient -Workspace $root } }
        @{ Cmdlet = 'Invoke-StagingRefresh'; Call = { Invoke-StagingRefresh -Client alpha -Workspace $root -AsOf $lastDay } }
        @{ Cmdlet = 'Invoke-MartBuild'; Call = { Invoke-MartBuild -Client alpha -Workspace $root -AsOf $lastDay } }
        @{ Cmdlet = 'Get-ExecutiveDashboard'; Call = { Get-ExecutiveDashboard -Client alpha -Workspace $root } }
        @{ Cmdlet = 'Get-CampaignPerformance'; Call = { Get-CampaignPerformance -Client alpha -Workspace $root -From 2021-01-12 -To $lastDay } }
        @{ Cmdlet = 'Get-PipelineStatus'; Call = { Get-PipelineStatus -Client alpha -Workspace $root } }
        @{ Cmdlet = 'Get-PipelineRun'; Call = { Get-PipelineRun -Client alpha -Workspace $root } }
        @{ Cmdlet = 'Test-PipelineClient'; Call = { Test-PipelineClient -Client alpha -Workspace $root } }
        @{ Cmdlet = 'Test-PipelineData'; Call = { Test-PipelineData -Client alpha -Workspace $root } }
        @{ Cmdlet = 'Get-PipelineModel'; Call = { Get-PipelineModel } }
    ) {
        $declared = @(foreach ($type in (Get-Command -Name $Cmdlet).OutputType) { $type.Name })
        $emitted = @(. $Call)

        $emitted.Count | Should -BeGreaterThan 0
        foreach ($value in $emitted) { $value.PSObject.BaseObject.GetType().FullName | Should -BeIn $declared }
    }

    It 'finds nothing wrong with the data of a healthy client' {
        $findings = @(Test-PipelineData -Client alpha -Workspace $root -FailOn Error -ErrorVariable problems -ErrorAction SilentlyContinue)

        $problems.Count | Should -Be 0
        @($findings | Where-Object Passed).Count | Should -BeGreaterThan 0 -Because 'a test that holds is a finding too'
        @($findings | Where-Object { -not $_.Passed -and "$($_.Severity)" -eq 'Error' }).Count | Should -Be 0
    }

    It 'writes dashboards as JSON files, and keeps those that are there' {
        $folder = [System.IO.Path]::Combine($TestDrive, 'exported')
        $files = @(Export-ExecutiveDashboard -Client * -Workspace $root -Path $folder)
        $null = Export-ExecutiveDashboard -Client * -Workspace $root -Path $folder -ErrorVariable kept -ErrorAction SilentlyContinue

        Get-FileName $folder | Should -Be 'alpha.json', 'beta.json'
        $files.Count | Should -Be 2
        $kept.Count | Should -Be 2 -Because 'without -Force a file that is there is kept'
        { [System.Text.Json.JsonDocument]::Parse([System.IO.File]::ReadAllText($files[0].FullName)).Dispose() } | Should -Not -Throw
    }
}

Describe '-WhatIf' {
    BeforeAll {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'whatif')) 'alpha', 'beta'
    }

    It 'changes nothing before the first run, and plans every table' {
        $before = Get-TreeState $root

        $plan = @(Get-PipelineClient -Workspace $root | Invoke-StagingRefresh -AsOf $lastDay -WhatIf | Invoke-MartBuild -WhatIf)

        $plan.Count | Should -BeGreaterThan 0
        foreach ($table in $plan) { "$($table.Status)" | Should -Be 'Planned' }
        Get-TreeState $root | Should -BeExactly $before
    }

    It 'changes nothing after it either' {
        $null = Invoke-StagingRefresh -Client * -Workspace $root -AsOf $lastDay | Invoke-MartBuild
        $before = Get-TreeState $root

        $null = Invoke-StagingRefresh -Client * -Workspace $root -AsOf $lastDay -FullRefresh -WhatIf | Invoke-MartBuild -FullRefresh -WhatIf
        $null = Export-ExecutiveDashboard -Client * -Workspace $root -Path ([System.IO.Path]::Combine($root, 'out')) -WhatIf
        $null = New-PipelineClient -Workspace $root -Name gamma -TimeZone Asia/Bangkok -Currency THB -Ga4Path sources/gamma -WhatIf
        $null = Remove-PipelineClient -Client alpha -Workspace $root -WhatIf
        $null = New-PipelineWorkspace -Path ([System.IO.Path]::Combine($root, 'inner')) -WhatIf

        Get-TreeState $root | Should -BeExactly $before
        [System.IO.Directory]::Exists([System.IO.Path]::Combine($root, 'out')) | Should -BeFalse
        [System.IO.Directory]::Exists([System.IO.Path]::Combine($root, 'inner')) | Should -BeFalse
    }
}

Describe 'A client that fails among others' {
    BeforeAll {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'failing')) 'alpha', 'beta'
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

        $failed.Count | Should -Be 1
        $failed[0].Client | Should -Be 'gone'
        $failed[0].Message | Should -Not -BeNullOrEmpty
    }

    It 'is left out of the next step with one warning and no error' {
        $buildErrors.Count | Should -Be 0
        $warnings.Count | Should -Be 1
        "$($warnings[0])" | Should -Match 'gone'
        @($built | Where-Object Client -EQ gone).Count | Should -Be 0
    }

    It 'leaves the others going' {
        foreach ($name in 'alpha', 'beta') { @($built | Where-Object { $_.Client -eq $name -and "$($_.Status)" -eq 'Refreshed' }).Count | Should -Be 5 -Because "$name has a source" }
        @($built | Get-ExecutiveDashboard).Count | Should -Be 2
    }

    It 'is one error that names file and property where its settings are what is wrong' {
        Add-BrokenClient $root 'broken'

        $clients = @(Get-PipelineClient -Workspace $root -ErrorVariable broken -ErrorAction SilentlyContinue)

        @(foreach ($client in $clients) { "$($client.Name)" }) | Should -Be 'alpha', 'beta', 'gone'
        $broken.Count | Should -Be 1
        $broken[0].FullyQualifiedErrorId | Should -Be 'MarketingPipeline.Settings,MarketingPipeline.PowerShell.Commands.GetPipelineClientCommand'
        "$($broken[0])" | Should -Match 'broken\.json'
        "$($broken[0])" | Should -Match 'currency'
        @(Test-PipelineClient -Client broken -Workspace $root | Where-Object Severity -EQ Error).Count | Should -BeGreaterThan 0 -Because 'there it is a finding'
    }
}

Describe 'Settings and arguments that are wrong' {
    BeforeAll {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'wrong')) 'alpha'
        $id = ',MarketingPipeline.PowerShell.Commands.GetPipelineClientCommand'
    }

    It 'refuses a folder that is no workspace' {
        $empty = New-Folder ([System.IO.Path]::Combine($TestDrive, 'empty'))

        { Get-PipelineClient -Workspace $empty -ErrorAction Stop } | Should -Throw -ErrorId "MarketingPipeline.Settings$id"
    }

    It 'refuses a pipeline.json that is broken' {
        $broken = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'brokenpipeline')) 'alpha'
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($broken, 'pipeline.json'), '{ "engine": ')

        { Get-PipelineClient -Workspace $broken -ErrorAction Stop } | Should -Throw -ErrorId "MarketingPipeline.Settings$id"
    }

    It 'refuses a name that no client has' {
        { Get-PipelineClient -Name nobody -Workspace $root -ErrorAction Stop } | Should -Throw -ErrorId "MarketingPipeline.NotFound$id"
    }

    It 'refuses a range that ends before it begins' {
        { Invoke-StagingRefresh -Client alpha -Workspace $root -From $lastDay -To 2021-01-13 -ErrorAction Stop } |
            Should -Throw -ErrorId 'MarketingPipeline.Argument,MarketingPipeline.PowerShell.Commands.InvokeStagingRefreshCommand'
    }

    It 'says what to run where a dashboard has not been built' {
        $null = Get-ExecutiveDashboard -Client alpha -Workspace $root -ErrorVariable early -ErrorAction SilentlyContinue

        $early.Count | Should -Be 1
        $early[0].FullyQualifiedErrorId | Should -BeLike 'MarketingPipeline.NotBuilt,*'
        $early[0].ErrorDetails.RecommendedAction | Should -Match 'Invoke-MartBuild'
    }
}
