using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>A day that is replaced again and again does not make the client's file grow: deleted rows' space is reclaimed.</summary>
public sealed class SpaceTests : IDisposable
{
    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Replacing_a_day_fifteen_times_leaves_a_file_with_room_for_the_old_rows_and_the_new_not_for_all_fifteen()
    {
        _bench.Events("acme", [.. Enumerable.Range(0, 20_000).Select(i => new Ga4Event(Bench.Yesterday, user: $"{i / 4}.{i * 7919L}", minute: i / 60d))]);
        await _bench.StageAsync("acme");
        var first = Size();

        for (var i = 0; i < 15; i++)
        {
            await _bench.StageAsync("acme", request: new StagingRequest { FullRefresh = true });
        }

        Assert.True(first > 500_000, $"{first} bytes: too few for the test to show anything");
        Assert.InRange(Size(), 0, 3 * first);
        Assert.Equal(["20000"], await _bench.ShowAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    private long Size() => new FileInfo(Path.Combine(_bench.Root, "warehouse", "acme.duckdb")).Length;
}
