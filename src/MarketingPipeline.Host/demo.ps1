# Shows the product: a workspace with six example clients, the whole pipeline, the dashboards.
# Keeps to the language, .NET and PowerShell's core cmdlets, because the console has no others.
param(
    # Where the workspace is made.
    [Parameter(Mandatory)]
    [string] $Root
)

$ErrorActionPreference = 'Stop'
$invariant = [System.Globalization.CultureInfo]::InvariantCulture
$clock = [System.Diagnostics.Stopwatch]::StartNew()

function Say([string] $Text = '') { $Host.UI.WriteLine($Text) }

# The example clients are in Thailand, and their data ends yesterday there.
$lastDate = [DateTime]::UtcNow.AddHours(7).Date.AddDays(-1).ToString('yyyy-MM-dd', $invariant)
$marker = [System.IO.Path]::Combine($Root, 'sample.txt')
$madeFor = if ([System.IO.File]::Exists($marker)) { [System.IO.File]::ReadAllText($marker).Trim() }

if ($madeFor -ne $lastDate) {
    if ([System.IO.Directory]::Exists($Root)) {
        # Only what a demo has made is thrown away.
        if (-not $madeFor -and @([System.IO.Directory]::EnumerateFileSystemEntries($Root)).Count -gt 0) {
            throw "$Root is not empty and was not made by the demo. Move it away and run the demo again."
        }
        [System.IO.Directory]::Delete($Root, $true)
    }
    Say "Writing six example clients with data up to $lastDate ..."
    $null = [System.IO.Directory]::CreateDirectory($Root)
    [System.IO.File]::WriteAllText($marker, 'unfinished')
    $null = New-PipelineWorkspace -Path $Root -Sample -LastDate $lastDate
    [System.IO.File]::WriteAllText($marker, $lastDate)
}
else {
    Say "The example clients are there, with data up to $lastDate."
}

$ErrorActionPreference = 'Continue'
Say 'Running the pipeline ...'
$staged = @(Get-PipelineClient -Workspace $Root | Invoke-StagingRefresh)
$built = @($staged | Invoke-MartBuild)
$results = $staged + $built

Say
Say 'What was done'
$results | Out-Host

$dashboards = $built | Get-ExecutiveDashboard
$dashboards | Out-Host

$folder = [System.IO.Path]::Combine($Root, 'dashboards')
$files = @($built | Export-ExecutiveDashboard -Path $folder -Force)

Say 'Client by client'
foreach ($client in Get-PipelineClient -Workspace $Root) {
    $own = @($results | Where-Object Client -EQ $client.Name)
    $done = @($own | Where-Object Status -EQ Refreshed)
    $failed = @($own | Where-Object Status -EQ Failed)
    $said = if ($failed) { "failed: $($failed[0].Message)" }
    elseif ($own.Count -eq 0) { 'not run' }
    elseif ($done.Count -eq 0) { 'incremental: nothing new' }
    else { "$($done.Count) of $($own.Count) tables refreshed" }
    Say "  $("$($client.Name)".PadRight(24)) $said"
}

Say
$refreshed = @($results | Where-Object Status -EQ Refreshed)
if ($results.Count -gt 0 -and $refreshed.Count -eq 0) { Say 'This run was incremental: no source had changed, so no table was touched.' }
else { Say "$($refreshed.Count) of $($results.Count) tables refreshed. Run the demo again to see an incremental run." }
Say
Say "  workspace    $Root"
Say "  warehouse    $([System.IO.Path]::Combine($Root, 'warehouse'))"
Say "  dashboards   $folder ($($files.Count) JSON files)"
Say "  took         $($clock.Elapsed.TotalSeconds.ToString('0.0', $invariant)) seconds"
