# Invoke-NightlyRefresh.ps1: in this session for its summary, and as a process for its exit code.

BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'BuiltModule.ps1'))
    $session = Import-BuiltModule

    function Invoke-Nightly([string[]] $Argument) { Invoke-ChildShell (@('-File', $nightlyScript) + $Argument) }
}

AfterAll {
    Restore-Session $session
}

Describe 'The summary' {
    BeforeAll {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'summary')) 'alpha', 'beta'
        Add-ClientWithoutSource $root 'gone'
        $output = @(& $nightlyScript -Workspace $root -AsOf $lastDay -ErrorVariable problems -ErrorAction SilentlyContinue)
        $exitCode = $LASTEXITCODE
        $summary = $output[-1]
    }

    It 'is the one object that is emitted' {
        $output.Count | Should -Be 1
        $summary.PSObject.TypeNames | Should -Contain 'MarketingPipeline.NightlySummary'
    }

    It 'counts clients, tables, rows, findings and dashboards' {
        $summary.Clients | Should -Be 3
        $summary.Succeeded | Should -Be 2
        $summary.Failed | Should -Be 1
        $summary.Tables | Should -Be 12 -Because 'two clients have one staging, two intermediate and three mart tables each'
        $summary.Rows | Should -BeGreaterThan 0
        $summary.Findings.Passed | Should -BeGreaterThan 0 -Because 'the data tests have run'
        $summary.Findings.Error | Should -Be 0
        $summary.Dashboards.Count | Should -Be 2
        foreach ($file in $summary.Dashboards) { [System.IO.File]::Exists($file) | Should -BeTrue -Because "$file was written" }
    }

    It 'says where, for which day, since when and how long' {
        $summary.Workspace | Should -Be (Get-PipelineClient -Name alpha -Workspace $root).Workspace
        $summary.AsOf | Should -Be ([DateOnly]::new(2021, 1, 14))
        $summary.StartedAt | Should -BeLessThan ([DateTimeOffset]::UtcNow)
        $summary.Duration | Should -BeGreaterThan ([TimeSpan]::Zero)
    }

    It 'has the exit code of the script' {
        $summary.ExitCode | Should -Be 1
        $exitCode | Should -Be 1
    }

    It 'tells client by client what became of it' {
        $gone = @($summary.Details | Where-Object Client -EQ gone)
        $alpha = @($summary.Details | Where-Object Client -EQ alpha)

        $gone[0].Status | Should -Be 'Failed'
        $gone[0].FailedStep | Should -Be 'Staging'
        $gone[0].ErrorId | Should -Be 'MarketingPipeline.SourceMissing'
        $gone[0].Message | Should -Not -BeNullOrEmpty
        $gone[0].Dashboard | Should -BeNullOrEmpty
        $alpha[0].Status | Should -Be 'Succeeded'
        $alpha[0].Tables | Should -Be 6
    }

    It 'comes with the error of the client that failed' {
        @($problems | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -like 'MarketingPipeline.SourceMissing,*' }).Count | Should -BeGreaterThan 0
    }

    It 'is printed by a view of the module' {
        $view = Get-FormatData -TypeName MarketingPipeline.NightlySummary -PowerShellVersion $PSVersionTable.PSVersion

        $view | Should -Not -BeNullOrEmpty
    }

    It 'does not stop at the first error where the session would' {
        $ErrorActionPreference = 'Stop'
        $again = & $nightlyScript -Workspace $root -AsOf $lastDay 2>$null

        $again.Succeeded | Should -Be 2
    }
}

