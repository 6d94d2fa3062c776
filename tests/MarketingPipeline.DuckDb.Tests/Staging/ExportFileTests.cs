using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>Which files of a folder are the export, whatever they and their folder are called.</summary>
public sealed class ExportFileTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task Every_format_is_read_and_they_may_change_from_day_to_day()
    {
        using var bench = new Bench().Client(Acme.Name);
        bench.Write("ga4/acme/events_20260609.json", Array(Day.AddDays(-6)));
        bench.Write("ga4/acme/events_20260610.jsonl", Lines(Day.AddDays(-5)));
        Gzip(bench, "ga4/acme/events_20260611.json.gz", Array(Day.AddDays(-4)));
        Gzip(bench, "ga4/acme/events_20260612.jsonl.gz", Lines(Day.AddDays(-3)));
        bench.Write("ga4/acme/events_20260613.json", Lines(Day.AddDays(-2)));
        bench.Parquet("ga4/acme/events_20260614.parquet", Day.AddDays(-1), "page_view");
        bench.Write("ga4/acme/events_20260615.jsonl", "  \n" + Array(Day));

        await bench.StageAsync(Acme.Name);

        var rows = await bench.QueryAsync(Acme.Name, "SELECT source_table, COUNT(*) AS events FROM stg_acme_ga4_events GROUP BY source_table ORDER BY source_table");
        Assert.Equal(
            ["events_20260609 / 2", "events_20260610 / 2", "events_20260611 / 2", "events_20260612 / 2", "events_20260613 / 2", "events_20260614 / 1", "events_20260615 / 2"],
            rows.Select(row => row.Text("source_table", "events")));
    }

    [Fact]
    public async Task An_array_and_lines_may_be_files_of_one_day()
    {
        using var bench = new Bench().Client(Acme.Name);
        bench.Write("ga4/acme/events_20260615_a.json", Array(Day));
        bench.Write("ga4/acme/events_20260615_b.jsonl", new Ga4Event(Day, minute: 9).Json.ToJsonString());

        await bench.StageAsync(Acme.Name);

        Assert.Equal(3L, await bench.ValueAsync(Acme.Name, "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [Fact]
    public async Task A_duplicate_is_one_also_where_one_file_is_an_array_and_the_other_lines()
    {
        using var bench = new Bench().Client(Acme.Name);
        bench.Write("ga4/acme/events_20260615_a.json", Array(Day));
        Gzip(bench, "ga4/acme/events_20260615_b.jsonl.gz", Lines(Day));

        await bench.StageAsync(Acme.Name);

        Assert.Equal("4 / 2 / 2", Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM pipeline_ledger")).Text("source_rows", "staged_rows", "duplicate_rows"));
    }

    [Fact]
    public async Task Lines_that_end_as_on_Windows_are_read()
    {
        using var bench = new Bench().Client(Acme.Name);
        bench.Write("ga4/acme/events_20260614.jsonl", Lines(Day.AddDays(-1)).Replace("\n", "\r\n", StringComparison.Ordinal));
        bench.Write("ga4/acme/events_20260615.json", Array(Day).Replace("\n", "\r\n", StringComparison.Ordinal));

        await bench.StageAsync(Acme.Name);

        Assert.Equal(4L, await bench.ValueAsync(Acme.Name, "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [Fact]
    public async Task Names_may_be_in_upper_case_and_have_a_suffix()
    {
        using var bench = new Bench().Client(Acme.Name);
        bench.Write("ga4/acme/EVENTS_20260612.JSON", Array(Day.AddDays(-3)));
        Gzip(bench, "ga4/acme/Events_20260613-000.JSONL.GZ", Lines(Day.AddDays(-2)));
        bench.Parquet("ga4/acme/events_20260614_000000000000.PARQUET", Day.AddDays(-1), "page_view");
        bench.Write("ga4/acme/Events_Intraday_20260615.NDJSON", Lines(Day));

        await bench.StageAsync(Acme.Name);

        var rows = await bench.QueryAsync(Acme.Name, "SELECT source_table, COUNT(*) AS events FROM stg_acme_ga4_events GROUP BY source_table ORDER BY source_table");
        Assert.Equal(["events_20260612 / 2", "events_20260613 / 2", "events_20260614 / 1", "events_intraday_20260615 / 2"], rows.Select(row => row.Text("source_table", "events")));
    }

    [SkippableFact]
    public async Task A_folder_may_have_brackets_spaces_and_a_quote_in_its_name()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows allows no * and ? in names.");
        using var bench = new Bench().Client(Acme.Name, ga4Settings: "\"path\": \"it's [GA4] export* {a,b}?\"");
        var folder = "it's [GA4] export* {a,b}?/";
        bench.Write(folder + "events_20260613.jsonl", Lines(Day.AddDays(-2)));
        bench.Write(folder + "events_20260614 [2] 'copy'.jsonl", Lines(Day.AddDays(-1)));
        bench.Parquet(folder + "events_20260615 [1]*?.parquet", Day, "page_view");

        await bench.StageAsync(Acme.Name);

        var rows = await bench.QueryAsync(Acme.Name, "SELECT source_table, COUNT(*) AS events FROM stg_acme_ga4_events GROUP BY source_table ORDER BY source_table");
        Assert.Equal(["events_20260613 / 2", "events_20260614 / 2", "events_20260615 / 1"], rows.Select(row => row.Text("source_table", "events")));
    }

    [Fact]
    public async Task Other_files_of_the_folder_are_no_day_tables()
    {
        using var bench = new Acme().Open(new Ga4Event(Day));
        foreach (var name in (string[])["users_20260615.jsonl", "pseudonymous_users_20260615.jsonl", "events_fresh_20260615.jsonl", "events_20260615.csv", "events_202606150.jsonl", "xevents_20260615.jsonl", "readme.txt"])
        {
            bench.Write("ga4/acme/" + name, Lines(Day.AddDays(-9)));
        }

        await bench.StageAsync(Acme.Name);

        Assert.Equal(1L, await bench.ValueAsync(Acme.Name, "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [Fact]
    public async Task The_daily_table_replaces_the_intraday_one_and_is_never_added_to_it()
    {
        using var bench = new Bench().Client(Acme.Name);
        bench.Write("ga4/acme/events_intraday_20260615.jsonl", Lines(Day));
        await bench.StageAsync(Acme.Name);
        var provisional = Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM pipeline_ledger"));

        bench.Write("ga4/acme/events_20260615.jsonl", new Ga4Event(Day, "purchase", minute: 5).Json.ToJsonString() + "\n");
        await bench.StageAsync(Acme.Name);
        var final = Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM pipeline_ledger"));

        Assert.Equal("events_intraday_20260615 / False / 2", provisional.Text("source_table", "is_daily", "staged_rows"));
        Assert.Equal("events_20260615 / True / 1", final.Text("source_table", "is_daily", "staged_rows"));
        Assert.Equal("purchase / events_20260615", Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM stg_acme_ga4_events")).Text("event_name", "source_table"));
    }

    [Fact]
    public async Task Where_both_are_there_at_first_only_the_daily_table_is_read()
    {
        using var bench = new Acme().Open(new Ga4Event(Day));
        bench.Write("ga4/acme/events_intraday_20260615.jsonl", Lines(Day));

        await bench.StageAsync(Acme.Name);

        Assert.Equal("events_20260615 / True / 1 / 1", Assert.Single(await bench.QueryAsync(Acme.Name, "SELECT * FROM pipeline_ledger")).Text("source_table", "is_daily", "source_rows", "staged_rows"));
    }

    [Fact]
    public async Task A_file_that_is_gzipped_only_by_name_is_named()
    {
        using var bench = new Acme().Open(new Ga4Event(Day));
        bench.Write("ga4/acme/events_20260614.jsonl.gz", Lines(Day.AddDays(-1)));

        var refusal = await Assert.ThrowsAsync<PipelineException>(() => bench.StageAsync(Acme.Name));

        Assert.Equal((PipelineErrorKind.SourceUnreadable, "events_20260614.jsonl.gz"), (refusal.Kind, Path.GetFileName(refusal.Target)));
    }

    private static JsonObject[] Two(DateOnly day) => [new Ga4Event(day).Json, new Ga4Event(day, minute: 1).Json];

    private static string Array(DateOnly day) => new JsonArray(Two(day)).ToJsonString(new() { WriteIndented = true });

    private static string Lines(DateOnly day) => string.Concat(Two(day).Select(row => row.ToJsonString() + "\n"));

    private static void Gzip(Bench bench, string path, string text)
    {
        using var file = File.Create(Path.Combine(bench.Root, path));
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
    }
}
