using System.Management.Automation;
using System.Security;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Checks clients before a run: settings, credentials, sources, permissions, a finding each.</summary>
/// <remarks>What is wrong with the settings of a client that cannot be used is a finding here, and an error elsewhere.</remarks>
/// <example>
/// <para>Check everything.</para>
/// <code>Test-PipelineClient</code>
/// <para>Every finding of every client of the workspace.</para>
/// </example>
/// <example>
/// <para>What is wrong?</para>
/// <code>Test-PipelineClient barracuda_phuket | Where-Object Passed -eq $false</code>
/// <para>What does not hold for one client, and what to do about it.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "PipelineClient")]
[OutputType(typeof(Finding))]
public sealed class TestPipelineClientCommand : ClientCommand
{
    /// <summary>The clients, by name. Wildcards match several. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public override string[] Client { get; set; } = ["*"];

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
    protected override string Activity => "Testing";

    /// <inheritdoc/>
    protected override void OnWorkspace(Workspace workspace)
    {
        foreach (var finding in workspace.Findings.Where(finding => finding.Client is null))
        {
            Emit(finding, workspace.Root);
        }
    }

    /// <inheritdoc/>
    protected override void OnBroken(string client, IReadOnlyList<Finding> findings, string root)
    {
        foreach (var finding in findings.Where(finding => finding.Client is not null))
        {
            Emit(finding, root);
        }
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        work.Streams.WriteVerbose($"Testing the settings, sources and warehouse of {work.Name}.");
        return await work.Pipeline.TestClientAsync(work.Client, cancellation);
    }

    private void Emit(Finding finding, string root) => WriteObject(WorkspaceOutput.In(finding, root));
}
