# Invoke-NightlyRefresh.ps1: in this session for its summary, and as a process for its exit code.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
}

AfterAll {
    Restore-Session $session
}

Describe 'The summary' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'summary') 'alpha', 'beta'
        Add-ClientWithoutSource $root 'gone'
        Add-BrokenClient $root 'broken'
        $output = @(& $nightlyScript -Workspace $root -AsOf $lastDay -ErrorVariable problems -ErrorAction SilentlyContinue)
        $exitCode = $LASTEXITCODE
        $summary = $output[-1]
        $gone = $summary.Details | Where-Object Client -EQ gone
        $broken = $summary.Details | Where-Object Client -EQ broken
        $alpha, $beta = $summary.Details | Where-Object Client -In alpha, beta
    }

    It 'is the one object that is emitted' {
        $output.Count | Should -Be 1
        $summary.PSObject.TypeNames | Should -Contain 'MarketingPipeline.NightlySummary'
    }

    It 'counts clients, tables, rows, findings and dashboards' {
        $summary.Clients | Should -Be 4
        $summary.Succeeded | Should -Be 2
        $summary.Failed | Should -Be 2
        $summary.Tables | Should -Be 12 -Because 'two clients have one staging, two intermediate and three mart tables each'
        $summary.Rows | Should -BeGreaterThan 0
        $summary.Rows | Should -Be ($alpha.Rows + $beta.Rows)
        $summary.Findings.Passed | Should -BeGreaterThan 0 -Because 'the data tests have run'
        $summary.Findings.Passed | Should -Be ($alpha.Findings.Passed + $beta.Findings.Passed)
        $summary.Findings.Error | Should -Be 0
        $summary.Dashboards.Count | Should -Be 2
        $summary.Dashboards | Should -Exist
    }

    It 'says where, for which day, since when, how long, and that it is no plan' {
        $summary.Workspace | Should -Be (Get-PipelineClient -Name alpha -Workspace $root).Workspace
        $summary.AsOf | Should -Be ([DateOnly]::new(2021, 1, 14))
        $summary.StartedAt | Should -BeLessThan ([DateTimeOffset]::UtcNow)
        $summary.Duration | Should -BeGreaterThan ([TimeSpan]::Zero)
        $summary.IsPlan | Should -BeFalse
    }

    It 'has the exit code of the script' {
        $summary.ExitCode | Should -Be 1
        $exitCode | Should -Be 1
    }

    It 'tells client by client what became of it' {
        $gone.Status | Should -Be 'Failed'
        $gone.FailedStep | Should -Be 'Staging'
        $gone.ErrorId | Should -Be 'MarketingPipeline.SourceMissing'
        $gone.Message | Should -Match 'folder of GA4 export files'
        $gone.Dashboard | Should -BeNullOrEmpty
        $broken.FailedStep | Should -Be 'Settings'
        $broken.ErrorId | Should -Be 'MarketingPipeline.Settings'
        $alpha.Status | Should -Be 'Succeeded'
        $alpha.Tables | Should -Be 6
    }

    It 'comes with the error of each client that failed, and advice' {
        foreach ($id in 'MarketingPipeline.SourceMissing', 'MarketingPipeline.Settings') {
            $record = @($problems | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -like "$id,*" })
            $record.Count | Should -BeGreaterThan 0
            $record[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
    }

    It 'is printed by a view of the module, failures by name and step' {
        $printed = $summary | Out-String -Width 120

        $printed | Should -Match '4: 2 succeeded, 2 failed'
        $printed | Should -Match 'gone \(Staging\)'
        $printed | Should -Match 'broken \(Settings\)'
        $printed | Should -Match $lastDay
    }

    It 'does not stop at the first error where the session would; nothing new is nothing done, and the dashboards are written' {
        $ErrorActionPreference = 'Stop'
        $again = & $nightlyScript -Workspace $root -AsOf $lastDay 2>$null

        $again.Succeeded | Should -Be 2
        $again.Tables | Should -Be 0
        $again.Rows | Should -Be 0
        $again.Dashboards.Count | Should -Be 2
    }
}

Describe 'Data tests that fail' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'doubtful') 'alpha', 'doubtful'
        $null = & $nightlyScript -Workspace $root -AsOf $lastDay
        # A day that is missing between others is a warning.
        Remove-Item (Join-Path $root 'warehouse' 'doubtful.duckdb')
        Remove-Item (Join-Path $root 'sources' 'doubtful' 'events_20210113.jsonl')
        $dashboard = Join-Path $root 'dashboards' 'doubtful.json'
        $other = Join-Path $root 'dashboards' 'alpha.json'
        $before = Get-Content $dashboard -Raw
        $beforeOther = Get-Content $other -Raw
    }

    It 'keep the dashboard of the last good night, from the severity that is asked for' {
        $summary = & $nightlyScript -Workspace $root -AsOf $lastDay -FailOn Warning -FullRefresh -ErrorAction SilentlyContinue
        $doubtful = $summary.Details | Where-Object Client -EQ doubtful

        $summary.ExitCode | Should -Be 1
        $doubtful.FailedStep | Should -Be 'DataTests'
        $doubtful.ErrorId | Should -Be 'MarketingPipeline.DataTestsFailed'
        $summary.Findings.Warning | Should -BeGreaterThan 0
        Get-Content $dashboard -Raw | Should -BeExactly $before
        Get-Content $other -Raw | Should -Not -BeExactly $beforeOther
    }

    It 'are counted and let the dashboard through below it: -FailOn <FailOn>' -ForEach @(@{ FailOn = 'Error' }, @{ FailOn = 'None' }) {
        Set-Content $dashboard 'the last good night'

        $summary = & $nightlyScript -Workspace $root -AsOf $lastDay -Client doubtful -FailOn $FailOn

        $summary.ExitCode | Should -Be 0
        $summary.Findings.Warning | Should -BeGreaterThan 0
        Get-Content $dashboard -Raw | Should -Match $lastDay
    }
}

