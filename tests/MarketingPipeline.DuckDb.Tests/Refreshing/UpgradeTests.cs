using DuckDB.NET.Data;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>
/// A warehouse of an older version opens; a plan says what a run would make again and why; the run does it and loses nothing:
/// the tables are then those of a first build, and dates that no source has any more keep their rows.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public UpgradeTests() => _bench
        .Events("acme", [.. Enumerable.Range(0, 4).Select(ago => new Ga4Event(Day.AddDays(-ago), minute: ago).Param("page_title", "Home"))])
        .GoogleAds("acme", "1.json", [.. Enumerable.Range(0, 3).Select(ago => new AdsRow(Day.AddDays(-ago), 7, 1_000_000))])
        .GoogleAds("acme", "2.json", new AdsRow(Day.AddDays(-3), 7, 2_000_000));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_older_warehouse_is_staged_and_built_again_and_keeps_what_no_source_has()
    {
        await _bench.RunAsync("acme");
        var asNow = await _bench.ContentsAsync("acme", "pipeline_ledger", "pipeline_state");
        MakeOlder();
        File.Delete(Path.Combine(_bench.Root, "ga4/acme/events_20260612.jsonl"));
        File.Delete(Path.Combine(_bench.Root, "ads/acme/2.json"));

        var planned = await _bench.Pipeline.PlanStagingAsync(_bench.Find("acme"), new(), CancellationToken.None);
        Assert.All(planned, table => Assert.Equal("incremental: would load 0 new, 3 changed of 3 days, 3 of them because the SQL that stages them has changed", table.Message));
        Assert.All(planned, table => Assert.Equal(Warnings, table.Warnings));
        var plannedBuild = await _bench.Pipeline.PlanBuildAsync(_bench.Find("acme"), new(), CancellationToken.None);
        Assert.All(plannedBuild, table => Assert.Equal("would rebuild: settings or the module's SQL changed", table.Message));

        var staged = await _bench.StageAsync("acme");
        Assert.All(staged, table => Assert.Equal((TableStatus.Refreshed, 3), (table.Status, table.Dates!.Value)));
        Assert.All(staged, table => Assert.Equal(Warnings, table.Warnings));
        Assert.All(await _bench.BuildAsync("acme"), table => Assert.Equal(TableStatus.Refreshed, table.Status));
        Assert.Equal(asNow, await _bench.ContentsAsync("acme", "pipeline_ledger", "pipeline_state"));

        Assert.All(await _bench.StageAsync("acme"), again => Assert.Equal((TableStatus.UpToDate, 0), (again.Status, again.Warnings.Count)));
        Assert.All(await _bench.BuildAsync("acme"), again => Assert.Equal(TableStatus.UpToDate, again.Status));
    }

    [Fact]
    public async Task A_date_that_was_kept_is_staged_as_soon_as_its_source_is_back()
    {
        await _bench.RunAsync("acme");
        MakeOlder();
        string[] files = [Path.Combine(_bench.Root, "ga4/acme/events_20260612.jsonl"), Path.Combine(_bench.Root, "ads/acme/2.json")];
        Array.ForEach(files, file => File.Move(file, file + ".away"));
        await _bench.StageAsync("acme");

        Array.ForEach(files, file => File.Move(file + ".away", file));

        Assert.All(await _bench.StageAsync("acme"), table => Assert.Equal((TableStatus.Refreshed, 1, "incremental: 0 new, 1 changed of 4 days"), (table.Status, table.Dates!.Value, table.Message)));
    }

    private static string[] Warnings { get; } =
    [
        "The rows of 1 date (2026-06-12) stay as other SQL has staged them, of an earlier version of the module or by other settings: the source has no data any more to stage them again.",
        "The source has no data any more for 1 date (2026-06-12): they keep the rows that were staged before, marked source_gone in pipeline_ledger.",
    ];

    /// <summary>What an older version left: its fingerprints, rows by its SQL, and a ledger without the newest column.</summary>
    private void MakeOlder()
    {
        using var connection = new DuckDBConnection($"DataSource={Path.Combine(_bench.Workspace.DuckDbPath, "acme.duckdb")}");
        connection.Open();
        foreach (var sql in (string[])[
            "UPDATE pipeline_ledger SET fingerprint = upper(md5(source_table)) WHERE source = 'ga4'",
            "UPDATE pipeline_ledger SET fingerprint = regexp_replace(fingerprint, '\\.[0-9a-f]{16}', '.0123456789abcdef') WHERE source = 'google_ads'",
            "UPDATE pipeline_state SET value = upper(md5(key)) WHERE key LIKE 'settings_%'",
            "ALTER TABLE pipeline_ledger DROP COLUMN source_gone",
            "UPDATE stg_acme_ga4_events SET page_title = 'as of old' WHERE event_date > DATE '2026-06-12'",
            "UPDATE stg_acme_google_ads_cost SET clicks = 99 WHERE date > DATE '2026-06-12'",
            "UPDATE int_acme_sessions_enriched SET channel_grouping = 'as of old'"])
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
