using System.Collections.Concurrent;
using System.Security;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Rest;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// A client with Google Ads and, where asked, GA4 (a property that it shares with another) on the emulator, to run while things go wrong.
/// Nobody waits between retries.
/// </summary>
internal sealed class FaultStage : IDisposable, IProgress<RunProgress>
{
    public const string Name = "acme";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Emulator _emulator;
    private readonly Bench _bench = new();
    private readonly string _dataset;

    public FaultStage(Emulator emulator, bool hasGa4 = false, string clientSettings = "")
    {
        _emulator = emulator;
        Server.Faults.Clear();
        Server.RequiredToken = null;
        const string Shared = "\"path\": \"ga4/acme\", \"sharedProperty\": true, ";
        _bench.Client(Name, ga4: hasGa4, googleAds: true, ga4Settings: Shared + "\"hostnames\": [\"acme.example\"], \"conversionEvents\": [\"purchase\"]", settings: clientSettings)
            .Client("other", ga4Settings: Shared + "\"hostnames\": [\"other.example\"]")
            .Events(Name,
                new Ga4Event(Day.AddDays(-1)).Page("https://acme.example/?utm_source=news&utm_medium=email&utm_campaign=x"),
                new Ga4Event(Day.AddDays(-1), "purchase", minute: 3).Page("https://acme.example/paid").Param("value", 12.5).Param("currency", "EUR").Param("transaction_id", "T1"),
                new Ga4Event(Day, user: "u2").Page("https://acme.example/a?gclid=abc"),
                new Ga4Event(Day, user: "u3").Page("https://other.example/b"))
            .GoogleAds(Name, "report.json", new AdsRow(Day.AddDays(-1), 1, 1_500_000), new AdsRow(Day, 1, 2_500_000), new AdsRow(Day, 2, 700_000, "Second"));
        Engines = new TwoEngines(_bench, emulator);
        Engines.Warehouse = workspace => Open(workspace);
        _dataset = Client.OutputDataset;
        Server.Log.Clear();
    }

    public TwoEngines Engines { get; }

    public BigQueryServer Server => _emulator.Server;

    public Client Client => Engines.Find(Name);

    /// <summary>The time that retries would have taken.</summary>
    public InstantClock Retries { get; } = new();

    /// <summary>How patient a run is.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The client's tables as they are now, without what says when and by whom they were written.</summary>
    public SortedDictionary<string, string> Tables => TableContents.Of(Server.Store.Current, _dataset);

    /// <summary>Changes whenever any of the client's tables does.</summary>
    public string Identity => string.Join(' ', Server.Store.Current.Tables.Where(table => IsOfClient(table.Key)).Select(table => $"{table.Key.Table} {table.Value.ETag} {table.Value.Rows.Count}").Order(StringComparer.Ordinal))
        + Server.Store.Current.Datasets.ContainsKey((Emulator.Project, _dataset));

    /// <summary>The tables' names.</summary>
    public IReadOnlyList<string> TableNames => TableContents.Names(Server.Store.Current, _dataset);

    /// <summary>The client's jobs, oldest first.</summary>
    public IReadOnlyList<Job> Jobs => [.. Server.Jobs.List(Emulator.Project, null).Where(job => job.Configuration["labels"]?["client"]?.GetValue<string>() == Name && Requested(job)).Reverse()];

    /// <summary>The environment's access token.</summary>
    public string? Token { get; set; }

    /// <summary>Credential JSON that the caller gives.</summary>
    public SecureString? Credential { get; set; }

    /// <summary>What the runs said while they ran.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>A warehouse of this workspace.</summary>
    public BigQueryWarehouse Open(Workspace workspace, ClientHandler? handler = null) =>
        new(workspace.BigQuery!, SignIn.Of(workspace.BigQuery!, workspace.Root, Credential), _emulator.Clock, new Retrying(Retries) { Deadline = Patience })
        {
            Handler = handler,
            Variables = name => name == GoogleCredentials.TokenVariable ? Token : null,
        };

    /// <summary>Stages and, unless told otherwise, builds.</summary>
    public async Task RunAsync(ClientHandler? handler = null, bool builds = true, CancellationToken cancellation = default)
    {
        if (handler is not null)
        {
            Engines.Warehouse = workspace => Open(workspace, handler);
        }

        try
        {
            await Engines.Pipeline.RefreshStagingAsync(Client, new StagingRequest(), this, cancellation);
            if (builds)
            {
                await Engines.Pipeline.BuildMartsAsync(Client, new BuildRequest(), this, cancellation);
            }
        }
        finally
        {
            Engines.Warehouse = workspace => Open(workspace);
        }
    }

    /// <summary>The export grows by a day and another of its days changes; one day of the reports changes, too.</summary>
    public void ChangeSources()
    {
        _bench.Events(Name,
                new Ga4Event(Day.AddDays(-2)).Page("https://acme.example/first"),
                new Ga4Event(Day, user: "u2").Page("https://acme.example/a?gclid=abc"),
                new Ga4Event(Day, "purchase", user: "u2", minute: 5).Page("https://acme.example/a").Param("value", 7.0).Param("currency", "EUR").Param("transaction_id", "T2"))
            .GoogleAds(Name, "report.json", new AdsRow(Day.AddDays(-1), 1, 1_500_000), new AdsRow(Day, 1, 2_600_000), new AdsRow(Day, 2, 700_000, "Second"));
        _emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        Engines.Export();
    }

    /// <summary>The runs as the journal has them, newest first.</summary>
    public Task<IReadOnlyList<PipelineRun>> RunsAsync() => Engines.Pipeline.GetRunsAsync(Client, null, 100, default);

    /// <summary>Waits for what the server still does by itself.</summary>
    public Task SettleAsync() => Task.WhenAll(Server.Jobs.List(Emulator.Project, null).Select(job => job.Completion));

    /// <summary>The server forgets the client's tables; or has them again as they were.</summary>
    public void Restore(StoreState? state = null) => Server.Store.Change(now => now with
    {
        Datasets = (state ?? StoreState.Empty).Datasets.TryGetValue((Emulator.Project, _dataset), out var dataset)
            ? now.Datasets.SetItem((Emulator.Project, _dataset), dataset)
            : now.Datasets.Remove((Emulator.Project, _dataset)),
        Tables = now.Tables.RemoveRange(now.Tables.Keys.Where(IsOfClient)).AddRange((state ?? StoreState.Empty).Tables.Where(table => IsOfClient(table.Key))),
    });

    /// <summary>Nothing of a run is left but its results; of one that was killed, nothing that does not expire.</summary>
    public void AssertTidy(bool wasKilled = false)
    {
        Assert.DoesNotContain("pipeline_lock", TableNames);
        var left = Server.Store.Current.Tables.Values.Where(table => IsOfClient(table.Id) && !TableContents.IsLasting(table.Id.Table));
        Assert.All(left, table => Assert.True(wasKilled && table.ExpiresAt is not null, $"{table.Id.Table} is left"));
        Assert.All(Jobs, job => Assert.True(job.Progress.IsDone, $"{job.Id} still runs"));
    }

    public void Report(RunProgress value) => Said.Enqueue(value.ToString());

    public void Dispose()
    {
        Server.Faults.Clear();
        Server.RequiredToken = null;
        Engines.Dispose();
        _bench.Dispose();
    }

    private bool IsOfClient(TableId table) => table.Project == Emulator.Project && table.Dataset == _dataset;

    private bool Requested(Job job) =>
        ((job.Configuration["query"]?["defaultDataset"] ?? job.Configuration["load"]?["destinationTable"]) as JsonObject)?["datasetId"]?.GetValue<string>() == _dataset;
}
