# The module as a whole: manifest, files, exports, verbs, help.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $cmdlets = @(foreach ($name in (Test-ModuleManifest -Path $manifestPath).ExportedCmdlets.Keys) { @{ Cmdlet = $name } })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'BuiltModule.ps1')
    $session = Import-BuiltModule
}

AfterAll {
    Restore-Session $session
}

Describe 'The manifest' {
    BeforeAll {
        $manifest = Test-ModuleManifest -Path $manifestPath -ErrorAction Stop
        $imported = Get-Module -Name MarketingPipeline
    }

    It 'is valid and says what it needs' {
        $manifest.Name | Should -Be 'MarketingPipeline'
        $manifest.PowerShellVersion | Should -Be ([version] '7.4') -Because 'the embedded warehouse needs .NET 8'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $manifest.Description | Should -Match 'PowerShell 7\.4'
    }

    It 'exports what the module has, by name' {
        $declared = @($manifest.ExportedCmdlets.Keys)
        $exported = @((Get-Command -Module MarketingPipeline).Name)

        $declared | Should -Not -Contain '*' -Because 'wildcards make automatic loading slow'
        foreach ($name in $declared) { $exported | Should -Contain $name -Because 'the manifest declares it' }
        $exported.Count | Should -Be $declared.Count -Because 'nothing else may be exported'
    }

    It 'exports cmdlets only' {
        $imported.ExportedFunctions.Count | Should -Be 0
        $imported.ExportedAliases.Count | Should -Be 0
        $imported.ExportedVariables.Count | Should -Be 0
    }

    It 'exports each cmdlet of the assembly' {
        $written = foreach ($type in $imported.ImplementingAssembly.GetExportedTypes()) {
            foreach ($cmdlet in $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)) { "$($cmdlet.VerbName)-$($cmdlet.NounName)" }
        }

        $imported.ExportedCmdlets.Keys | Sort-Object | Should -Be ($written | Sort-Object)
    }

    It 'was imported from the folder that was built' {
        (Get-Item $imported.ModuleBase).FullName | Should -Be $moduleFolder
    }

    It 'can be imported again, and after it was removed' {
        Import-Module $manifestPath -Force -ErrorAction Stop
        Remove-Module MarketingPipeline
        Import-Module $manifestPath -ErrorAction Stop

        @(Get-Command -Module MarketingPipeline).Count | Should -Be @($manifest.ExportedCmdlets.Keys).Count
        Get-PipelineModel | Should -Not -BeNullOrEmpty
    }
}

Describe 'The folder' {
    It 'has the files that the manifest names, and no other assembly beside it' {
        Join-Path $moduleFolder 'MarketingPipeline.format.ps1xml' | Should -Exist
        (Get-ChildItem $moduleFolder -Filter *.dll).Name | Sort-Object | Should -Be 'MarketingPipeline.Loader.dll', 'MarketingPipeline.PowerShell.dll'
    }

    It 'has the scripts that are written for it' {
        $written = Get-ChildItem (Join-Path $repository 'module' 'scripts') -Filter *.ps1

        $written.Name | Should -Contain 'Invoke-NightlyRefresh.ps1' -Because 'scheduled tasks start it'
        Get-FileName (Join-Path $moduleFolder 'scripts') | Should -Be ($written.Name | Sort-Object)
    }

    It 'has the warehouse''s native library for <Platform>' -ForEach @(
        @{ Platform = 'win-x64'; File = 'duckdb.dll' }
        @{ Platform = 'linux-x64'; File = 'libduckdb.so' }
        @{ Platform = 'linux-arm64'; File = 'libduckdb.so' }
        @{ Platform = 'osx'; File = 'libduckdb.dylib' }
    ) {
        Join-Path $moduleFolder 'lib' 'runtimes' $Platform 'native' $File | Should -Exist
    }

    It 'has views whose scripts can be parsed' {
        $views = [xml] (Get-Content (Join-Path $moduleFolder 'MarketingPipeline.format.ps1xml') -Raw)
        $scripts = $views.SelectNodes('//ScriptBlock').InnerText

        $scripts | Should -Not -BeNullOrEmpty
        foreach ($script in $scripts) { { [scriptblock]::Create($script) } | Should -Not -Throw }
    }
}

Describe 'The cmdlet <Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command -Name $Cmdlet -Module MarketingPipeline
        $help = Get-Help -Name $Cmdlet -Full
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $own = @($command.Parameters.Values | Where-Object {
                $_.Name -notin $common -and -not ($_.Attributes | Where-Object { $_ -is [System.Management.Automation.ParameterAttribute] -and $_.DontShow })
            })
    }

    It 'has an approved verb' {
        $command.Verb | Should -BeIn @((Get-Verb).Verb)
    }

    It 'says in its help what it does' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$Cmdlet [")) -Because 'a syntax in its place means that there is no help'
    }

    It 'has an example that calls it' {
        $code = @(foreach ($example in $help.examples.example) { "$($example.code)" })

        $code.Count | Should -BeGreaterThan 0
        ($code -join "`n") | Should -Match $Cmdlet
    }

    It 'describes each of its parameters, and no other' {
        $described = @($help.parameters.parameter | Where-Object { "$($_.description.Text)".Trim() })

        $described.name | Sort-Object | Should -Be ($own.Name | Sort-Object)
    }

    It 'declares what it emits' {
        $command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'can be asked with -WhatIf where it writes' {
        $reads = $command.Verb -in 'Get', 'Test'

        $command.Parameters.ContainsKey('WhatIf') | Should -Be (-not $reads)
    }
}

Describe 'Printed help' {
    It 'has the syntax, -WhatIf and the values of a parameter' {
        $text = Get-Help Invoke-StagingRefresh -Full | Out-String -Width 120

        $text | Should -BeLike '*Invoke-StagingRefresh `[-Client`] <String`[`]>*'
        $text | Should -BeLike '*-WhatIf*'
        $text | Should -BeLike '*Values: Ga4, GoogleAds.*'
    }
}
