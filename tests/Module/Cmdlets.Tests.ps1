# What holds for each cmdlet alike: the type it emits, clients by name through the pipeline once, -WhatIf.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
    $root = New-SmallWorkspace (Join-Path $TestDrive 'cmdlets') 'alpha', 'beta'
    $out = New-Folder (Join-Path $TestDrive 'out')
    $null = Invoke-StagingRefresh * -Workspace $root -AsOf $lastDay | Invoke-MartBuild
}

AfterAll {
    Restore-Session $session
}

Describe 'The types that are declared' {
    It 'are those that it emits: <Call>' -ForEach @(
        @{ Call = { Get-PipelineClient alpha -Workspace $root } }
        @{ Call = { Test-PipelineClient alpha -Workspace $root } }
        @{ Call = { Invoke-StagingRefresh alpha -Workspace $root -AsOf $lastDay } }
        @{ Call = { Invoke-MartBuild alpha -Workspace $root -AsOf $lastDay } }
        @{ Call = { Get-ExecutiveDashboard alpha -Workspace $root } }
        @{ Call = { Get-ExecutiveDashboard alpha -Workspace $root -AsJson } }
        @{ Call = { Export-ExecutiveDashboard alpha -Workspace $root -Path $out -Force } }
        @{ Call = { Get-CampaignPerformance alpha -Workspace $root -CompareTo PreviousPeriod } }
        @{ Call = { Get-PipelineStatus alpha -Workspace $root } }
        @{ Call = { Get-PipelineRun alpha -Workspace $root } }
        @{ Call = { Test-PipelineData alpha -Workspace $root } }
        @{ Call = { Get-PipelineModel } }
        @{ Call = { Get-PipelineModel int_sessions_enriched -Workspace $root -Client alpha -Engine BigQuery } }
        @{ Call = { Get-PipelineModel -Mermaid } }
    ) {
        $declared = (Get-Command ("$Call".Trim() -split ' ')[0]).OutputType.Name
        $emitted = @(. $Call)

        $emitted.Count | Should -BeGreaterThan 0
        foreach ($value in $emitted) { $value.PSObject.BaseObject.GetType().FullName | Should -BeIn $declared }
    }
}

Describe 'Clients from the pipeline' {
    It 'are each worked on once: <Call>' -ForEach @(
        @{ Call = { $input | Test-PipelineClient } }
        @{ Call = { $input | Invoke-StagingRefresh -AsOf $lastDay } }
        @{ Call = { $input | Invoke-MartBuild -AsOf $lastDay } }
        @{ Call = { $input | Get-ExecutiveDashboard } }
        @{ Call = { $input | Export-ExecutiveDashboard -Path $out -Force } }
        @{ Call = { $input | Get-CampaignPerformance } }
        @{ Call = { $input | Get-PipelineStatus } }
        @{ Call = { $input | Get-PipelineRun -Last 1 } }
        @{ Call = { $input | Test-PipelineData } }
        @{ Call = { $input | Get-PipelineModel int_sessions_enriched } }
    ) {
        $client = Get-PipelineClient alpha -Workspace $root
        $once = @($client | . $Call)
        $twice = @($client, $client | . $Call)

        $once.Count | Should -BeGreaterThan 0
        $twice.Count | Should -Be $once.Count
    }
}

Describe '-WhatIf' {
    It 'says what would be done and changes nothing: <Call>' -ForEach @(
        @{ Call = { New-PipelineWorkspace -Path (Join-Path $out 'new') -WhatIf } }
        @{ Call = { New-PipelineWorkspace -Path (Join-Path $out 'sample') -Sample -WhatIf } }
        @{ Call = { New-PipelineClient -Workspace $root -Name gamma -TimeZone UTC -Currency EUR -Ga4Path sources/gamma -WhatIf } }
        @{ Call = { Remove-PipelineClient alpha -Workspace $root -WhatIf } }
        @{ Call = { Invoke-StagingRefresh * -Workspace $root -AsOf $lastDay -FullRefresh -WhatIf } }
        @{ Call = { Invoke-MartBuild * -Workspace $root -AsOf $lastDay -FullRefresh -WhatIf } }
        @{ Call = { Export-ExecutiveDashboard * -Workspace $root -Path (Join-Path $out 'dashboards') -WhatIf } }
    ) {
        $before = (Get-TreeState $root), (Get-ChildItem $out).Name

        Get-ConsoleText $Call | Should -Match 'What if:'

        (Get-TreeState $root), (Get-ChildItem $out).Name | Should -BeExactly $before
    }

    It 'plans every table before the first run, names tables and dates, and changes nothing' {
        $new = New-SmallWorkspace (Join-Path $TestDrive 'new') 'alpha', 'beta'
        $before = Get-TreeState $new

        $said = Get-ConsoleText { $script:plan = @(Get-PipelineClient -Workspace $new | Invoke-StagingRefresh -AsOf $lastDay -WhatIf | Invoke-MartBuild -WhatIf) }

        $plan.Count | Should -Be 10
        foreach ($table in $plan) { $table.Status | Should -Be 'Planned' }
        $said | Should -BeLike '*What if: Performing the operation "Refresh staging" on target "alpha: stg_alpha_ga4_events (3 dates, 2021-01-12 to 2021-01-14)".*'
        $said | Should -Not -Match 'bytes' -Because 'DuckDB bills nothing by the byte'
        Get-TreeState $new | Should -BeExactly $before
    }

    It 'counts as a preference as well' {
        $WhatIfPreference = $true
        $plan = Invoke-StagingRefresh alpha -Workspace $root -AsOf $lastDay -FullRefresh
        $WhatIfPreference = $false

        $plan.Status | Should -Be 'Planned'
        $plan.BytesEstimated | Should -BeNullOrEmpty
        $plan.PriceEstimated | Should -BeNullOrEmpty
    }
}

Describe 'Bytes and prices' {
    It 'are told in a few words: <Text>' -ForEach @(
        @{ Bytes = $null; Price = $null; Text = 'would rebuild' }
        @{ Bytes = 1536; Price = $null; Text = 'would rebuild; reads 1.5 KiB' }
        @{ Bytes = 3298534883328; Price = 18.75; Text = 'would rebuild; reads 3 TiB, price 18.75' }
        @{ Bytes = 10485760; Price = 0.00006; Text = 'would rebuild; reads 10 MiB, price 0.00006' }
    ) {
        [MarketingPipeline.PowerShell.Views.CostText]::After('would rebuild', $Bytes, $Price) | Should -BeExactly $Text
    }

    It 'are not told where there are none' {
        [MarketingPipeline.PowerShell.Views.CostText]::After('nothing new', 0, 0) | Should -BeExactly 'nothing new'
        [MarketingPipeline.PowerShell.Views.CostText]::Billed($null) | Should -BeNullOrEmpty
    }
}

Describe 'Credentials' {
    It 'are secure strings of <_>' -ForEach 'Invoke-StagingRefresh', 'Test-PipelineClient' {
        (Get-Command $_).Parameters['GoogleAdsCredential'].ParameterType | Should -Be ([securestring])
    }
}
