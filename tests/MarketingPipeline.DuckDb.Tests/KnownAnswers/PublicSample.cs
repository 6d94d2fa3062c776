using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.KnownAnswers;

/// <summary>Fourteen days of GA4's public sample, staged and built once.</summary>
public sealed class PublicSample : IAsyncLifetime
{
    public const string Name = "merchandise_store";

    public const string DataPath = "data/ga4_public_sample";

    public static readonly DateOnly AsOf = new(2021, 1, 14);

    private readonly Bench _bench = new();

    /// <summary>Rows as the staging and the build reported them, by table.</summary>
    public IReadOnlyDictionary<string, long> ReportedRows { get; private set; } = new Dictionary<string, long>();

    public async Task InitializeAsync()
    {
        if (SharedData.Find(DataPath) is not { } folder)
        {
            return;
        }

        Add(_bench, folder);
        var results = (await _bench.StageAsync(Name, AsOf)).Concat(await _bench.BuildAsync(Name, AsOf));
        ReportedRows = results.Where(result => result.Rows is not null).ToDictionary(result => result.Table, result => (long)result.Rows!);
    }

    /// <summary>The client of the sample in a workspace.</summary>
    public static void Add(Bench bench, string folder) => bench.Client(
        Name,
        ga4Settings: $"\"path\": {System.Text.Json.JsonSerializer.Serialize(folder)}, \"conversionEvents\": [\"purchase\"]",
        currency: "USD");

    public async Task<IReadOnlyList<Row>> QueryAsync(string sql)
    {
        Skip.If(SharedData.Find(DataPath) is null, SharedData.Missing(DataPath));
        return await _bench.QueryAsync(Name, sql);
    }

    /// <summary>Why sessions have their sources.</summary>
    public Task<IReadOnlyList<SessionSourceStep>> StepsAsync(IReadOnlyCollection<string> sessionKeys) => _bench.Pipeline.GetSessionSourceAsync(_bench.Find(Name), sessionKeys, CancellationToken.None);

    public async Task<Row> RowAsync(string sql) => Assert.Single(await QueryAsync(sql));

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }
}
