using System.Management.Automation;
using System.Security;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Loads what is new or has changed in the sources into the stg_ tables.</summary>
/// <remarks>
/// A refresh compares the sources with what has been loaded and loads what is missing or has changed: new days, days that GA4
/// has rewritten, the current day as it grows, gaps, and the days that Google Ads still restates. Each date is replaced whole.
/// A client that fails gives one error and results with the status Failed; the others go on.
/// </remarks>
/// <example>
/// <para>Refresh every client.</para>
/// <code>Invoke-StagingRefresh -Client *</code>
/// <para>Loads what is new for all clients of the workspace and emits one result per table.</para>
/// </example>
/// <example>
/// <para>See what would be done.</para>
/// <code>Invoke-StagingRefresh -Client barracuda_phuket -WhatIf</code>
/// <para>Lists the tables and dates that would be loaded, and changes nothing.</para>
/// </example>
/// <example>
/// <para>The whole pipeline.</para>
/// <code>Get-PipelineClient | Invoke-StagingRefresh | Invoke-MartBuild | Get-ExecutiveDashboard</code>
/// <para>A client whose staging fails is left out of the steps after it.</para>
/// </example>
/// <example>
/// <para>Load a range again.</para>
/// <code>Invoke-StagingRefresh -Client barracuda_phuket -Source GoogleAds -From 2026-01-01 -To 2026-01-31</code>
/// <para>Replaces January's Google Ads rows, whether or not they have changed.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "StagingRefresh", SupportsShouldProcess = true)]
[OutputType(typeof(TableResult))]
public sealed class InvokeStagingRefreshCommand : RefreshCommand
{
    /// <summary>The sources to stage. Default: all that the client has.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PipelineSource[] Source { get; set; } = [PipelineSource.Ga4, PipelineSource.GoogleAds];

    /// <summary>
    /// Google Ads credentials as JSON, for clients whose googleAds.source is Api: an OAuth client with its refresh token
    /// (client_id, client_secret, refresh_token) or a service account's key, with developer_token and login_customer_id beside
    /// where they are needed; for example what Get-Secret gives. Default: MARKETINGPIPELINE_GOOGLE_ADS_CREDENTIALS in the
    /// environment, else googleAds.credentialsFile, else GOOGLE_ADS_CLIENT_ID, GOOGLE_ADS_CLIENT_SECRET and
    /// GOOGLE_ADS_REFRESH_TOKEN, or GOOGLE_ADS_JSON_KEY_FILE_PATH.
    /// </summary>
    [Parameter]
    public SecureString? GoogleAdsCredential { get; set; }

    /// <inheritdoc/>
    protected override SecureString? SourceCredential => GoogleAdsCredential;

    /// <inheritdoc/>
    protected override string Activity => "Staging";

    /// <inheritdoc/>
    protected override string Action => "Refresh staging";

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<TableResult>> PlanAsync(ClientWork work, CancellationToken cancellation) =>
        work.Pipeline.PlanStagingAsync(work.Client, Request(work), cancellation);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<TableResult>> RefreshAsync(ClientWork work, CancellationToken cancellation) =>
        work.Pipeline.RefreshStagingAsync(work.Client, Request(work), work.Progress, cancellation);

    /// <inheritdoc/>
    protected override bool Includes(Model model) => model.Layer == ModelLayer.Staging && model.Inputs.Any(input => input.Name switch
    {
        "ga4_export" => Source.Contains(PipelineSource.Ga4),
        "google_ads_report" => Source.Contains(PipelineSource.GoogleAds),
        _ => false,
    });

    private StagingRequest Request(ClientWork work) => new()
    {
        Ga4 = Source.Contains(PipelineSource.Ga4),
        GoogleAds = Source.Contains(PipelineSource.GoogleAds),
        From = From,
        To = To,
        AsOf = work.Chosen.AsOf,
        FullRefresh = FullRefresh,
    };
}