Describe 'Data tests that fail' {
    BeforeAll {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'doubtful')) 'alpha', 'doubtful'
        $null = & $nightlyScript -Workspace $root -AsOf $lastDay
        # A day that is missing between others is a warning.
        [System.IO.File]::Delete([System.IO.Path]::Combine($root, 'warehouse', 'doubtful.duckdb'))
        [System.IO.File]::Delete([System.IO.Path]::Combine($root, 'sources', 'doubtful', 'events_20210113.jsonl'))
        $dashboard = [System.IO.Path]::Combine($root, 'dashboards', 'doubtful.json')
        $before = [System.IO.File]::ReadAllText($dashboard)
    }

    It 'keep the dashboard of the last good night, from the severity that is asked for' {
        $summary = & $nightlyScript -Workspace $root -AsOf $lastDay -Client doubtful -FailOn Warning -ErrorAction SilentlyContinue

        $summary.ExitCode | Should -Be 1
        $summary.Details[0].FailedStep | Should -Be 'DataTests'
        $summary.Details[0].ErrorId | Should -Be 'MarketingPipeline.DataTestsFailed'
        $summary.Findings.Warning | Should -BeGreaterThan 0
        [System.IO.File]::ReadAllText($dashboard) | Should -BeExactly $before
    }

    It 'are counted and let the dashboard through below it' {
        $summary = & $nightlyScript -Workspace $root -AsOf $lastDay -Client doubtful -FailOn Error -ErrorAction SilentlyContinue

        $summary.ExitCode | Should -Be 0
        $summary.Findings.Warning | Should -BeGreaterThan 0
        [System.IO.File]::ReadAllText($dashboard) | Should -Not -BeExactly $before
    }
}

Describe '-WhatIf' {
    It 'changes nothing, before the first run and after it' {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'plan')) 'alpha', 'beta'
        foreach ($run in 'first', 'second') {
            $before = Get-TreeState $root

            $plan = & $nightlyScript -Workspace $root -AsOf $lastDay -FullRefresh -WhatIf

            $plan.ExitCode | Should -Be 0
            $plan.IsPlan | Should -BeTrue
            $plan.Tables | Should -BeGreaterThan 0 -Because "the $run plan names tables"
            Get-TreeState $root | Should -BeExactly $before
            $null = & $nightlyScript -Workspace $root -AsOf $lastDay
        }
    }
}

Describe 'The exit code of the process' {
    It 'is 0 where all is well' {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'well')) 'alpha', 'beta'

        $process = Invoke-Nightly '-Workspace', $root, '-AsOf', $lastDay, '-Client', 'alpha,b*'

        $process.ExitCode | Should -Be 0 -Because $process.Errors
        $process.Output | Should -Match '2: 2 succeeded, 0 failed'
        Get-FileName ([System.IO.Path]::Combine($root, 'dashboards')) | Should -Be 'alpha.json', 'beta.json'
    }

    It 'is 1 where a client has failed; the dashboards of the others are written' {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'partly')) 'alpha', 'beta'
        Add-ClientWithoutSource $root 'gone'
        Add-BrokenClient $root 'broken'

        $process = Invoke-Nightly '-Workspace', $root, '-AsOf', $lastDay

        $process.ExitCode | Should -Be 1
        $process.Errors | Should -Not -BeNullOrEmpty -Because 'a log has to show what went wrong'
        Get-FileName ([System.IO.Path]::Combine($root, 'dashboards')) | Should -Be 'alpha.json', 'beta.json'
    }

    It 'is 2 where there is no workspace' {
        $folder = New-Folder ([System.IO.Path]::Combine($TestDrive, 'nowhere'))

        (Invoke-Nightly '-Workspace', $folder).ExitCode | Should -Be 2
    }

    It 'is 2 where pipeline.json is broken' {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'unusable')) 'alpha'
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($root, 'pipeline.json'), '{ "engine": "Abacus" }')

        (Invoke-Nightly '-Workspace', $root).ExitCode | Should -Be 2
    }

    It 'is 2 for the argument <Argument>, and no client is touched' -ForEach @(
        @{ Argument = '-Client', 'nobody' }
        @{ Argument = '-FailOn', 'Sometimes' }
        @{ Argument = '-AsOf', '14/01/2021' }
        @{ Argument = '-ThrottleLimit', 'many' }
        @{ Argument = '-Nonsense', '1' }
    ) {
        $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'arguments')) 'alpha'
        $before = Get-TreeState $root

        (Invoke-Nightly (@('-Workspace', $root) + $Argument)).ExitCode | Should -Be 2
        Get-TreeState $root | Should -BeExactly $before
    }
}
