# The module as it was built, and small workspaces for it. Dot-sourced by the test files, in BeforeDiscovery and BeforeAll.

$moduleFolder = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'artifacts', 'module', 'MarketingPipeline'))
$manifestPath = [System.IO.Path]::Combine($moduleFolder, 'MarketingPipeline.psd1')
$nightlyScript = [System.IO.Path]::Combine($moduleFolder, 'scripts', 'Invoke-NightlyRefresh.ps1')
$lastDay = '2021-01-14'

if (-not [System.IO.File]::Exists($manifestPath)) {
    throw "The module has not been built: there is no $manifestPath. Run ./build.ps1 in the repository's folder, then the tests again."
}

# Returns what Restore-Session needs to leave the session as it was.
function Import-BuiltModule {
    $before = @{
        Workspace = [Environment]::GetEnvironmentVariable('MARKETINGPIPELINE_WORKSPACE')
        Module = Get-Module -Name MarketingPipeline
    }
    # A workspace that the machine's environment names is not the tests' business.
    [Environment]::SetEnvironmentVariable('MARKETINGPIPELINE_WORKSPACE', $null)
    if ($before.Module) { Remove-Module -ModuleInfo $before.Module }
    Import-Module -Name $manifestPath -ErrorAction Stop
    $before
}

function Restore-Session([hashtable] $Before) {
    [Environment]::SetEnvironmentVariable('MARKETINGPIPELINE_WORKSPACE', $Before.Workspace)
    Remove-Module -Name MarketingPipeline -ErrorAction Ignore
    if ($Before.Module) { Import-Module -Name ([System.IO.Path]::Combine($Before.Module.ModuleBase, 'MarketingPipeline.psd1')) -Global }
}

function New-Folder([string] $Path) { [System.IO.Directory]::CreateDirectory($Path).FullName }

# Written by hand: the tests of a cmdlet must not depend on another one that makes workspaces.
function New-SmallWorkspace([string] $Path, [string[]] $Client) {
    $root = New-Folder $Path
    $null = New-Folder ([System.IO.Path]::Combine($root, 'clients'))
    [System.IO.File]::WriteAllText([System.IO.Path]::Combine($root, 'pipeline.json'), '{ "engine": "DuckDb", "duckDb": { "path": "warehouse" } }')
    foreach ($name in $Client) {
        Add-ClientWithoutSource $root $name
        Write-Export ([System.IO.Path]::Combine($root, 'sources', $name))
    }
    $root
}

function Add-ClientWithoutSource([string] $Root, [string] $Name) {
    $json = '{ "name": "NAME", "timeZone": "Asia/Bangkok", "currency": "THB", "ga4": { "path": "sources/NAME" } }'.Replace('NAME', $Name)
    [System.IO.File]::WriteAllText([System.IO.Path]::Combine($Root, 'clients', "$Name.json"), $json)
}

function Add-BrokenClient([string] $Root, [string] $Name) {
    $json = '{ "name": "NAME", "timeZone": "Asia/Bangkok", "currency": "baht", "ga4": { "path": "sources/NAME" } }'.Replace('NAME', $Name)
    [System.IO.File]::WriteAllText([System.IO.Path]::Combine($Root, 'clients', "$Name.json"), $json)
}

# Three days, each with three visitors who see a page and one who buys for 1,500.50.
function Write-Export([string] $Folder) {
    $null = New-Folder $Folder
    foreach ($day in 12, 13, 14) {
        $noon = [DateTimeOffset]::new(2021, 1, $day, 5, 0, 0, [TimeSpan]::Zero).ToUnixTimeMilliseconds() * 1000
        $lines = @(
            foreach ($visitor in 1, 2, 3) {
                Get-EventLine $day $visitor $noon 'session_start'
                Get-EventLine $day $visitor ($noon + 60000000) 'page_view'
            }
            Get-EventLine $day 1 ($noon + 120000000) 'purchase' ", `"ecommerce`": { `"transaction_id`": `"t$day`", `"purchase_revenue`": 1500.5 }"
        )
        [System.IO.File]::WriteAllLines([System.IO.Path]::Combine($Folder, "events_202101$day.jsonl"), [string[]] $lines)
    }
}

function Get-EventLine([int] $Day, [int] $Visitor, [long] $Timestamp, [string] $Name, [string] $More = '') {
    $session = '{ "key": "ga_session_id", "value": { "int_value": "' + $Day + '00' + $Visitor + '" } }'
    $page = '{ "key": "page_location", "value": { "string_value": "https://shop.example/?utm_source=news&utm_medium=email" } }'
    '{ "event_date": "202101' + $Day + '", "event_timestamp": "' + $Timestamp + '", "event_name": "' + $Name + '", "user_pseudo_id": "visitor.' + $Visitor + '", "event_params": [ ' + $session + ', ' + $page + ' ]' + $More + ' }'
}

# Every file below a folder with its content: equal before and after where nothing was changed.
function Get-TreeState([string] $Folder) {
    $files = [System.IO.Directory]::GetFiles($Folder, '*', [System.IO.SearchOption]::AllDirectories)
    [Array]::Sort($files, [StringComparer]::Ordinal)
    @(foreach ($file in $files) { '{0} {1}' -f $file.Substring($Folder.Length), [Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData([System.IO.File]::ReadAllBytes($file))) }) -join "`n"
}

function Get-FileName([string] $Folder) {
    $names = [string[]] @(foreach ($file in [System.IO.Directory]::GetFiles($Folder)) { [System.IO.Path]::GetFileName($file) })
    [Array]::Sort($names, [StringComparer]::Ordinal)
    $names
}

# Starts this PowerShell again, as a scheduled task would start it.
function Invoke-ChildShell([string[]] $Argument) {
    $own = [Environment]::ProcessPath
    $start = [System.Diagnostics.ProcessStartInfo]::new($(if ([System.IO.Path]::GetFileNameWithoutExtension($own) -eq 'pwsh') { $own } else { 'pwsh' }))
    foreach ($word in @('-NoLogo', '-NoProfile', '-NonInteractive') + $Argument) { $start.ArgumentList.Add($word) }
    Invoke-Process $start
}

function Invoke-Process([System.Diagnostics.ProcessStartInfo] $Start) {
    $Start.RedirectStandardOutput = $true
    $Start.RedirectStandardError = $true
    $Start.RedirectStandardInput = $true
    $Start.Environment['NO_COLOR'] = '1'
    $null = $Start.Environment.Remove('MARKETINGPIPELINE_WORKSPACE')
    $process = [System.Diagnostics.Process]::Start($Start)
    try {
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        [PSCustomObject]@{ ExitCode = $process.ExitCode; Output = $output; Errors = $errors.GetAwaiter().GetResult() }
    }
    finally {
        $process.Dispose()
    }
}
