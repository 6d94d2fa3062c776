#Requires -Version 7.4
<#
.SYNOPSIS
Builds the module into artifacts/module/MarketingPipeline, or tests or cleans the repository.
.EXAMPLE
./build.ps1
.EXAMPLE
./build.ps1 -Task Test -Configuration Release
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot 'module' 'MarketingPipeline.Module.csproj'
$solution = Join-Path $PSScriptRoot 'Pipeline.sln'
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$pesterTests = Join-Path $PSScriptRoot 'tests' 'Module'

# A native command's exit code is the build's: a scheduled build sees nothing else.
function Invoke-Dotnet {
    dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

switch ($Task) {
    'Build' {
        Invoke-Dotnet build $module --configuration $Configuration --nologo
        Write-Host "The module is in $(Join-Path $artifacts 'module' 'MarketingPipeline')"
    }
    'Test' {
        Invoke-Dotnet test $solution --configuration $Configuration --nologo
        $pester = Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -ge 5 } | Select-Object -First 1
        if (-not (Test-Path $pesterTests)) { break }
        if (-not $pester) {
            Write-Warning 'Pester 5 is not installed; the tests in tests/Module are skipped.'
            break
        }
        Import-Module $pester
        $result = Invoke-Pester -Path $pesterTests -PassThru
        if ($result.FailedCount -gt 0 -or $result.FailedContainersCount -gt 0) { exit 1 }
    }
    'Clean' {
        Invoke-Dotnet clean $solution --configuration $Configuration --nologo --verbosity quiet
        if (Test-Path $artifacts) { Remove-Item $artifacts -Recurse -Force }
    }
}
