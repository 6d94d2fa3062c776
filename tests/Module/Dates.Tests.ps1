# Dates are the Gregorian calendar's, whatever the user's culture says: under th-TH the year 2021 is 2564.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
    $previousCulture = [cultureinfo]::CurrentCulture
    $root = New-SmallWorkspace (Join-Path $TestDrive 'dates') 'alpha'
}

AfterAll {
    [cultureinfo]::CurrentCulture = $previousCulture
    Restore-Session $session
}

Describe 'In the culture <_>' -ForEach 'th-TH', 'ar-SA', 'de-DE', 'en-US', '' {
    BeforeAll {
        $culture = [cultureinfo]::GetCultureInfo($_)
    }

    AfterEach {
        [cultureinfo]::CurrentCulture = $previousCulture
    }

    It 'a date is taken as <Kind>' -ForEach @(
        @{ Kind = 'text'; Date = '2021-01-14' }
        @{ Kind = 'DateTime'; Date = [DateTime]::new(2021, 1, 14, 23, 59, 0) }
        @{ Kind = 'DateOnly'; Date = [DateOnly]::new(2021, 1, 14) }
    ) {
        [cultureinfo]::CurrentCulture = $culture

        $plan = @(Invoke-StagingRefresh -Client alpha -Workspace $root -AsOf $Date -FullRefresh -WhatIf)

        $plan[0].AsOf | Should -Be ([DateOnly]::new(2021, 1, 14))
        $plan[0].To | Should -Be ([DateOnly]::new(2021, 1, 14)) -Because 'the export ends on that day'
    }

    It 'other ways of writing it are refused, and it says how' {
        [cultureinfo]::CurrentCulture = $culture

        foreach ($other in '14/01/2564', '14/01/2021', '2021-02-30', 'yesterday', (2021 - 01 - 14)) {
            { Invoke-StagingRefresh -Client alpha -Workspace $root -AsOf $other -ErrorAction Stop } | Should -Throw -ExpectedMessage '*yyyy-MM-dd*'
        }
    }
}

Describe 'In files' {
    AfterAll {
        [cultureinfo]::CurrentCulture = $previousCulture
    }

    It 'dates and figures are written as everywhere: <_>' -ForEach 'th-TH', 'ar-SA' {
        [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($_)

        $json = Invoke-StagingRefresh -Client alpha -Workspace $root -AsOf 2021-01-14 -FullRefresh | Invoke-MartBuild -FullRefresh | Get-ExecutiveDashboard -AsJson

        $json | Should -Match '"2021-01-14"'
        $json | Should -Match '4501\.5'
        $json | Should -Not -Match '2564'
    }
}

Describe 'A range that ends before it begins' {
    It 'is one error that names both days, for several clients too' {
        $problem = { Invoke-StagingRefresh -Client alpha, beta -Workspace $root -From $lastDay -To 2021-01-13 -ErrorAction Stop } |
            Should -Throw -ErrorId 'MarketingPipeline.Argument,MarketingPipeline.PowerShell.Commands.InvokeStagingRefreshCommand' -PassThru

        "$problem" | Should -Match '2021-01-14 is after -To 2021-01-13'
    }
}
