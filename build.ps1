#Requires -Version 7.4
<#
.SYNOPSIS
Builds the module into artifacts/module/MarketingPipeline, shows it, tests it, or cleans the repository.

.DESCRIPTION
Needs the .NET SDK 10. Where no pwsh is installed, the SDK runs PowerShell as a tool of this repository:
dotnet tool exec powershell -y -- ./build.ps1 -Task Demo

.EXAMPLE
./build.ps1

.EXAMPLE
./build.ps1 -Task Demo

.EXAMPLE
./build.ps1 -Task Test -Deep
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Clean')]
    [string] $Task = 'Build',

    # One for all tasks: what is shown and tested is what was built.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Test: play as many random histories and kills as a night has time for, not the small set of every change.
    [switch] $Deep
)

$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot 'Pipeline.sln'
$module = Join-Path $PSScriptRoot 'module' 'MarketingPipeline.Module.csproj'
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$moduleFolder = Join-Path $artifacts 'module' 'MarketingPipeline'
$results = Join-Path $artifacts 'test-results'
$moduleTests = Join-Path $PSScriptRoot 'tests' 'Module'
. (Join-Path $moduleTests 'PowerShellProcess.ps1')

# A native command's exit code is the build's: a scheduled build sees nothing else.
function Invoke-Dotnet {
    dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# The C# tests of all projects; results as .trx files.
function Test-Solution {
    $before = $env:MARKETINGPIPELINE_DEEP
    try {
        if ($Deep) { $env:MARKETINGPIPELINE_DEEP = '1' }
        dotnet test $solution --configuration $Configuration --no-build --nologo --logger trx --results-directory $results
    }
    finally {
        $env:MARKETINGPIPELINE_DEEP = $before
    }
}

# The versions of Pester that the tests' project has restored: each one's number and folder.
function Get-Pester {
    $project = Join-Path $PSScriptRoot 'tests' 'MarketingPipeline.PowerShell.Tests'
    $restored = Invoke-Dotnet msbuild $project '-getItem:PackageDownload' '-getProperty:NuGetPackageRoot' | ConvertFrom-Json
    $pester = $restored.Items.PackageDownload | Where-Object Identity -EQ Pester
    foreach ($version in $pester.Version -split ';' -replace '[][]') {
        [PSCustomObject]@{ Version = $version; Folder = Join-Path $restored.Properties.NuGetPackageRoot 'pester' $version 'tools' }
    }
}

# The module's tests under one version of Pester, in a process of its own; results as an NUnit file.
function Test-Module([PSCustomObject] $Pester) {
    Write-Host "`nThe module's tests under Pester $($Pester.Version)"
    $script = Join-Path $moduleTests 'Invoke-ModuleTests.ps1'
    Invoke-PowerShellProcess -File $script -Pester $Pester.Folder -Result (Join-Path $results "Pester-$($Pester.Version).xml")
}

switch ($Task) {
    'Build' {
        Invoke-Dotnet build $module --configuration $Configuration --nologo
        Write-Host "The module is in $moduleFolder"
    }
    'Demo' {
        Write-Host 'Building the module ...'
        Invoke-Dotnet msbuild $module -restore -nologo '-verbosity:quiet' "-property:Configuration=$Configuration"
        Import-Module (Join-Path $moduleFolder 'MarketingPipeline.psd1')
        & (Join-Path $PSScriptRoot 'demo' 'Demo.ps1') -Root (Join-Path $artifacts 'demo')
        exit $LASTEXITCODE
    }
    'Test' {
        if (Test-Path $results) { Remove-Item $results -Recurse -Force }
        Invoke-Dotnet build $solution --configuration $Configuration --nologo
        $failed = @()
        Test-Solution
        if ($LASTEXITCODE -ne 0) { $failed += 'dotnet test' }
        foreach ($pester in Get-Pester) {
            Test-Module $pester
            if ($LASTEXITCODE -ne 0) { $failed += "Pester $($pester.Version)" }
        }
        & (Join-Path $moduleTests 'Show-TestResult.ps1') -Path $results
        if ($failed) {
            Write-Host "Failed: $($failed -join ', ')"
            exit 1
        }
    }
    'Clean' {
        Invoke-Dotnet clean $solution --configuration $Configuration --nologo --verbosity quiet
        if (Test-Path $artifacts) { Remove-Item $artifacts -Recurse -Force }
    }
}
