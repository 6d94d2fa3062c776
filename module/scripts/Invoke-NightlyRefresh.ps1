#Requires -Version 7.4

<#
.SYNOPSIS
Refreshes clients from sources to dashboards: staging, marts, data tests, dashboard files. One summary object, one exit code.

.DESCRIPTION
Chains the module's cmdlets for all clients of a workspace, or some: Invoke-StagingRefresh, Invoke-MartBuild,
Test-PipelineData and Export-ExecutiveDashboard. It is meant for scheduled tasks and runbooks: it asks nothing and
imports the module that it comes with.

A client that fails in one step is left out of the steps after it, and the other clients go on. A client's dashboard
file is replaced only where all of its steps have succeeded, its data tests included; until then the file of the last
good night stays. What went wrong is on the error stream as the cmdlets' own error records.

Exit codes:
  0  all is well
  1  at least one client has failed; the others are done
  2  usage or settings: no workspace, an invalid pipeline.json, arguments that do not fit. No client was worked on.

Start it with 'pwsh -File': 'pwsh -Command' turns every exit code but 0 into 1. (A word that cannot be bound at all,
such as a parameter name without its value at the end of the line, is refused by pwsh itself, with 1.)

.PARAMETER Client
The clients, by name. Wildcards match several; several are separated by commas. Default: all.

.PARAMETER Workspace
The workspace: the folder of pipeline.json. Default: the folder that the environment variable
MARKETINGPIPELINE_WORKSPACE names, else the current folder and upwards.

.PARAMETER OutputPath
The folder that the dashboards are written to, <client>.json each. Default: the folder 'dashboards' in the workspace.

.PARAMETER AsOf
The day that the work is done for: 'yyyy-MM-dd', a DateTime or a DateOnly. Default: yesterday in each client's time zone.

.PARAMETER FullRefresh
Do everything again, from the sources' first day.

.PARAMETER FailOn
The severity of data test findings that fails a client: Error (the default), Warning (or worse), or None. With None the
tests run and are counted, and only a test that cannot run at all fails the client.

.PARAMETER ThrottleLimit
How many clients are worked on at once. Default: the number of processors, at least 2 and at most 8.

.PARAMETER UnknownArgument
Whatever fits nowhere else. It is refused with exit code 2.

.INPUTS
None.

.OUTPUTS
MarketingPipeline.NightlySummary. Its property Details has a MarketingPipeline.NightlyClient for each client.

.EXAMPLE
pwsh -NoProfile -File Invoke-NightlyRefresh.ps1 -Workspace D:\agency

A scheduled task: every client of the workspace, yesterday.

.EXAMPLE
pwsh -NoProfile -File Invoke-NightlyRefresh.ps1 -Workspace D:\agency -Client *_phuket,siam_spa -FailOn Warning

Some clients only; a warning of the data tests fails a client as well.

.EXAMPLE
./Invoke-NightlyRefresh.ps1 -Workspace D:\agency -WhatIf

Shows which tables, dates and files would be written, and writes none.

.EXAMPLE
$summary = & $script -Workspace D:\agency; if ($summary.ExitCode -ne 0) { throw "$($summary.Failed) clients failed." }

In a runbook, where a job fails by an exception and not by an exit code; $script is the script's path.

