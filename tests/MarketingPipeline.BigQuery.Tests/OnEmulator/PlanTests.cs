using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>What plans say will be read is what runs then read and journal.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class PlanTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Emulator _emulator;
    private readonly Bench _bench = LintedClient.Workspace();
    private readonly TwoEngines _engines;

    public PlanTests(Emulator emulator)
    {
        _emulator = emulator;
        _bench.Settings("""{ "engine": "DuckDb" }""");
        _engines = new TwoEngines(_bench, emulator, pricePerTiB: 6.25m);
        _emulator.Statements.Watch(Client.OutputDataset);
    }

    private Client Client => _engines.Find("full");

    private ClientPipeline Pipeline => _engines.Pipeline;

    public void Dispose()
    {
        _engines.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task The_first_plan_says_what_the_export_costs_and_not_what_nobody_can_know()
    {
        var staging = await Pipeline.PlanStagingAsync(Client, new StagingRequest(), default);
        var before = _emulator.Server.Store.Current;
        var run = await Pipeline.RefreshStagingAsync(Client, new StagingRequest(), null, default);

        Assert.DoesNotContain(before.Datasets.Keys, dataset => dataset.Dataset == Client.OutputDataset);
        Assert.Equal(Read("INSERT INTO `stg_full_ga4_events`"), staging[0].BytesEstimated);
        Assert.Equal(6.25m * staging[0].BytesEstimated / 1_099_511_627_776m, staging[0].PriceEstimated);
        Assert.Equal(("stg_full_google_ads_cost", null, null), (staging[1].Table, staging[1].BytesEstimated, staging[1].PriceEstimated));
        Assert.All(run, table => Assert.Null(table.BytesEstimated));
    }

    [Fact]
    public async Task The_plan_of_a_build_is_what_its_inserts_read_where_their_tables_are_there()
    {
        await Pipeline.RefreshStagingAsync(Client, new StagingRequest(), null, default);
        var first = await Pipeline.PlanBuildAsync(Client, new BuildRequest(), default);
        Assert.Equal(["int_full_sessions_enriched"], first.Where(table => table.BytesEstimated > 0).Select(table => table.Table));
        Assert.All(first.Skip(1), table => Assert.Null(table.BytesEstimated));

        await Pipeline.BuildMartsAsync(Client, new BuildRequest(), null, default);
        Assert.Equal(Read("INSERT INTO `int_full_sessions_enriched`"), first[0].BytesEstimated);
        var done = await Pipeline.PlanBuildAsync(Client, new BuildRequest(), default);
        Assert.All(done, table => Assert.Equal((TableStatus.UpToDate, 0L), (table.Status, table.BytesEstimated)));

        // The same rows once more: the inputs of every model are what they will be when it is built.
        var again = await Pipeline.PlanBuildAsync(Client, new BuildRequest { FullRefresh = true }, default);
        _emulator.Statements.Watch(Client.OutputDataset);
        var rebuilt = await Pipeline.BuildMartsAsync(Client, new BuildRequest { FullRefresh = true }, null, default);
        Assert.All(again, table => Assert.Equal(Read($"INSERT INTO `{table.Table}`"), table.BytesEstimated));
        var run = (await Pipeline.GetRunsAsync(Client, rebuilt[0].RunId, 1, default)).Single();
        Assert.Equal(again.Sum(table => table.BytesEstimated) + Read("DELETE FROM pipeline_") + Read("INSERT INTO pipeline_") + Read("INSERT INTO `pipeline_"), run.Cost!.BytesProcessed);
        Assert.True(run.Cost.BytesBilled >= run.Cost.BytesProcessed && run.Cost.BytesEstimated > 0);
    }

    [Fact]
    public async Task A_range_and_an_incremental_day_are_planned_with_what_they_clear()
    {
        await Pipeline.RefreshStagingAsync(Client, new StagingRequest { AsOf = Day.AddDays(-1) }, null, default);
        var day = await Pipeline.PlanStagingAsync(Client, new StagingRequest { GoogleAds = false }, default);
        _emulator.Statements.Watch(Client.OutputDataset);
        await Pipeline.RefreshStagingAsync(Client, new StagingRequest { GoogleAds = false }, null, default);
        Assert.Equal(Read("DELETE FROM `stg_full_ga4_events`") + Read("INSERT INTO `stg_full_ga4_events`"), day.Single().BytesEstimated);

        await Pipeline.BuildMartsAsync(Client, new BuildRequest(), null, default);
        var range = new BuildRequest { Intermediate = false, From = Day, To = Day };
        var part = (await Pipeline.PlanBuildAsync(Client, range, default))[0];
        _emulator.Statements.Watch(Client.OutputDataset);
        await Pipeline.BuildMartsAsync(Client, range, null, default);
        Assert.Equal("mart_full_campaign_performance", part.Table);
        Assert.Equal(Read("DELETE FROM `mart_full_campaign_performance`") + Read("INSERT INTO `mart_full_campaign_performance`"), part.BytesEstimated);
    }

    [Fact]
    public async Task A_model_is_planned_by_itself()
    {
        var graph = ModelGraph.Load();
        var staging = await Pipeline.PlanModelAsync(Client, graph["stg_ga4_events"], null, default);
        var sessions = await Pipeline.PlanModelAsync(Client, graph["int_sessions_enriched"], null, default);
        await Pipeline.RefreshStagingAsync(Client, new StagingRequest(), null, default);
        var after = await Pipeline.PlanModelAsync(Client, graph["int_sessions_enriched"], null, default);

        Assert.Equal(Read("INSERT INTO `stg_full_ga4_events`"), staging.BytesEstimated);
        Assert.Equal(3, staging.ReferencedTables.Count);
        Assert.Null(sessions.BytesEstimated);
        Assert.Contains("not there yet", sessions.Message, StringComparison.Ordinal);
        Assert.True(after is { BytesEstimated: > 0, PriceEstimated: > 0 });
        Assert.Equal([$"{Emulator.Project}.{Client.OutputDataset}.stg_full_ga4_events", $"{Emulator.Project}.{Client.OutputDataset}.stg_full_google_ads_cost"], after.ReferencedTables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DuckDB_bills_nothing_by_the_byte()
    {
        Assert.All(await _bench.Pipeline.PlanStagingAsync(_bench.Find("full"), new StagingRequest(), default), table => Assert.Null(table.BytesEstimated));
        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.Pipeline.PlanModelAsync(_bench.Find("full"), ModelGraph.Load()["int_sessions_enriched"], null, default));
        Assert.Equal(PipelineErrorKind.NotSupported, error.Kind);
        Assert.Contains("bills nothing by the byte", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Bytes that the statements of this beginning read.</summary>
    private long Read(string beginning) =>
        _emulator.Statements.Of(Client.OutputDataset).SelectMany(query => query.Results).Where(result => result.Sql.StartsWith(beginning, StringComparison.Ordinal)).Sum(result => result.BytesProcessed);
}
