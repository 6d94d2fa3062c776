#Requires -Version 7.4
<#
.SYNOPSIS
Shows the product: a workspace with six example clients, the whole pipeline, the dashboards.

.DESCRIPTION
Needs the module in the session: 'build.ps1 -Task Demo' builds it, imports it and runs this. Run again, it is incremental.
The exit code is 1 where a client has failed.
#>
[CmdletBinding()]
param(
    # Where the workspace is made.
    [string] $Root = (Join-Path $PSScriptRoot '..' 'artifacts' 'demo')
)

$ErrorActionPreference = 'Stop'
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$Root = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Root)

# A log has neither a width nor colours of its own.
$isLog = [Console]::IsOutputRedirected
if ($isLog) { $PSStyle.OutputRendering = 'PlainText' }
function Show-Object { if ($isLog) { $input | Out-String -Width 120 | Write-Host } else { $input | Out-Host } }

# The example clients are in Thailand, and their data ends yesterday there.
$lastDate = [DateTime]::UtcNow.AddHours(7).AddDays(-1).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
$marker = Join-Path $Root 'sample.txt'
$madeFor = if (Test-Path $marker) { Get-Content $marker }

if ($madeFor -eq $lastDate) {
    Write-Host "The example clients are there, with data up to $lastDate."
}
else {
    # Only what a demo has made is thrown away.
    if (-not $madeFor -and (Get-ChildItem $Root -Force -ErrorAction Ignore)) {
        throw "$Root is not empty and was not made by the demo. Move it away and run the demo again."
    }
    if (Test-Path $Root) { Remove-Item $Root -Recurse -Force }
    Write-Host "Writing six example clients with data up to $lastDate ..."
    $null = New-Item $Root -ItemType Directory
    Set-Content $marker 'unfinished'
    $null = New-PipelineWorkspace -Path $Root -Sample -LastDate $lastDate
    Set-Content $marker $lastDate
}

# From here on a client's error is that client's, and the others go on.
$ErrorActionPreference = 'Continue'
$clients = @(Get-PipelineClient -Workspace $Root)
Write-Host 'Staging what the sources have ...'
$staged = @($clients | Invoke-StagingRefresh)
Write-Host 'Building sessions, conversions and marts ...'
$built = @($staged | Invoke-MartBuild)
$results = $staged + $built

Write-Host
Write-Host 'What was done'
$results | Show-Object
$built | Get-ExecutiveDashboard | Show-Object

$dashboards = Join-Path $Root 'dashboards'
$files = @($built | Export-ExecutiveDashboard -Path $dashboards -Force)

Write-Host 'Client by client'
foreach ($client in $clients) {
    $own = @($results | Where-Object Client -EQ $client.Name)
    $refreshed = @($own | Where-Object Status -EQ Refreshed)
    $failed = @($own | Where-Object Status -EQ Failed)
    $said = if ($failed) { "failed: $($failed[0].Message)" }
    elseif (-not $own) { 'not run' }
    elseif (-not $refreshed) { 'incremental: nothing new' }
    else { "$($refreshed.Count) of $($own.Count) tables refreshed" }
    Write-Host ('  {0,-24} {1}' -f $client.Name, $said)
}

Write-Host
$isDone = $results.Status -notcontains 'Failed' -and $files.Count -eq $clients.Count
$refreshed = @($results | Where-Object Status -EQ Refreshed)
if ($isDone -and -not $refreshed) { Write-Host 'This run was incremental: no source had changed, so no table was touched.' }
else { Write-Host "$($refreshed.Count) of $($results.Count) tables refreshed. Run the demo again to see an incremental run." }
Write-Host
Write-Host "  workspace    $Root"
Write-Host "  warehouse    $(Join-Path $Root 'warehouse')"
Write-Host "  dashboards   $dashboards ($($files.Count) JSON files)"
Write-Host "  took         $($clock.Elapsed.TotalSeconds.ToString('0.0', [cultureinfo]::InvariantCulture)) seconds"

exit $(if ($isDone) { 0 } else { 1 })
