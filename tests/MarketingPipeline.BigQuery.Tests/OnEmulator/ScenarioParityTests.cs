using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Small workspaces of each scenario end in the same tables on both engines.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class ScenarioParityTests(Emulator emulator) : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Ga4_alone()
    {
        _bench.Client("acme", ga4Settings: "\"conversionEvents\": [\"purchase\"]").Events("acme", Visits());
        await AssertSameAsync("acme");
    }

    private static Ga4Event[] Visits() =>
    [
        new Ga4Event(Day.AddDays(-1)).Page("https://www.acme.example/?utm_source=news%20letter&utm_medium=email&utm_campaign=caf%C3%A9+%22x%22", "https://www.google.com/"),
        new Ga4Event(Day.AddDays(-1), "purchase", minute: 3).Param("value", 12.5).Param("currency", "eur").Param("transaction_id", "T1"),
        new Ga4Event(Day, user: "u2").Page("https://acme.example/a?gclid=abc").Collected("google", "cpc", "Brand"),
        new Ga4Event(Day, user: null, session: null).Page("https://acme.example/b"),
        new Ga4Event(Day, "scroll", user: "u2", minute: 1).Param("engagement_time_msec", 15_000),
    ];

    private async Task AssertSameAsync(string client)
    {
        using var engines = new TwoEngines(_bench, emulator);
        await engines.RunAsync(client);
        await engines.AssertSameAsync(client);
    }
}
