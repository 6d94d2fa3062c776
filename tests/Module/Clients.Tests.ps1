# Workspaces and clients: found, matched, added, removed; settings and arguments that are wrong.

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
}

AfterAll {
    Restore-Session $session
}

Describe 'Clients' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'clients') 'alpha', 'beta'
        Push-Location $root
    }

    AfterAll {
        Pop-Location
    }

    It 'are matched by name and pattern, case aside' {
        (Get-PipelineClient).Name | Should -Be 'alpha', 'beta'
        (Get-PipelineClient B*).Name | Should -Be 'beta'
        (Get-PipelineClient ALPHA, a*).Name | Should -Be 'alpha'
    }

    It 'are an error where a name is unknown, and a warning where a pattern matches none' {
        Get-PipelineStatus nobody -ErrorVariable unknown -ErrorAction SilentlyContinue
        Get-PipelineStatus nobody* -WarningVariable none -WarningAction SilentlyContinue

        $unknown[0].FullyQualifiedErrorId | Should -BeLike 'MarketingPipeline.NotFound,*'
        $none.Count | Should -Be 1
    }

    It 'are found from a folder below' {
        Push-Location clients
        try {
            (Get-PipelineClient).Name | Should -Be 'alpha', 'beta'
            @(Get-PipelineClient -Workspace ..).Count | Should -Be 2
        }
        finally { Pop-Location }
    }

    It 'are those of a workspace that is given as an object' {
        $inner = New-PipelineWorkspace -Path (Join-Path $TestDrive 'inner')
        $null = New-PipelineClient one -Workspace $inner -TimeZone UTC -Currency EUR -Ga4Path sources/one

        (Get-PipelineClient -Workspace $inner).Name | Should -Be 'one'
        ($inner | Get-PipelineClient).Name | Should -Be 'one'
    }

    It 'are completed by name' {
        $line = 'Get-PipelineStatus -Client b'

        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'beta'
    }

    It 'are added from rows, each by itself' {
        $rows = @'
Name,TimeZone,Currency,Ga4Path,CustomerId,GoogleAdsSource,GoogleAdsPath
one,Asia/Bangkok,THB,sources/one,,,
Not A Name,Asia/Bangkok,THB,sources/two,,,
three,Asia/Bangkok,THB,,874-382-8607,Files,ads
'@ | ConvertFrom-Csv
        $rows[0..1] | ForEach-Object { $_.PSObject.Properties.Remove('GoogleAdsSource') }
        $workspace = New-SmallWorkspace (Join-Path $TestDrive 'rows')

        $added = @($rows | New-PipelineClient -Workspace $workspace -ErrorVariable refused -ErrorAction SilentlyContinue)

        $added.Name | Should -Be 'one', 'three'
        $added.Scenario | Should -Be 'Ga4Only', 'GoogleAdsOnly'
        $refused.Count | Should -Be 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'MarketingPipeline.Settings,*'
    }

    It 'are not added twice' {
        New-PipelineClient alpha -TimeZone Asia/Bangkok -Currency THB -Ga4Path x -WhatIf -ErrorVariable planned
        New-PipelineClient alpha -TimeZone Asia/Bangkok -Currency THB -Ga4Path x -ErrorVariable refused -ErrorAction SilentlyContinue

        $planned | Should -BeNullOrEmpty
        $refused.Count | Should -Be 1
    }

    It 'are removed, broken or not' {
        $workspace = New-SmallWorkspace (Join-Path $TestDrive 'removed') 'alpha', 'beta'
        Add-BrokenClient $workspace 'gamma'

        Remove-PipelineClient beta, gamma -Workspace $workspace -Confirm:$false

        Get-FileName (Join-Path $workspace 'clients') | Should -Be 'alpha.json'
    }
}

Describe 'A client whose settings are broken' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'broken') 'alpha', 'beta'
        Add-BrokenClient $root 'broken'
    }

    It 'is one error that names file and property' {
        $clients = @(Get-PipelineClient -Workspace $root -ErrorVariable broken -ErrorAction SilentlyContinue)

        $clients.Name | Should -Be 'alpha', 'beta'
        $broken.Count | Should -Be 1
        $broken[0].FullyQualifiedErrorId | Should -Be 'MarketingPipeline.Settings,MarketingPipeline.PowerShell.Commands.GetPipelineClientCommand'
        $broken[0].TargetObject | Should -Be 'broken'
        "$($broken[0])" | Should -Match 'broken\.json'
        "$($broken[0])" | Should -Match 'currency'
    }

    It 'is a finding of the test for that' {
        @(Test-PipelineClient -Client broken -Workspace $root | Where-Object Severity -EQ Error).Count | Should -BeGreaterThan 0
    }

    It 'is nobody else''s business' {
        (Get-PipelineClient alpha -Workspace $root -ErrorVariable problems -WarningVariable warnings).Name | Should -Be 'alpha'
        $problems | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Settings and arguments that are wrong' {
    BeforeAll {
        $root = New-SmallWorkspace (Join-Path $TestDrive 'wrong') 'alpha'
        $id = ',MarketingPipeline.PowerShell.Commands.GetPipelineClientCommand'
    }

    It 'end the command where a folder is no workspace' {
        $empty = New-Folder (Join-Path $TestDrive 'empty')

        { Get-PipelineClient -Workspace $empty } | Should -Throw -ErrorId "MarketingPipeline.Settings$id"
    }

    It 'end the command where pipeline.json is broken' {
        $broken = New-SmallWorkspace (Join-Path $TestDrive 'brokenpipeline') 'alpha'
        Set-Content (Join-Path $broken 'pipeline.json') '{ "engine": '

        { Get-PipelineClient -Workspace $broken } | Should -Throw -ErrorId "MarketingPipeline.Settings$id"
    }

    It 'refuse a name that no client has' {
        { Get-PipelineClient -Name nobody -Workspace $root -ErrorAction Stop } | Should -Throw -ErrorId "MarketingPipeline.NotFound$id"
    }

    It 'say what to run where a dashboard has not been built' {
        $null = Get-ExecutiveDashboard -Client alpha -Workspace $root -ErrorVariable early -ErrorAction SilentlyContinue

        $early.Count | Should -Be 1
        $early[0].FullyQualifiedErrorId | Should -BeLike 'MarketingPipeline.NotBuilt,*'
        $early[0].ErrorDetails.RecommendedAction | Should -Match 'Invoke-MartBuild'
    }
}
