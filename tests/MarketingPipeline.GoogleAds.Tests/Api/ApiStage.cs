using System.Security;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Rest;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.GoogleAds.Tests.Api;

/// <summary>A Google that answers over HTTP on this machine, a workspace, and an environment that can sign in. Waits take no time.</summary>
public abstract class ApiStage : IAsyncLifetime
{
    private protected const long Customer = 1234567890;
    private protected const long Manager = 9990000001;
    private protected const string DeveloperToken = "developer-xQz7hUsH";
    private protected static readonly DateOnly First = new(2026, 6, 1);
    private protected static readonly DateOnly Last = new(2026, 6, 30);

    private protected readonly GoogleAdsServer Google = new();
    private protected readonly InstantClock Clock = new();
    private protected readonly Dictionary<string, string?> Variables = [];
    private protected readonly DirectoryInfo Folder = Directory.CreateTempSubdirectory("ads-api");

    private protected Uri Address { get; private set; } = null!;

    private protected string Root => Directory.CreateDirectory(Path.Combine(Folder.FullName, "workspace")).FullName;

    public virtual async Task InitializeAsync()
    {
        Address = await Google.StartAsync();
        Google.Accounts.Put(Small(Customer));
        Variables["GOOGLE_ADS_CLIENT_ID"] = Google.SignIn.ClientId;
        Variables["GOOGLE_ADS_CLIENT_SECRET"] = Google.SignIn.ClientSecret;
        Variables["GOOGLE_ADS_REFRESH_TOKEN"] = Google.SignIn.RefreshToken;
    }

    public virtual async Task DisposeAsync()
    {
        await Google.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    /// <summary>A removed and a paused campaign, one of them without ad groups, with figures on each day of June.</summary>
    private protected static Account Small(long id) => new(id)
    {
        Name = $"Account {id}",
        Campaigns = [new(1, "Brand – ภูเก็ต") { Status = "REMOVED" }, new(2, "Max") { Status = "PAUSED", AdvertisingChannelType = "PERFORMANCE_MAX" }],
        AdGroups = [new(10, 1, "Exact") { Status = "REMOVED" }],
        CampaignDays =
        [
            .. from day in Enumerable.Range(0, 30)
               from campaign in (long[])[1, 2]
               select new CampaignDay(First.AddDays(day), campaign, new(day + campaign, 100 + day, 1_000_001 * campaign, 0.25, 12.5) { AllConversions = 0.75, ViewThroughConversions = 3 }),
        ],
        AdGroupDays = [.. from day in Enumerable.Range(0, 30) select new AdGroupDay(First.AddDays(day), 10, new(day + 1, 100 + day, 1_000_001, 0.25, 12.5) { AllConversions = 0.75 })],
    };

    private protected GoogleAdsSettings Settings(long customer = Customer) =>
        new() { CustomerId = $"{customer}", Source = GoogleAdsSourceKind.Api, Endpoint = Address };

    private protected GoogleAdsApi Api(string? credential = null, HttpMessageHandler? handler = null)
    {
        var secure = credential is null ? null : new SecureString();
        foreach (var letter in credential ?? "")
        {
            secure!.AppendChar(letter);
        }

        return new GoogleAdsApi(Root, secure, Clock) { Variables = name => Variables.GetValueOrDefault(name), Handler = handler };
    }

    private protected IGoogleAdsReports Reports(GoogleAdsSettings? settings = null) => Api().Reports(settings ?? Settings());

    private protected static async Task<List<GoogleAdsRow>> ReadAsync(IGoogleAdsReports reports, DateOnly? from = null, DateOnly? to = null, IProgress<string>? waiting = null)
    {
        var rows = new List<GoogleAdsRow>();
        await foreach (var row in reports.ReadAsync(from ?? First, to ?? Last, waiting, default))
        {
            rows.Add(row);
        }

        return rows;
    }

    private protected static Task<PipelineException> RefusedAsync(IGoogleAdsReports reports) =>
        Assert.ThrowsAsync<PipelineException>(() => ReadAsync(reports));

    /// <summary>The requests for a report, in their order.</summary>
    private protected IReadOnlyList<RecordedRequest> Asked(string report) => [.. Google.Log.Requests.Where(request => request.Report == report)];

    /// <summary>Keeps what is reported at once, on whatever thread.</summary>
    private protected sealed class Heard : IProgress<string>
    {
        public List<string> Sentences { get; } = [];

        public void Report(string value) => Sentences.Add(value);
    }
}