.NOTES
Inside the script the preference for errors is Continue, or SilentlyContinue where the caller has asked for silence: 'Stop'
would end all clients' work with the first client's error.
#>
[CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
[OutputType('MarketingPipeline.NightlySummary')]
param(
    # Arguments are typed loosely and checked below: what PowerShell refuses to bind ends a process with 1, and has to be 2.
    [Parameter(Position = 0)]
    [SupportsWildcards()]
    [string[]] $Client = '*',

    [object] $Workspace,

    [string] $OutputPath,

    [object] $AsOf,

    [switch] $FullRefresh,

    [ArgumentCompletions('Error', 'Warning', 'None')]
    [string] $FailOn = 'Error',

    [object] $ThrottleLimit,

    [Parameter(ValueFromRemainingArguments, DontShow)]
    [object[]] $UnknownArgument
)

# Errors that are ignored would not be collected either, so Ignore is SilentlyContinue here.
$ErrorActionPreference = if ($ErrorActionPreference -in 'SilentlyContinue', 'Ignore') { 'SilentlyContinue' } else { 'Continue' }
$startedAt = [DateTimeOffset]::UtcNow
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$isPlan = [bool] $WhatIfPreference
$root = $null
$step = 'Settings'
$findings = @()
$details = [ordered]@{}

function Deny([string] $Message, [string] $Advice, [object] $Target) {
    Write-Error $Message -RecommendedAction $Advice -TargetObject $Target -ErrorId MarketingPipeline.Argument -Category InvalidArgument -ErrorAction Stop
}

function Get-FindingCount([object[]] $Finding) {
    $count = [PSCustomObject]@{ Passed = 0; Information = 0; Warning = 0; Error = 0 }
    foreach ($one in $Finding) { $count.$(if ($one.Passed) { 'Passed' } else { "$($one.Severity)" })++ }
    $count
}

function Add-Client([string] $Name) {
    $details[$Name] = [PSCustomObject]@{
        PSTypeName = 'MarketingPipeline.NightlyClient'
        Client = $Name
        Status = 'Running'
        AsOf = $null
        Tables = 0
        Rows = [long] 0
        Findings = Get-FindingCount @()
        Dashboard = $null
        FailedStep = $null
        ErrorId = $null
        Message = $null
    }
}

function Get-RunningClient { $details.Values | Where-Object Status -EQ Running | Select-Object -ExpandProperty Client }

# The first error of a client is its cause; what follows from it says less.
function Set-Failed([string] $Name, [string] $ErrorId, [string] $Message) {
    if (-not $details.Contains($Name)) { Add-Client $Name }
    $detail = $details[$Name]
    if ($detail.Status -eq 'Failed') { return }
    $detail.Status = 'Failed'
    $detail.FailedStep = $step
    $detail.ErrorId = ($ErrorId -split ',')[0]
    $detail.Message = $Message
}

function Add-Failure([object[]] $Record) {
    foreach ($failure in $Record) {
        if ($failure -is [System.Management.Automation.ErrorRecord] -and $failure.TargetObject) { Set-Failed $failure.TargetObject $failure.FullyQualifiedErrorId "$failure" }
    }
}

function Add-Table([object[]] $Table) {
    foreach ($result in $Table) {
        $detail = $details[$result.Client]
        $detail.AsOf = $result.AsOf
        if ($result.Status -eq 'Failed') { Set-Failed $result.Client '' $result.Message }
        if ("$($result.Status)" -notin 'Refreshed', 'Planned') { continue }
        $detail.Tables++
        $detail.Rows += $result.Rows
    }
}

function Complete-Run([int] $ExitCode) {
    $all = @($details.Values)
    [PSCustomObject]@{
        PSTypeName = 'MarketingPipeline.NightlySummary'
        Workspace = $root
        AsOf = $all.AsOf | Where-Object { $_ } | Sort-Object -Bottom 1
        StartedAt = $startedAt
        Duration = $clock.Elapsed
        IsPlan = $isPlan
        Clients = $all.Count
        Succeeded = @($all | Where-Object Status -EQ Succeeded).Count
        Failed = @($all | Where-Object Status -EQ Failed).Count
        Tables = [int] ($all | Measure-Object Tables -Sum).Sum
        Rows = [long] ($all | Measure-Object Rows -Sum).Sum
        Findings = Get-FindingCount $findings
        Dashboards = @($all.Dashboard | Where-Object { $_ })
        ExitCode = $ExitCode
        Details = $all
    }
    exit $ExitCode
}

try {
    # What can be wrong with the arguments and settings is found before any client is touched.
    $names = @($Client -split ',' | ForEach-Object { $_.Trim() } | Where-Object { $_ })
    if ($UnknownArgument) { Deny "There is nothing to do with '$($UnknownArgument -join ' ')'." 'Get-Help lists the parameters; several clients are separated by commas.' $UnknownArgument[0] }
    if (-not $names) { Deny '-Client names no client.' 'Name clients, or leave -Client out for all.' 'Client' }
    if ($FailOn -notin 'Error', 'Warning', 'None') { Deny "-FailOn is '$FailOn'." 'Give Error, Warning or None.' 'FailOn' }
    $folder = if ($OutputPath) { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($OutputPath) }
    if ($folder -and (Test-Path -LiteralPath $folder -PathType Leaf)) { Deny "-OutputPath is a file: $folder" 'Give a folder.' $OutputPath }

    if (-not (Get-Module MarketingPipeline)) {
        # A runbook's text has no folder: there the module is found by its name.
        $manifest = if ($PSScriptRoot) { Join-Path $PSScriptRoot '..' 'MarketingPipeline.psd1' | Where-Object { Test-Path -LiteralPath $_ } }
        Import-Module ($manifest ?? 'MarketingPipeline') -ErrorAction Stop -Verbose:$false
    }

    $in = if ($Workspace) { @{ Workspace = $Workspace } } else { @{} }
    $found = @(Get-PipelineClient -Name $names @in -ErrorVariable unread)
    if ($unread | Where-Object FullyQualifiedErrorId -Like 'MarketingPipeline.NotFound,*') { Complete-Run 2 }
    if ($found.Count + $unread.Count -eq 0) { Deny "No client's name matches '$($names -join "', '")'." 'Get-PipelineClient lists the clients, New-PipelineClient adds one.' $names[0] }
    foreach ($one in $found) {
        $root = $one.Workspace
        Add-Client $one.Name
    }
    Add-Failure $unread
    if (-not $found) { Complete-Run 1 }
    if (-not $folder) { $folder = Join-Path $root 'dashboards' }

    $run = @{ Workspace = $root; FullRefresh = $FullRefresh }
    if ($null -ne $AsOf) { $run.AsOf = $AsOf }
    if ($null -ne $ThrottleLimit) { $run.ThrottleLimit = $ThrottleLimit }

    $step = 'Staging'
    $staged = @(Invoke-StagingRefresh -Client (Get-RunningClient) @run -ErrorVariable failures)
    Add-Failure $failures
    Add-Table $staged
    # Where -Confirm was answered with no, there is nothing to go on with.
    foreach ($name in Get-RunningClient) { if ($name -notin $staged.Client) { $details[$name].Status = 'Skipped' } }

    $step = 'Build'
    if ($running = Get-RunningClient) {
        # By the pipeline, for the as-of date of the staging: midnight may pass between the steps.
        $built = @($staged | Where-Object Client -In $running | Invoke-MartBuild @run -ErrorVariable failures)
        Add-Failure $failures
        Add-Table $built
    }

    $step = 'DataTests'
    if (-not $isPlan -and ($running = Get-RunningClient)) {
        $limit = if ($FailOn -eq 'None') { @{} } else { @{ FailOn = $FailOn } }
        $findings = @(Test-PipelineData -Client $running -Workspace $root @limit -ErrorVariable failures)
        Add-Failure $failures
        foreach ($name in $running) { $details[$name].Findings = Get-FindingCount @($findings | Where-Object Client -EQ $name) }
    }

    $step = 'Dashboard'
    $running = Get-RunningClient
    if ($isPlan) {
        foreach ($name in $running) { $null = $PSCmdlet.ShouldProcess((Join-Path $folder "$name.json"), 'Write executive dashboard') }
    }
    elseif ($running) {
        $files = @(Export-ExecutiveDashboard -Client $running -Workspace $root -Path $folder -Force -ErrorVariable failures)
        Add-Failure $failures
        foreach ($file in $files) { $details[$file.BaseName].Dashboard = $file.FullName }
    }
    foreach ($name in Get-RunningClient) { $details[$name].Status = if ($isPlan) { 'Planned' } else { 'Succeeded' } }
}
catch {
    $PSCmdlet.WriteError($_)
    # Arguments and settings are looked at up to the first step; what ends a later one has come up meanwhile.
    $isUsage = $step -in 'Settings', 'Staging' -and (
        $_.Exception -is [System.Management.Automation.ParameterBindingException] -or
        $_.FullyQualifiedErrorId -notmatch '^MarketingPipeline\.(Unexpected|Source|Warehouse)')
    foreach ($name in Get-RunningClient) { Set-Failed $name $_.FullyQualifiedErrorId "$_" }
    Complete-Run $(if ($isUsage) { 2 } else { 1 })
}

$failed = @($details.Values | Where-Object Status -EQ Failed)
# An argument that every client refuses, such as a day in the future, is the argument's fault.
$isRefused = $failed.Count -eq $details.Count -and @($failed | Where-Object ErrorId -NE MarketingPipeline.Argument).Count -eq 0
Complete-Run $(if ($failed.Count -eq 0) { 0 } elseif ($isRefused) { 2 } else { 1 })
