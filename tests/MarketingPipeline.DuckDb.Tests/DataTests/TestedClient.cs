using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.DataTests;

/// <summary>A built client, acme, on which the data tests run; its tables can be tampered with.</summary>
internal sealed class TestedClient : IDisposable
{
    public static readonly DateOnly Day = Bench.Yesterday;

    private readonly byte[] _built;
    private readonly ClientPipeline _pipeline;

    private TestedClient(Bench bench)
    {
        Bench = bench;
        _built = File.ReadAllBytes(Warehouse);
        _pipeline = bench.Pipeline;
    }

    public Bench Bench { get; }

    /// <summary>GA4 and Google Ads: three sessions of two users, a purchase, cost that all finds its sessions.</summary>
    public static Task<TestedClient> FullAsync(string ga4Settings = "", params Ga4Event[] more) => BuildAsync(Client(googleAds: true, ga4Settings), more, AdsRows());

    /// <summary>GA4 alone.</summary>
    public static Task<TestedClient> Ga4OnlyAsync(string ga4Settings = "", params Ga4Event[] more) => BuildAsync(Client(googleAds: false, ga4Settings), more, []);

    /// <summary>Google Ads alone, its conversions fractional.</summary>
    public static Task<TestedClient> GoogleAdsOnlyAsync(params AdsRow[] more) => BuildAsync(new Bench().Client("acme", ga4: false, googleAds: true), null, [.. AdsRows(), .. more]);

    /// <summary>GA4 and Google Ads, with more rows of reports.</summary>
    public static Task<TestedClient> WithAdsAsync(params AdsRow[] more) => BuildAsync(Client(googleAds: true, ""), [], [.. AdsRows(), .. more]);

    /// <summary>Any client that is called acme.</summary>
    public static async Task<TestedClient> OfAsync(Bench bench, DateOnly? asOf = null)
    {
        await bench.RunAsync("acme", asOf);
        return new TestedClient(bench);
    }

    private string Warehouse => Path.Combine(Bench.Root, "warehouse", "acme.duckdb");

    /// <summary>The tables as they were built.</summary>
    public TestedClient Restore()
    {
        File.WriteAllBytes(Warehouse, _built);
        return this;
    }

    public async Task<IReadOnlyList<Finding>> TestAsync() => await _pipeline.TestDataAsync(Bench.Find("acme"), CancellationToken.None);

    /// <summary>The findings of one check that did find something, or that failed.</summary>
    public async Task<IReadOnlyList<Finding>> FoundAsync(string check) => [.. (await TestAsync()).Where(finding => finding.Check == check && (finding.Rows > 0 || !finding.Passed))];

    /// <summary>The one finding of a check, on a table and column, that found something.</summary>
    public async Task<Finding> OneAsync(string check, string? target = null, string? property = null) =>
        Assert.Single(await FoundAsync(check), finding => (target is null || finding.Target == target) && (property is null || finding.Property == property));

    /// <summary>Changes the tables behind the product's back.</summary>
    public TestedClient Tamper(params string[] statements)
    {
        using var connection = new DuckDBConnection("Data Source=" + Warehouse);
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }

        return this;
    }

    public void Dispose() => Bench.Dispose();

    private static Bench Client(bool googleAds, string ga4Settings) => new Bench().Client("acme", googleAds: googleAds, ga4Settings: ga4Settings);

    private static async Task<TestedClient> BuildAsync(Bench bench, Ga4Event[]? more, AdsRow[] ads)
    {
        if (more is not null)
        {
            bench.Events("acme", [.. Events(), .. more]);
        }

        if (ads.Length > 0)
        {
            bench.GoogleAds("acme", "campaigns.json", ads);
        }

        return await OfAsync(bench);
    }

    private static Ga4Event[] Events() =>
    [
        new Ga4Event(Day.AddDays(-1), user: "u2", session: 2).Page("https://acme.example/").LastClick("google", "cpc", "Brand", "77", isGoogleAds: true),
        new Ga4Event(Day).Page("https://acme.example/?gclid=x").LastClick("google", "cpc", "Brand", "77", isGoogleAds: true),
        new Ga4Event(Day, "purchase", minute: 3).Purchase("T1", 25.5, "EUR"),
        new Ga4Event(Day, user: "u2", session: 3, minute: 9).Page("https://acme.example/"),
    ];

    private static AdsRow[] AdsRows() =>
    [
        new(Day.AddDays(-1), 77, 2_000_001, "Brand", clicks: 2),
        new(Day, 77, 5_100_000, "Brand", clicks: 3, conversions: 1.25m, value: 30.1m),
    ];
}
