#Requires -Version 7.4
<#
.SYNOPSIS
Says what a run's result files hold: what was skipped and why, and the line 'N passed, N failed, N skipped'.
#>
[CmdletBinding()]
param(
    # The folder of .trx files (dotnet test) and NUnit files (Pester).
    [Parameter(Mandatory)]
    [string] $Path
)

$ErrorActionPreference = 'Stop'
$tests = foreach ($file in Get-ChildItem $Path -File) {
    $xml = [xml] (Get-Content -LiteralPath $file -Raw)
    foreach ($test in $xml.SelectNodes('//*[local-name() = "UnitTestResult" or local-name() = "test-case"]')) {
        [PSCustomObject]@{
            Outcome = switch ($test.outcome ?? $test.result) {
                { $_ -in 'Passed', 'Success' } { 'passed' }
                { $_ -in 'NotExecuted', 'Skipped', 'Ignored', 'Inconclusive' } { 'skipped' }
                default { 'failed' }
            }
            Reason = "$($test.SelectSingleNode('.//*[local-name() = "Message" or local-name() = "message" or local-name() = "StdOut"]').InnerText)".Trim()
        }
    }
}

$tests | Where-Object Outcome -EQ skipped | Group-Object Reason | ForEach-Object { "$($_.Count) skipped: $($_.Name)" }
$counts = foreach ($outcome in 'passed', 'failed', 'skipped') { "$(@($tests | Where-Object Outcome -EQ $outcome).Count) $outcome" }
$counts -join ', '
