using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>Of two processes at one client exactly one works; at two clients both do, at the same time.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private readonly ChangingClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Of_two_at_one_client_exactly_one_works_and_the_other_is_told_which_client_and_file_are_busy()
    {
        _client.Become(1);
        await _client.Bench.RunAsync(ChangingClient.Usual);
        var before = await _client.HoldingsAsync();
        _client.Become(2);

        // Both begin at once; the one that works holds until the other has ended.
        using var one = await ChildRun.StartAsync(_client.Bench.Root, ChangingClient.Usual, holds: true);
        using var other = await ChildRun.StartAsync(_client.Bench.Root, ChangingClient.Usual, holds: true);
        one.Tell();
        other.Tell();
        var said = await Task.WhenAll(one.HearAsync(), other.HearAsync());
        var (worker, refused) = said[0] == RunProcess.Holding ? (one, other) : (other, one);

        Assert.Single(said, RunProcess.Holding);
        var error = Assert.Single(said, line => line != RunProcess.Holding);
        Assert.StartsWith($"{PipelineErrorKind.WarehouseBusy}: ", error, StringComparison.Ordinal);
        Assert.Contains($"'{ChangingClient.Usual}'", error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_client.Bench.Workspace.DuckDbPath, ChangingClient.Usual + ".duckdb"), error, StringComparison.Ordinal);
        Assert.Equal(1, await refused.EndAsync());

        // A third one, of this process, fares no better; then the first goes on as if nobody had asked.
        Assert.Equal(PipelineErrorKind.WarehouseBusy, (await Assert.ThrowsAsync<PipelineException>(() => _client.Bench.StageAsync(ChangingClient.Usual))).Kind);
        worker.Tell();
        Assert.Equal(RunProcess.Done, await worker.HearAsync());
        Assert.Equal(0, await worker.EndAsync());
        var after = await _client.HoldingsAsync();
        Assert.NotEqual(before, after);
        Assert.Equal(await _client.RefreshedAsync(), after);
    }

    [Fact]
    public async Task A_client_whose_run_was_killed_is_free_at_once()
    {
        _client.Become(1);
        using var child = await ChildRun.StartAsync(_client.Bench.Root, ChangingClient.Usual, holds: true);
        child.Tell();
        Assert.Equal(RunProcess.Holding, await child.HearAsync());
        Assert.True(await child.KillAsync());

        await _client.Bench.RunAsync(ChangingClient.Usual);

        Assert.Equal(await _client.RefreshedAsync(), await _client.HoldingsAsync());
    }

    [Fact]
    public async Task At_two_clients_both_work_at_the_same_time()
    {
        _client.Become(1);
        _client.Bench.Client("beta").Events("beta", new Ga4Event(Bench.Yesterday));
        using var one = await ChildRun.StartAsync(_client.Bench.Root, ChangingClient.Usual, holds: true);
        using var other = await ChildRun.StartAsync(_client.Bench.Root, "beta", holds: true);
        one.Tell();
        other.Tell();

        // Neither is told to go on before both are in the middle of their work.
        Assert.All(await Task.WhenAll(one.HearAsync(), other.HearAsync()), said => Assert.Equal(RunProcess.Holding, said));
        one.Tell();
        other.Tell();

        Assert.All(await Task.WhenAll(one.HearAsync(), other.HearAsync()), said => Assert.Equal(RunProcess.Done, said));
        Assert.All(await Task.WhenAll(one.EndAsync(), other.EndAsync()), code => Assert.Equal(0, code));
        Assert.Equal(await _client.RefreshedAsync(), await _client.HoldingsAsync());
        Assert.Equal(["1"], await _client.Bench.ShowAsync("beta", "SELECT SUM(sessions) FROM mart_beta_campaign_performance"));
    }
}
