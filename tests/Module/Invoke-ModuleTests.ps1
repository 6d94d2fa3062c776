#Requires -Version 7.4
<#
.SYNOPSIS
Runs the module's tests under one version of Pester. Needs a process that has loaded no other; build.ps1 starts one for each.

.DESCRIPTION
The exit code is 1 where a test has failed, a file could not be read, or nothing ran.
#>
[CmdletBinding()]
param(
    # The folder of Pester.psd1.
    [Parameter(Mandatory)]
    [string] $Pester,

    # The NUnit file to write.
    [Parameter(Mandatory)]
    [string] $Result
)

# The tests inherit this session's preferences, and expect a user's: errors are shown and the work goes on.
Import-Module (Join-Path $Pester 'Pester.psd1') -ErrorAction Stop

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
$configuration.TestResult.Enabled = $true
$configuration.TestResult.OutputPath = $Result
$run = Invoke-Pester -Configuration $configuration

Write-Host 'Slowest'
$run.Tests | Sort-Object Duration -Descending -Top 5 | ForEach-Object { Write-Host ('  {0,6:0.0} s  {1}' -f $_.Duration.TotalSeconds, $_.ExpandedPath) }
exit $(if ($run.Result -eq 'Passed' -and $run.PassedCount -gt 0) { 0 } else { 1 })
