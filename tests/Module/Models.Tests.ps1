# The models: what the product's tables are, without any warehouse.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
    $root = New-SmallWorkspace (Join-Path $TestDrive 'models') 'alpha'
}

AfterAll {
    Restore-Session $session
}

Describe 'Get-PipelineModel' {
    BeforeAll {
        $models = @(Get-PipelineModel)
        $names = $models.Name
    }

    It 'lists the tables of every layer' {
        foreach ($name in 'stg_ga4_events', 'stg_google_ads_cost', 'int_sessions_enriched', 'int_conversions_attributed', 'mart_campaign_performance', 'mart_campaign_periods', 'mart_executive_dashboard') {
            $names | Should -Contain $name
        }
    }

    It 'lists a model after those that it reads' {
        foreach ($model in $models) {
            foreach ($source in $model.Inputs) {
                if ($source.Name -in $names) {
                    $names.IndexOf($source.Name) | Should -BeLessThan $names.IndexOf($model.Name) -Because "$($model.Name) reads $($source.Name)"
                }
            }
        }
    }

    It 'matches names with wildcards' {
        @(Get-PipelineModel -Name MART_*).Count | Should -Be @($names | Where-Object { $_ -like 'mart_*' }).Count
    }

    It 'refuses a name that no model has' {
        { Get-PipelineModel -Name nothing -ErrorAction Stop } | Should -Throw -ErrorId 'MarketingPipeline.NotFound,MarketingPipeline.PowerShell.Commands.GetPipelineModelCommand'
    }

    It 'draws the lineage' {
        $chart = Get-PipelineModel -Mermaid

        $chart | Should -BeOfType ([string])
        $chart | Should -Match 'mart_executive_dashboard'
    }

    It 'renders the SQL of a client for <Engine>, and opens no warehouse' -ForEach @(@{ Engine = 'DuckDb' }, @{ Engine = 'BigQuery' }) {
        $before = Get-TreeState $root

        $rendered = @(Get-PipelineModel -Name mart_campaign_performance -Client alpha -Workspace $root -Engine $Engine -AsOf $lastDay)

        $rendered.Count | Should -Be 1
        $rendered[0].Table | Should -Be 'mart_alpha_campaign_performance'
        "$($rendered[0].Engine)" | Should -Be $Engine
        $rendered[0].Sql | Should -Match 'int_alpha_sessions_enriched'
        $rendered[0].Sql | Should -Not -Match '\{\{' -Because 'nothing of the template is left'
        Get-TreeState $root | Should -BeExactly $before
    }

    It 'says on DuckDB that nothing is billed by the byte, where a plan is asked for' {
        $null = Get-PipelineModel int_sessions_enriched -Client alpha -Plan -Workspace $root -ErrorVariable refused -ErrorAction SilentlyContinue

        $refused.Count | Should -Be 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'MarketingPipeline.NotSupported,*'
        $refused[0].TargetObject | Should -Be 'alpha'
        $refused[0].ErrorDetails.Message | Should -Match 'bills nothing by the byte'
        $refused[0].ErrorDetails.RecommendedAction | Should -Match '-Plan'
    }
}
