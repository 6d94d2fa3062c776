@{
    RootModule = 'MarketingPipeline.PowerShell.dll'
    # Loads first: the cmdlets' types come from lib/, and PowerShell reads them before anything in the root module runs.
    NestedModules = @('MarketingPipeline.Loader.dll')
    ModuleVersion = '0.1.0'
    GUID = 'e0fe14ee-5ae5-4e6b-bf0d-90cbc5d1e6d3'
    Author = 'MarketingPipeline contributors'
    CompanyName = 'MarketingPipeline'
    Copyright = 'MarketingPipeline contributors. MIT licence.'
    Description = 'Turns the GA4 BigQuery export and Google Ads reports of an agency''s clients into marts and an executive dashboard, client by client, on DuckDB or BigQuery. Needs PowerShell 7.4 or newer (pwsh); Windows PowerShell 5.1 cannot load it, because the embedded warehouse needs .NET 8.'
    PowerShellVersion = '7.4'
    CompatiblePSEditions = @('Core')
    CmdletsToExport = @(
        'Export-ExecutiveDashboard'
        'Get-CampaignPerformance'
        'Get-ExecutiveDashboard'
        'Get-PipelineClient'
        'Get-PipelineModel'
        'Get-PipelineRun'
        'Get-PipelineStatus'
        'Get-SessionSource'
        'Invoke-MartBuild'
        'Invoke-StagingRefresh'
        'New-PipelineClient'
        'New-PipelineWorkspace'
        'Remove-PipelineClient'
        'Test-PipelineClient'
        'Test-PipelineData'
    )
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    FormatsToProcess = @('MarketingPipeline.format.ps1xml')
    PrivateData = @{
        PSData = @{
            Tags = @('GA4', 'GoogleAds', 'BigQuery', 'DuckDB', 'Marketing', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
