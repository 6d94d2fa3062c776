using System.Globalization;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class CultureTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void A_workspace_is_the_same_under_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Story();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;
            Assert.Equal(expected, Story());
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>All that reading and writing come to, with letters and numbers that cultures disagree about.</summary>
    private static string Story()
    {
        using var files = new TemporaryWorkspace("""
            { 'engine': 'BIGQUERY', 'bigQuery': { 'project': 'agency-prod', 'maximumBytesBilled': '1.5 GIB' }, 'windowDays': 1e1,
              'knownSites': [ { 'site': 'WWW.INSTAGRAM.COM', 'category': 'SOCIAL' }, { 'site': 'BING', 'category': 'AI' } ],
              'channelRules': [ { 'channel': 'I', 'source': 'a{1,1000}' } ] }
            """)
            .Client("istanbul_i", "'ga4': { 'dataset': 'analytics_1', 'sharedProperty': true, 'hostnames': ['WWW.TITIZ.EXAMPLE'], 'conversionEvents': ['BOOKING', 'INQUIRY', 'SIGN_UP', 'SUBMIT_FORM'] }")
            .Client("i_second", "'ga4': { 'dataset': 'analytics_1', 'sharedProperty': true, 'hostnames': ['titiz.example'] }, 'googleAds': { 'customerId': '123-456-7890', 'source': 'TRANSFER' }")
            .Client("third", "'googleAds': { 'customerId': '1234567890', 'restatementDays': 91 }, 'HISTORYDAYS': 1, 'CLIENTSECRETID': 1")
            .ClientFile("torn.JSON", "{\n\n     x");
        var workspace = files.Read();
        var bigQuery = workspace.BigQuery! with { MaximumBytesBilled = 1_500_000_000 };

        using var copy = new TemporaryWorkspace(pipeline: null);
        WorkspaceWriter.Create(copy.Root, WarehouseEngine.BigQuery, bigQuery);
        var written = WorkspaceWriter.AddClient(copy.Root, new ClientDraft { Name = ClientName.Parse("i"), TimeZone = "Europe/Istanbul", Currency = "TRY", CustomerId = "1234567890", GoogleAdsSource = GoogleAdsSourceKind.Transfer, GoogleAdsDataset = "ads" }, StatedPatterns.AllHold);
        return string.Join(
            '\n',
            [
                $"{workspace.Engine} {workspace.BigQuery!.MaximumBytesBilled!.Value.ToString(CultureInfo.InvariantCulture)}",
                .. workspace.KnownSites.Select(site => site.ToString()),
                .. workspace.Findings.Select(finding => $"{finding.Target} {finding.Property} {finding.Message} {finding.Advice}"),
                .. workspace.BrokenClients,
                .. workspace.Clients.Select(client => client.Name.Value),
                File.ReadAllText(written),
                File.ReadAllText(copy.InRoot("pipeline.json")),
            ]);
    }
}
