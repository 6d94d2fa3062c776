# The module as it was built, and small workspaces for it. Dot-sourced by the test files, in BeforeDiscovery and BeforeAll.

$repository = (Get-Item (Join-Path $PSScriptRoot '..' '..')).FullName
$moduleFolder = Join-Path $repository 'artifacts' 'module' 'MarketingPipeline'
$manifestPath = Join-Path $moduleFolder 'MarketingPipeline.psd1'
$nightlyScript = Join-Path $moduleFolder 'scripts' 'Invoke-NightlyRefresh.ps1'
$lastDay = '2021-01-14'
. (Join-Path $PSScriptRoot 'PowerShellProcess.ps1')

if (-not (Test-Path $manifestPath)) {
    throw "The module has not been built: there is no $manifestPath. Run ./build.ps1 in the repository's folder, then the tests again."
}

# Returns what Restore-Session needs to leave the session as it was.
function Import-BuiltModule {
    $before = @{
        Workspace = $env:MARKETINGPIPELINE_WORKSPACE
        Module = Get-Module MarketingPipeline
    }
    # A workspace that the machine's environment names is not the tests' business.
    $env:MARKETINGPIPELINE_WORKSPACE = $null
    if ($before.Module) { Remove-Module $before.Module }
    Import-Module $manifestPath -ErrorAction Stop
    $before
}

function Restore-Session([hashtable] $Before) {
    $env:MARKETINGPIPELINE_WORKSPACE = $Before.Workspace
    Remove-Module MarketingPipeline -ErrorAction Ignore
    if ($Before.Module) { Import-Module (Join-Path $Before.Module.ModuleBase 'MarketingPipeline.psd1') -Global }
}

function New-Folder([string] $Path) { (New-Item $Path -ItemType Directory -Force).FullName }

# Written by hand: the tests of a cmdlet must not depend on another one that makes workspaces.
function New-SmallWorkspace([string] $Path, [string[]] $Client) {
    $root = New-Folder $Path
    $null = New-Folder (Join-Path $root 'clients')
    Set-Content (Join-Path $root 'pipeline.json') '{ "engine": "DuckDb", "duckDb": { "path": "warehouse" } }'
    foreach ($name in $Client) {
        Add-ClientWithoutSource $root $name
        Write-Export (Join-Path $root 'sources' $name)
    }
    $root
}

function Add-ClientWithoutSource([string] $Root, [string] $Name) {
    Set-Content (Join-Path $Root 'clients' "$Name.json") "{ `"name`": `"$Name`", `"timeZone`": `"Asia/Bangkok`", `"currency`": `"THB`", `"ga4`": { `"path`": `"sources/$Name`" } }"
}

function Add-BrokenClient([string] $Root, [string] $Name) {
    Set-Content (Join-Path $Root 'clients' "$Name.json") "{ `"name`": `"$Name`", `"timeZone`": `"Asia/Bangkok`", `"currency`": `"baht`", `"ga4`": { `"path`": `"sources/$Name`" } }"
}

# Three days, each with three visitors who see a page and one who buys for 1,500.50. Their campaign's name is hostile to terminals.
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
        Set-Content (Join-Path $Folder "events_202101$day.jsonl") $lines
    }
}

function Get-EventLine([int] $Day, [int] $Visitor, [long] $Timestamp, [string] $Name, [string] $More = '') {
    $session = "{ `"key`": `"ga_session_id`", `"value`": { `"int_value`": `"${Day}00$Visitor`" } }"
    $page = '{ "key": "page_location", "value": { "string_value": "https://shop.example/?utm_source=news&utm_medium=email&utm_campaign=%1B%5B31mred" } }'
    "{ `"event_date`": `"202101$Day`", `"event_timestamp`": `"$Timestamp`", `"event_name`": `"$Name`", `"user_pseudo_id`": `"visitor.$Visitor`", `"event_params`": [ $session, $page ]$More }"
}

# Every file below a folder with its content: equal before and after where nothing was changed.
function Get-TreeState([string] $Folder) {
    (Get-ChildItem $Folder -File -Recurse -Force | Sort-Object FullName | Get-FileHash | ForEach-Object { "$($_.Path) $($_.Hash)" }) -join "`n"
}

function Get-FileName([string] $Folder) { (Get-ChildItem $Folder -File).Name | Sort-Object }

# What the work prints to the console beside its output: "What if:" lines.
function Get-ConsoleText([scriptblock] $Work) {
    $transcript = Join-Path $TestDrive 'transcript.txt'
    $null = Start-Transcript $transcript -UseMinimalHeader
    try { $null = & $Work } finally { $null = Stop-Transcript }
    Get-Content $transcript -Raw
}

# Runs a script as a scheduled task would, in a process of its own.
function Invoke-Script([string[]] $Argument) {
    $errors = Join-Path $TestDrive 'errors.txt'
    $output = Invoke-PowerShellProcess -File @Argument 2>$errors | Out-String
    [PSCustomObject]@{ ExitCode = $LASTEXITCODE; Output = $output; Errors = Get-Content $errors -Raw }
}
