using DuckDB.NET.Data;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>design.md, Refreshing: a date whose source table no longer exists keeps its rows, marked source_gone.</summary>
public sealed class SourceGoneTests : IDisposable
{
    private const string Marks = "SELECT source, date FROM pipeline_ledger WHERE source_gone ORDER BY ALL";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true);

    public SourceGoneTests()
    {
        for (var ago = 0; ago < 5; ago++)
        {
            _bench.Events("acme", new Ga4Event(Day.AddDays(-ago))).GoogleAds("acme", $"{ago}.json", new AdsRow(Day.AddDays(-ago), 7, 1_000_000));
        }
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_export_file_that_is_deleted_leaves_its_rows_and_is_named_once()
    {
        await _bench.RunAsync("acme");
        var before = await TablesAsync();
        Delete("ga4/acme/events_20260612.jsonl", "ga4/acme/events_20260613.jsonl");

        var result = (await _bench.StageAsync("acme"))[0];

        Assert.Equal(TableStatus.UpToDate, result.Status);
        Assert.Equal(["The source has no data any more for 2 dates (2026-06-12 to 2026-06-13): they keep the rows that were staged before, marked source_gone in pipeline_ledger."], result.Warnings);
        Assert.Equal(["ga4 | 2026-06-12", "ga4 | 2026-06-13"], await _bench.ShowAsync("acme", Marks));
        Assert.All(await _bench.StageAsync("acme"), again => Assert.Empty(again.Warnings));
        Assert.All(await _bench.BuildAsync("acme"), built => Assert.Equal(TableStatus.UpToDate, built.Status));
        Assert.Equal(before, await TablesAsync());
    }

    [Fact]
    public async Task A_report_that_is_deleted_leaves_its_rows_likewise()
    {
        await _bench.RunAsync("acme");
        var before = await TablesAsync();
        Delete("ads/acme/1.json", "ads/acme/3.json");

        var results = await _bench.StageAsync("acme");

        Assert.Empty(results[0].Warnings);
        Assert.StartsWith("The source has no data any more for 2 dates (2026-06-12, 2026-06-14): ", Assert.Single(results[1].Warnings), StringComparison.Ordinal);
        Assert.Equal(["google_ads | 2026-06-12", "google_ads | 2026-06-14"], await _bench.ShowAsync("acme", Marks));
        Assert.Equal(before, await TablesAsync());
    }

    [Fact]
    public async Task A_full_refresh_and_a_range_keep_the_rows_too_and_say_so()
    {
        await _bench.RunAsync("acme");
        Delete("ga4/acme/events_20260612.jsonl", "ads/acme/3.json");

        var results = await _bench.StageAsync("acme", request: new() { FullRefresh = true });

        Assert.All(results, result => Assert.Equal(
            (TableStatus.Refreshed, 4, "The source has no data any more for 1 date (2026-06-12): they could not be loaded again and keep the rows that were staged before."),
            (result.Status, result.Dates!.Value, Assert.Single(result.Warnings))));
        Assert.Equal(["ga4 | 2026-06-12", "google_ads | 2026-06-12"], (await _bench.ShowAsync("acme", Marks)).Order());
        Assert.Equal(["5 | 5"], await _bench.ShowAsync("acme", "SELECT (SELECT COUNT(*) FROM stg_acme_ga4_events), (SELECT COUNT(*) FROM stg_acme_google_ads_cost)"));
        Assert.All(await _bench.StageAsync("acme", request: new() { From = Day.AddDays(-4), To = Day.AddDays(-3) }), result => Assert.Single(result.Warnings));
        Assert.All(await _bench.StageAsync("acme", request: new() { From = Day.AddDays(-1) }), result => Assert.Empty(result.Warnings));
    }

    [Fact]
    public async Task A_table_that_comes_back_loses_the_mark_whether_or_not_it_has_changed()
    {
        await _bench.RunAsync("acme");
        var before = await TablesAsync();
        string[] files = ["ga4/acme/events_20260611.jsonl", "ga4/acme/events_20260612.jsonl", "ads/acme/3.json"];
        foreach (var file in files)
        {
            File.Move(At(file), At(file + ".away"));
        }

        await _bench.StageAsync("acme");
        Assert.Equal(3, (await _bench.ShowAsync("acme", Marks)).Length);
        foreach (var file in files)
        {
            File.Move(At(file + ".away"), At(file));
        }

        _bench.Events("acme", new Ga4Event(Day.AddDays(-3)), new Ga4Event(Day.AddDays(-3), user: "late"));
        Assert.Equal([TableStatus.Refreshed, TableStatus.UpToDate], (await _bench.StageAsync("acme")).Select(result => result.Status));
        Assert.Empty(await _bench.ShowAsync("acme", Marks));
        Assert.Equal(before.Keys, (await TablesAsync()).Keys);
        Assert.Equal(["6"], await _bench.ShowAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [Fact]
    public async Task A_plan_names_the_dates_and_marks_none()
    {
        await _bench.RunAsync("acme");
        Delete("ga4/acme/events_20260612.jsonl");

        var plan = await _bench.Pipeline.PlanStagingAsync(_bench.Find("acme"), new(), default);

        Assert.Contains("1 date (2026-06-12)", Assert.Single(plan[0].Warnings), StringComparison.Ordinal);
        Assert.Empty(await _bench.ShowAsync("acme", Marks));
    }

    [Fact]
    public async Task What_lies_outside_the_range_of_the_run_is_not_looked_at()
    {
        await _bench.RunAsync("acme");
        Delete("ga4/acme/events_20260615.jsonl", "ads/acme/0.json");

        Assert.All(await _bench.StageAsync("acme", Day.AddDays(-1)), result => Assert.Empty(result.Warnings));
        Assert.Empty(await _bench.ShowAsync("acme", Marks));
    }

    [Fact]
    public async Task A_ledger_of_an_older_version_gets_the_mark_that_it_lacks()
    {
        await _bench.RunAsync("acme");
        var before = await TablesAsync();
        using (var duckDb = new DuckDBConnection("DataSource=" + At("warehouse/acme.duckdb")))
        {
            duckDb.Open();
            using var command = duckDb.CreateCommand();
            command.CommandText = "ALTER TABLE pipeline_ledger DROP COLUMN source_gone";
            command.ExecuteNonQuery();
        }

        Assert.All(await _bench.Pipeline.GetStatusAsync(_bench.Find("acme"), default), status => Assert.Empty(status.SourceGone));
        Assert.All(await _bench.Pipeline.PlanStagingAsync(_bench.Find("acme"), new(), default), result => Assert.Equal(TableStatus.UpToDate, result.Status));
        Assert.All(await _bench.StageAsync("acme"), result => Assert.Equal(TableStatus.UpToDate, result.Status));
        Delete("ga4/acme/events_20260612.jsonl");
        await _bench.StageAsync("acme");

        Assert.Equal(["ga4 | 2026-06-12"], await _bench.ShowAsync("acme", Marks));
        Assert.Equal(before, await TablesAsync());
    }

    /// <summary>What stands in the tables; the ledger's mark and its absence beside.</summary>
    private async Task<IReadOnlyDictionary<string, string>> TablesAsync() => await _bench.ContentsAsync("acme", "pipeline_ledger");

    private string At(string file) => Path.Combine(_bench.Root, file);

    private void Delete(params string[] files)
    {
        foreach (var file in files)
        {
            File.Delete(At(file));
        }
    }
}
