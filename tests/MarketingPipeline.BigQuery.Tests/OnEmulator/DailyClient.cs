using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>What one step of a run asked of BigQuery.</summary>
internal sealed record StepCost
{
    /// <summary>The queries that ran, with what their statements read; a script is one.</summary>
    public required IReadOnlyList<RanQuery> Queries { get; init; }

    /// <summary>How often each method of the API was called; dry runs and loads are apart from jobs.insert.</summary>
    public required IReadOnlyDictionary<string, int> Requests { get; init; }

    /// <summary>What became of the tables.</summary>
    public required IReadOnlyList<TableResult> Tables { get; init; }

    public IEnumerable<StatementResult> Statements => Queries.SelectMany(query => query.Results);

    public long Processed => Statements.Sum(statement => statement.BytesProcessed);

    public long Billed => Queries.Sum(query => Billing.Of(query.Results));

    public int BilledJobs => Queries.Count(query => Billing.Of(query.Results) > 0);

    public int FreeJobs => Queries.Count - BilledJobs;

    public int Loads => Requests.GetValueOrDefault("load");

    public int DryRuns => Requests.GetValueOrDefault("dry run");

    /// <summary>Everything that is no job: listings, tables, polls, rows.</summary>
    public int Others => Requests.Where(request => request.Key is not ("load" or "dry run" or "jobs.insert")).Sum(request => request.Value);
}

/// <summary>A client with GA4 and Google Ads, a few visits a day, on the emulator; the last day is <see cref="Bench.Yesterday"/>.</summary>
internal sealed class DailyClient : IDisposable
{
    private const string Name = "daily";

    private readonly Emulator _emulator;
    private readonly Bench _bench = new();
    private readonly TwoEngines _engines;

    public DailyClient(Emulator emulator, int days, int visitors)
    {
        _emulator = emulator;
        _bench.Client(Name, googleAds: true, ga4Settings: "\"conversionEvents\": [\"purchase\"], \"hostnames\": [\"acme.example\"]");
        var dates = Enumerable.Range(0, days).Select(day => Bench.Yesterday.AddDays(-day)).ToArray();
        _bench.Events(Name, [.. dates.SelectMany(date => Enumerable.Range(0, visitors).SelectMany(visitor => Visit(date, visitor)))]);
        _bench.GoogleAds(Name, "campaigns.json", [.. dates.Select(date => new AdsRow(date, 1, 5_000_000, "Brand", clicks: 5, impressions: 100))]);
        _engines = new TwoEngines(_bench, emulator);
    }

    public Client Client => _engines.Find(Name);

    /// <summary>Stages as of a date.</summary>
    public Task<StepCost> StageAsync(DateOnly asOf) => MeasuredAsync(() => _engines.Pipeline.RefreshStagingAsync(Client, new StagingRequest { AsOf = asOf }, null, default));

    /// <summary>Builds as of a date.</summary>
    public Task<StepCost> BuildAsync(DateOnly asOf) => MeasuredAsync(() => _engines.Pipeline.BuildMartsAsync(Client, new BuildRequest { AsOf = asOf }, null, default));

    /// <summary>A step's run, as it is journaled.</summary>
    public async Task<PipelineRun> RunOfAsync(StepCost step) => (await _engines.Pipeline.GetRunsAsync(Client, step.Tables[0].RunId, 1, default)).Single();

    public void Dispose()
    {
        _engines.Dispose();
        _bench.Dispose();
    }

    private async Task<StepCost> MeasuredAsync(Func<Task<IReadOnlyList<TableResult>>> step)
    {
        _emulator.Statements.Watch(Client.OutputDataset);
        _emulator.Server.Log.Clear();
        var tables = await step();
        return new StepCost
        {
            Tables = tables,
            Queries = _emulator.Statements.Of(Client.OutputDataset),
            Requests = _emulator.Server.Log.Requests
                .GroupBy(request => request.Body.Contains("\"dryRun\":true", StringComparison.Ordinal) ? "dry run" : request.Method == "jobs.insert" && !request.Body.Contains("\"query\"", StringComparison.Ordinal) ? "load" : request.Method)
                .ToDictionary(group => group.Key, group => group.Count()),
        };
    }

    private static IEnumerable<Ga4Event> Visit(DateOnly date, int visitor)
    {
        var user = $"u{(date.DayNumber + visitor) % 17}";
        var session = (date.DayNumber * 100L) + visitor;
        yield return new Ga4Event(date, "session_start", user, session, visitor).Page("https://acme.example/?utm_source=news&utm_medium=email", "https://www.google.com/");
        yield return new Ga4Event(date, "page_view", user, session, visitor + 1).Page("https://acme.example/offers");
        yield return visitor % 5 == 0
            ? new Ga4Event(date, "purchase", user, session, visitor + 2).Page("https://acme.example/thanks").Purchase($"T{session}", 20, "EUR")
            : new Ga4Event(date, "scroll", user, session, visitor + 2).Param("engagement_time_msec", 9_000);
    }
}
