using System.Text.RegularExpressions;
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
        var refusals = new List<PipelineException>();

        // Every report of the first run comes from the middle of its work.
        var progress = new Immediate(() =>
        {
            foreach (var access in (WarehouseAccess[])[WarehouseAccess.Write, WarehouseAccess.Read, WarehouseAccess.Plan])
            {
                refusals.Add(Assert.Throws<PipelineException>(() => Open("acme", access)));
            }
        });
        var results = await _bench.Pipeline.RefreshStagingAsync(_bench.Find("acme"), new() { FullRefresh = true }, progress, default);
        results = [.. results, .. await _bench.Pipeline.BuildMartsAsync(_bench.Find("acme"), new() { FullRefresh = true }, progress, default)];

        Assert.All(results, result => Assert.Equal(TableStatus.Refreshed, result.Status));
        Assert.NotEmpty(refusals);
        Assert.All(refusals, refusal => Assert.Equal(PipelineErrorKind.WarehouseBusy, refusal.Kind));
        Assert.Equal(
            results.Select(result => $"run {result.RunId} of {Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId}), since ").Distinct(),
            refusals.Select(refusal => Regex.Match(refusal.Message, @"^Client 'acme' is held by (.*)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: .*acme\.duckdb is locked\.$").Groups[1].Value).Distinct());
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
            var refusal = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));
            Assert.Equal(PipelineErrorKind.WarehouseBusy, refusal.Kind);
            Assert.StartsWith("The tables of client 'acme' are being read", refusal.Message, StringComparison.Ordinal);
            await _bench.RunAsync("beta");
        }

        Assert.Equal(before, await _bench.ContentsAsync("acme"));
        Assert.Equal(TableStatus.UpToDate, Assert.Single(await _bench.StageAsync("acme")).Status);
    }

    [Fact]
    public async Task What_a_killed_run_said_of_itself_keeps_nobody_out_and_is_nobodys_name()
    {
        await _bench.RunAsync("acme");
        _bench.Write("warehouse/acme.duckdb.holder", "run of the dead");

        await using (Open("acme", WarehouseAccess.Read))
        {
            Assert.DoesNotContain("dead", (await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"))).Message, StringComparison.Ordinal);
        }

        await using (Open("acme", WarehouseAccess.Write))
        {
            Assert.Contains("held by run test of ", Assert.Throws<PipelineException>(() => Open("acme", WarehouseAccess.Write)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(TableStatus.UpToDate, Assert.Single(await _bench.StageAsync("acme")).Status);
        Assert.False(File.Exists(Path.Combine(_bench.Root, "warehouse/acme.duckdb.holder")));
    }

    [Theory]
    [InlineData("\u001b[2J\u202erun\r\nof\0 evil", "held by [2Jrunof evil: ")]
    [InlineData("", "held by another run: ")]
    [InlineData(null, "held by another run: ")]
    public async Task What_another_says_of_itself_is_shown_as_one_plain_line(string? text, string shown)
    {
        await _bench.RunAsync("acme");
        await using var held = Open("acme", WarehouseAccess.Write);
        File.Delete(Path.Combine(_bench.Root, "warehouse/acme.duckdb.holder"));
        if (text is not null)
        {
            _bench.Write("warehouse/acme.duckdb.holder", text);
        }

        Assert.Contains(shown, Assert.Throws<PipelineException>(() => Open("acme", WarehouseAccess.Write)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_says_of_itself_is_cut_where_it_is_long()
    {
        await _bench.RunAsync("acme");
        await using var held = Open("acme", WarehouseAccess.Write);
        _bench.Write("warehouse/acme.duckdb.holder", new string('x', 100_000));

        Assert.InRange(Assert.Throws<PipelineException>(() => Open("acme", WarehouseAccess.Read)).Message.Length, 300, 600);
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
