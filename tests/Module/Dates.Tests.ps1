# Dates are the Gregorian calendar's, whatever the user's culture says: under th-TH the year 2021 is 2564.

BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'BuiltModule.ps1'))
    $session = Import-BuiltModule
    $previousCulture = [cultureinfo]::CurrentCulture
    $root = New-SmallWorkspace ([System.IO.Path]::Combine($TestDrive, 'dates')) 'alpha'
}

AfterAll {
    [cultureinfo]::CurrentCulture = $previousCulture
    Restore-Session $session
}

Describe 'In the culture <Culture>' -ForEach @(@{ Culture = 'th-TH' }, @{ Culture = 'ar-SA' }, @{ Culture = 'en-US' }) {
    AfterEach {
        [cultureinfo]::CurrentCulture = $previousCulture
    }

    It 'takes a date as <Kind>' -ForEach @(
        @{ Kind = 'text'; Date = '2021-01-14' }
        @{ Kind = 'DateTime'; Date = [DateTime]::new(2021, 1, 14, 23, 59, 0) }
        @{ Kind = 'DateOnly'; Date = [DateOnly]::new(2021, 1, 14) }
    ) {
        [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($Culture)

        $plan = @(Invoke-StagingRefresh -Client alpha -Workspace $root -AsOf $Date -FullRefresh -WhatIf)

        $plan[0].AsOf | Should -Be ([DateOnly]::new(2021, 1, 14))
        $plan[0].To | Should -Be ([DateOnly]::new(2021, 1, 14)) -Because 'the export ends on that day'
    }

    It 'refuses other ways of writing it, and says how' {
        [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($Culture)

        { Invoke-StagingRefresh -Client alpha -Workspace $root -AsOf '14/01/2564' -ErrorAction Stop } | Should -Throw -ExpectedMessage '*yyyy-MM-dd*'
    }

    It 'writes dates and figures in files as everywhere' {
        [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($Culture)

        $json = Invoke-StagingRefresh -Client alpha -Workspace $root -AsOf 2021-01-14 -FullRefresh | Invoke-MartBuild -FullRefresh | Get-ExecutiveDashboard -AsJson

        $json | Should -Match '"2021-01-14"'
        $json | Should -Match '4501\.5'
        $json | Should -Not -Match '2564'
    }
}
