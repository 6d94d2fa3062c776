# The executive dashboard: printed, as JSON, as files.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
    $root = New-SmallWorkspace (Join-Path $TestDrive 'dashboard') 'alpha', 'beta'
    $null = Invoke-StagingRefresh * -Workspace $root -AsOf $lastDay | Invoke-MartBuild
}

AfterAll {
    Restore-Session $session
}

Describe 'A printed dashboard' {
    BeforeAll {
        $text = Get-ExecutiveDashboard alpha -Workspace $root | Out-String -Width 120
        $lines = $text -split '\r?\n'
    }

    It 'says whose it is, of which day, and its figures' {
        @($lines -match 'alpha.*2021-01-14').Count | Should -BeGreaterThan 0
        @($lines -match '^\s*Revenue\b.*4,501\.50').Count | Should -BeGreaterThan 0
        @($lines -match '^\s*Advertising cost\b.*–').Count | Should -BeGreaterThan 0 -Because 'there is no Google Ads'
    }

    It 'is plain text that fits the console, whatever a visitor has sent' {
        @($lines -like '*`[31mred*').Count | Should -BeGreaterThan 0
        $text | Should -Not -Match '[\p{Cc}-[\r\n]]'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
    }
}

Describe 'A dashboard in JSON' {
    It 'is one text a client' {
        $texts = @(Get-ExecutiveDashboard * -Workspace $root -AsJson)

        $texts.Count | Should -Be 2
        foreach ($text in $texts) { Test-Json $text | Should -BeTrue }
    }

    It 'is written to a file a client in a folder, and kept unless forced' {
        $folder = Join-Path $TestDrive 'exported'
        $files = @(Export-ExecutiveDashboard -Client * -Workspace $root -Path $folder)
        $null = Export-ExecutiveDashboard -Client * -Workspace $root -Path $folder -ErrorVariable kept -ErrorAction SilentlyContinue
        $forced = @(Export-ExecutiveDashboard -Client * -Workspace $root -Path $folder -Force -ErrorVariable problems)

        Get-FileName $folder | Should -Be 'alpha.json', 'beta.json'
        $files.Name | Should -Be 'alpha.json', 'beta.json'
        $kept.Count | Should -Be 2 -Because 'without -Force a file that is there is kept'
        $forced.Count | Should -Be 2
        $problems | Should -BeNullOrEmpty
        Test-Json (Get-Content $files[0] -Raw) | Should -BeTrue
        (Get-Content $files[0] -AsByteStream -TotalCount 1) | Should -Be 0x7B -Because 'a byte order mark is nothing that JSON has'
    }

    It 'is written to one file where it is one, and refused where they are two' {
        (Export-ExecutiveDashboard alpha -Workspace $root -Path (Join-Path $TestDrive 'one.json')).Name | Should -Be 'one.json'
        { Export-ExecutiveDashboard * -Workspace $root -Path (Join-Path $TestDrive 'two.json') } | Should -Throw -ErrorId 'MarketingPipeline.Argument,*'
        Join-Path $TestDrive 'two.json' | Should -Not -Exist
    }
}
