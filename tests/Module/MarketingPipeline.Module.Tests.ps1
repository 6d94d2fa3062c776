# The module as a whole: manifest, exports, verbs, help.

BeforeDiscovery {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'BuiltModule.ps1'))
    $cmdlets = @(foreach ($name in (Test-ModuleManifest -Path $manifestPath).ExportedCmdlets.Keys) { @{ Cmdlet = $name } })
}

BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, 'BuiltModule.ps1'))
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

    It 'was imported from the folder that was built' {
        [System.IO.Path]::GetFullPath($imported.ModuleBase) | Should -Be $moduleFolder
    }

    It 'comes with the files that it names' {
        foreach ($file in 'MarketingPipeline.format.ps1xml', 'MarketingPipeline.Loader.dll', 'MarketingPipeline.PowerShell.dll') {
            [System.IO.File]::Exists([System.IO.Path]::Combine($moduleFolder, $file)) | Should -BeTrue -Because "$file belongs to the module"
        }
        [System.IO.File]::Exists($nightlyScript) | Should -BeTrue -Because 'scheduled tasks start it'
    }

    It 'can be imported again' {
        { Import-Module -Name $manifestPath -Force -ErrorAction Stop } | Should -Not -Throw
        @(Get-Command -Module MarketingPipeline).Count | Should -Be @($manifest.ExportedCmdlets.Keys).Count
    }
}

Describe 'The cmdlet <Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command -Name $Cmdlet -Module MarketingPipeline
        $help = Get-Help -Name $Cmdlet -Full
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
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

    It 'describes each of its parameters' {
        $described = @($help.parameters.parameter | Where-Object { "$($_.description.Text)".Trim() })
        $missing = @(foreach ($parameter in $own) { if ($parameter.Name -notin @($described.name)) { $parameter.Name } })

        ($missing -join ', ') | Should -BeNullOrEmpty -Because 'every parameter that is shown is described'
    }

    It 'declares what it emits' {
        $command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'can be asked with -WhatIf where it writes' {
        $reads = $command.Verb -in 'Get', 'Test'

        $command.Parameters.ContainsKey('WhatIf') | Should -Be (-not $reads)
    }
}