Describe 'A plan and its run' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'plan') 'alpha', 'beta', 'gamma'
        $folder = Join-Path $root 'out' 'dashboards'

        function Get-Plan {
            $before = Get-TreeState $root
            $said = Get-ConsoleText { $script:plan = & $nightlyScript -Workspace $root -AsOf $lastDay -FullRefresh -WhatIf }

            $plan.ExitCode | Should -Be 0
            $plan.IsPlan | Should -BeTrue
            $plan.Tables | Should -Be 18
            $said | Should -Match 'What if:'
            $said | Should -BeLike "*$(Join-Path $root 'dashboards' 'beta.json')*"
            $said | Should -Not -Match 'Retrieve the value' -Because 'the script asks for what it does, not for how'
            Get-TreeState $root | Should -BeExactly $before
        }
    }

    It '-WhatIf says what would be done and changes nothing, before the first run' {
        Get-Plan
    }

    It 'clients and the folder can be chosen' {
        $summary = & $nightlyScript -Workspace $root -AsOf $lastDay -Client 'ALPHA,g*' -OutputPath $folder -FullRefresh -ThrottleLimit 1

        $summary.ExitCode | Should -Be 0
        Get-FileName $folder | Should -Be 'alpha.json', 'gamma.json'
        Join-Path $root 'dashboards' | Should -Not -Exist
    }

    It '-WhatIf changes nothing after it either' {
        Get-Plan
    }
}

Describe 'Arguments and settings that do not fit' {
    It 'are exit code 2 and no client is touched: <Argument>' -ForEach @(
        @{ Argument = @{ Client = 'nobody' } }
        @{ Argument = @{ Client = 'alpha,nobody' } }
        @{ Argument = @{ Client = 'x*' } }
        @{ Argument = @{ Client = ',' } }
        @{ Argument = @{ FailOn = 'Sometimes' } }
        @{ Argument = @{ AsOf = '14/01/2021' } }
        @{ Argument = @{ AsOf = '2999-01-01' } }
        @{ Argument = @{ ThrottleLimit = 0 } }
        @{ Argument = @{ ThrottleLimit = 'many' } }
        @{ Argument = @{ OutputPath = $PSCommandPath } }
        @{ Argument = '-Nonsense', '1' }
        @{ Argument = 'alpha', 'beta' }
    ) {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'arguments') 'alpha'
        $before = Get-TreeState $root

        $summary = & $nightlyScript -Workspace $root @Argument -ErrorVariable problems -ErrorAction SilentlyContinue

        $summary.ExitCode | Should -Be 2
        $LASTEXITCODE | Should -Be 2
        $problems | Should -Not -BeNullOrEmpty
        Get-TreeState $root | Should -BeExactly $before
    }

    It 'are exit code 2 where pipeline.json is broken, and the error names it' {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'unusable') 'alpha'
        Set-Content (Join-Path $root 'pipeline.json') '{ "engine": "Abacus" '

        $summary = & $nightlyScript -Workspace $root -ErrorVariable problems -ErrorAction SilentlyContinue

        $summary.ExitCode | Should -Be 2
        "$($problems[0])" | Should -Match 'pipeline\.json'
    }
}

Describe 'The exit code of the process' {
    It 'is 0 where all is well, and nothing is on the error stream' {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'well') 'alpha', 'beta'

        $process = Invoke-Script $nightlyScript, '-Workspace', $root, '-AsOf', $lastDay, '-Client', 'nobody*,ALPHA'

        $process.ExitCode | Should -Be 0 -Because $process.Errors
        $process.Errors | Should -BeNullOrEmpty
        $process.Output | Should -Match '1: 1 succeeded, 0 failed'
        Get-FileName (Join-Path $root 'dashboards') | Should -Be 'alpha.json'
    }

    It 'is 1 where a client has failed; the dashboards of the others are written' {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'partly') 'alpha'
        Add-ClientWithoutSource $root 'gone'

        $process = Invoke-Script $nightlyScript, '-Workspace', $root, '-AsOf', $lastDay

        $process.ExitCode | Should -Be 1
        $process.Errors | Should -Match 'folder of GA4 export files' -Because 'a log has to show what went wrong'
        Get-FileName (Join-Path $root 'dashboards') | Should -Be 'alpha.json'
    }

    It 'is 2 where there is no workspace' {
        $process = Invoke-Script $nightlyScript, '-Workspace', (New-Folder (Join-Path $TestDrive 'nowhere'))

        $process.ExitCode | Should -Be 2
        $process.Errors | Should -Match 'pipeline\.json'
        $process.Output | Should -Match 'Exit code'
    }
}
