using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>Two runs on one client: the second is refused; a reader breaks no writer.</summary>
public sealed class TwoRunsTests : IDisposable
{
    private readonly Bench _bench = new Bench().Client("acme").Client("beta").Events("acme", new Ga4Event(Bench.Yesterday)).Events("beta", new Ga4Event(Bench.Yesterday));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task While_a_run_works_a_second_one_and_a_reader_are_refused_and_the_first_goes_on()
    {
        await _bench.RunAsync("acme");
        var refusals = new List<PipelineErrorKind>();

        // Every report of the first run comes from the middle of its work.
        var progress = new Immediate(() =>
        {
            foreach (var access in (WarehouseAccess[])[WarehouseAccess.Write, WarehouseAccess.Read, WarehouseAccess.Plan])
            {
                refusals.Add(Assert.Throws<PipelineException>(() => Open("acme", access)).Kind);
            }
        });
        var results = await _bench.Pipeline.RefreshStagingAsync(_bench.Find("acme"), new() { FullRefresh = true }, progress, default);
        results = [.. results, .. await _bench.Pipeline.BuildMartsAsync(_bench.Find("acme"), new() { FullRefresh = true }, progress, default)];

        Assert.All(results, result => Assert.Equal(TableStatus.Refreshed, result.Status));
        Assert.NotEmpty(refusals);
        Assert.All(refusals, kind => Assert.Equal(PipelineErrorKind.WarehouseBusy, kind));
        Assert.Equal(["1"], await _bench.ShowAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [Fact]
    public async Task While_someone_reads_others_read_too_and_a_run_is_refused()
    {
        await _bench.RunAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        await using (Open("acme", WarehouseAccess.Read))
        {
            Assert.Single(await _bench.QueryAsync("acme", "SELECT * FROM stg_acme_ga4_events"));
            Assert.Equal(PipelineErrorKind.WarehouseBusy, (await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"))).Kind);
            await _bench.RunAsync("beta");
        }

        Assert.Equal(before, await _bench.ContentsAsync("acme"));
        Assert.Equal(TableStatus.UpToDate, Assert.Single(await _bench.StageAsync("acme")).Status);
    }

    [Fact]
    public async Task Clients_run_at_once()
    {
        await Task.WhenAll(Task.Run(() => _bench.RunAsync("acme")), Task.Run(() => _bench.RunAsync("beta")));

        Assert.Equal(["1"], await _bench.ShowAsync("beta", "SELECT SUM(sessions) FROM mart_beta_campaign_performance"));
    }

    private IClientWarehouse Open(string client, WarehouseAccess access) => new DuckDbWarehouse(_bench.Workspace.DuckDbPath).OpenAsync(_bench.Find(client), access, "test", default).GetAwaiter().GetResult()!;

    private sealed class Immediate(Action act) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => act();
    }
}
