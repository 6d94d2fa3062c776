using System.Management.Automation;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Adds a client to the workspace: writes clients/&lt;name&gt;.json.</summary>
/// <remarks>
/// A client has a GA4 export, a Google Ads account, or both; what it has decides which figures its dashboard shows. The file is
/// meant to be edited afterwards: its JSON schema completes and checks it. Parameters come through the pipeline by property
/// name, so that many clients can be added from a CSV file.
/// </remarks>
/// <example>
/// <para>A client with both sources.</para>
/// <code>New-PipelineClient barracuda_phuket -TimeZone Asia/Bangkok -Currency THB -Ga4Dataset analytics_485512127 -ConversionEvent successfulCheckout -CustomerId 874-382-8607 -LoginCustomerId 123-456-7890 -GoogleAdsSource Api</code>
/// <para>Writes clients/barracuda_phuket.json and emits the client.</para>
/// </example>
/// <example>
/// <para>From a CSV file.</para>
/// <code>Import-Csv ./clients.csv | New-PipelineClient</code>
/// <para>Adds a client for each row; the columns are named like the parameters.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "PipelineClient", SupportsShouldProcess = true)]
[OutputType(typeof(Client))]
public sealed class NewPipelineClientCommand : WorkspaceCommand
{
    /// <summary>The client's name: lower-case letters, digits and underscores, beginning with a letter. It becomes part of its tables' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The IANA time zone that "yesterday" is read in, for example Asia/Bangkok.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string TimeZone { get; set; } = "";

    /// <summary>The ISO 4217 code of the currency that the client reports in, for example THB.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Currency { get; set; } = "";

    /// <summary>What kind of business it is, for people; no figure depends on it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? BusinessType { get; set; }

    /// <summary>The BigQuery dataset of the GA4 export, for example analytics_485512127.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Ga4Dataset { get; set; }

    /// <summary>A folder of GA4 export files, in place of a dataset; written as given, so relative means relative to the workspace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Ga4Path { get; set; }

    /// <summary>Other clients share the GA4 property; events are told apart by hostname and stream.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter SharedProperty { get; set; }

    /// <summary>The client's own host names.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    public string[] Hostname { get; set; } = [];

    /// <summary>The client's own GA4 stream ids.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    public string[] Stream { get; set; } = [];

    /// <summary>The GA4 events that are conversions. Default: purchase.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    public string[] ConversionEvent { get; set; } = [];

    /// <summary>GA4 events that show interest short of a conversion.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    public string[] EngagementEvent { get; set; } = [];

    /// <summary>The Google Ads account's id, with or without dashes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CustomerId { get; set; }

    /// <summary>The id of the manager account through which it is read.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LoginCustomerId { get; set; }

    /// <summary>Where the Google Ads reports come from: the API, BigQuery Data Transfer tables, or files.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public GoogleAdsSourceKind? GoogleAdsSource { get; set; }

    /// <summary>The folder of saved Google Ads reports, for the source Files; written as given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? GoogleAdsPath { get; set; }

    /// <summary>The BigQuery dataset into which a Google Ads transfer delivers, for the source Transfer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? GoogleAdsDataset { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var root = Require(() => this.WorkspaceRoot(Workspace));
        try
        {
            var draft = Draft();
            if (!ShouldProcess($"{draft.Name} in {root}", "Add client"))
            {
                return;
            }

            WriteVerbose($"Adding {draft.Name} to {root}.");
            WorkspaceFiles.AddClient(root, draft);
            var added = new ClientQueue();
            added.Add(root, draft.Name.Value);
            var choice = added.Resolve(_ => root);
            foreach (var chosen in choice.Work)
            {
                WriteObject(WorkspaceOutput.In(chosen.Client, root));
            }

            foreach (var (name, findings, _) in choice.Broken)
            {
                WriteError(ErrorTable.Record(ClientSelection.Error(name, findings), name));
            }
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            WriteError(ErrorTable.Record(failure, Name));
        }
    }

    private ClientDraft Draft() => new()
    {
        Name = ClientName.Parse(Name),
        BusinessType = Given(BusinessType),
        TimeZone = TimeZone,
        Currency = Currency,
        Ga4Dataset = Given(Ga4Dataset),
        Ga4Path = Given(Ga4Path),
        SharedProperty = SharedProperty,
        Hostnames = Given(Hostname),
        Streams = Given(Stream),
        ConversionEvents = Given(ConversionEvent),
        EngagementEvents = Given(EngagementEvent),
        CustomerId = Given(CustomerId),
        LoginCustomerId = Given(LoginCustomerId),
        GoogleAdsSource = GoogleAdsSource,
        GoogleAdsPath = Given(GoogleAdsPath),
        GoogleAdsDataset = Given(GoogleAdsDataset),
    };

    // An empty cell of a CSV file is nothing said.
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string[] Given(string[] texts) => [.. texts.Where(text => !string.IsNullOrWhiteSpace(text))];
}
