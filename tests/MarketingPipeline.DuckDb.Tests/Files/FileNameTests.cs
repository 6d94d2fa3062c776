using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Files;

/// <summary>A file of the folder is read, or named with the reason.</summary>
public sealed class FileNameTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("events_20260615.json", "events_20260615")]
    [InlineData("events_20260615000000000000.json", "events_20260615")]
    [InlineData("events_20260615000000000017.JSON", "events_20260615")]
    [InlineData("events_20260615_000000000000.ndjson", "events_20260615")]
    [InlineData("events_20260615000000000000", "events_20260615")]
    [InlineData("events_2026-06-15.jsonl", "events_20260615")]
    [InlineData("events_2026-06-15000000000003.jsonl", "events_20260615")]
    [InlineData("events_2026-06-15T00:00.jsonl", "events_20260615")]
    [InlineData("events_fresh_20260615.json", "events_fresh_20260615")]
    [InlineData("EVENTS_FRESH_20260615000000000000.json", "events_fresh_20260615")]
    [InlineData("events_intraday_2026-06-15_part.json", "events_intraday_20260615")]
    [InlineData("events_20260615/000000000000.json", "events_20260615")]
    [InlineData("2026/06/events_20260615.json", "events_20260615")]
    [InlineData("date=20260615/part-0.json", "events_20260615")]
    [InlineData("country=de/dt=2026-06-15/part-0.json", "events_20260615")]
    [InlineData("loaded=2026-06-20/event_date=20260615/part-0.json", "events_20260615")]
    [InlineData("loaded=2026-06-20/day=2026-06-15/part-0.json", "events_20260615")]
    [InlineData("year=2026/month=6/day=15/part-0.json", "events_20260615")]
    [InlineData("_TABLE_SUFFIX=20260615/part-0.json", "events_20260615")]
    [InlineData("events_intraday/date=20260615/part-0.json", "events_intraday_20260615")]
    [InlineData("events_fresh/date=20260615/part-0.json", "events_fresh_20260615")]
    public async Task A_name_that_says_the_day_is_read(string name, string table)
    {
        _bench.Write("ga4/acme/" + name, Row(1));

        var result = Assert.Single(await _bench.StageAsync("acme"));

        Assert.Empty(result.Warnings);
        Assert.Equal([$"{table} | 1"], await _bench.ShowAsync("acme", "SELECT source_table, COUNT(*) FROM stg_acme_ga4_events GROUP BY ALL"));
        Assert.Equal([table == "events_20260615" ? "true" : "false"], await _bench.ShowAsync("acme", "SELECT is_daily FROM pipeline_ledger"));
    }

    [Theory]
    [InlineData("events_20260614.avro", "Avro")]
    [InlineData("events_20260614.csv", "CSV")]
    [InlineData("events_20260614.csv.gz", "CSV")]
    [InlineData("events_20260614.orc", "ORC")]
    [InlineData("events_20260614.zip", "archive")]
    [InlineData("events_20260614.parquet.gz", "gzipped as a whole")]
    [InlineData("events_20260614.json.part", ".part")]
    [InlineData("events_20260614.txt", ".txt")]
    [InlineData("events_20260614", "neither JSON nor Parquet")]
    [InlineData("events_20260631.json", "'20260631', which is no date")]
    [InlineData("events_2026-13-01.json", "'2026-13-01', which is no date")]
    [InlineData("events_intraday_00000000.json", "no date")]
    [InlineData("events_202606141.json", "more digits")]
    [InlineData("events_2026061400000000000.json", "more digits")]
    [InlineData("events_.json", "no date in its name")]
    [InlineData("export.parquet", "no date in its name")]
    [InlineData("june/part-0.json.gz", "no date in its name")]
    [InlineData("date=20261306/part-0.json", "no date in its name|which is no date")]
    [InlineData("event_date=yesterday/part-0.json", "which is no date")]
    [InlineData("xevents_20260614.json", "no date in its name")]
    public async Task One_that_looks_like_an_export_and_is_not_read_is_named_with_the_reason(string name, string reason)
    {
        _bench.Write("ga4/acme/events_20260615.json", Row(1)).Write("ga4/acme/" + name, "something else");

        var warning = Assert.Single(Assert.Single(await _bench.StageAsync("acme")).Warnings);
        var finding = Assert.Single(await FindingsAsync(), finding => finding.Check == "ga4_unread");

        Assert.Contains($"'{name}'", warning, StringComparison.Ordinal);
        Assert.Contains(reason.Split('|'), text => warning.Contains(text, StringComparison.Ordinal));
        Assert.Equal((FindingSeverity.Warning, warning), (finding.Severity, finding.Message));
        Assert.Equal(1L, await _bench.ValueAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("_SUCCESS")]
    [InlineData(".events_20260614.json.swp")]
    [InlineData("events_20260614.json.md5")]
    [InlineData("users_20260614.json")]
    [InlineData("_temporary/0/events_20260614.json")]
    [InlineData("notes.docx")]
    public async Task What_nobody_takes_for_the_export_is_passed_over(string name)
    {
        _bench.Write("ga4/acme/events_20260615.json", Row(1)).Write("ga4/acme/" + name, "something else");

        Assert.Empty(Assert.Single(await _bench.StageAsync("acme")).Warnings);
    }

    [Fact]
    public async Task Many_files_of_one_reason_are_one_warning()
    {
        _bench.Write("ga4/acme/events_20260615.json", Row(1));
        for (var number = 0; number < 200; number++)
        {
            _bench.Write($"ga4/acme/part-{number:000}.avro", "Obj");
        }

        Assert.Equal(
            ["200 files are not read, each is Avro: 'part-000.avro', 'part-001.avro', 'part-002.avro' and others."],
            Assert.Single(await _bench.StageAsync("acme")).Warnings);
    }

    [Theory]
    [InlineData("events_20260615.json", "old/events_20260615.json", "two folders")]
    [InlineData("date=20260615/a.json", "date=2026-06-15/a.json", "two folders")]
    [InlineData("events_20260615.json", "events_20260615.jsonl", "but for the ending")]
    [InlineData("events_20260615.ndjson", "events_20260615", "but for the ending")]
    public async Task Two_files_of_the_same_rows_are_refused_rather_than_counted_twice(string one, string other, string says)
    {
        _bench.Write("ga4/acme/" + one, Row(1)).Write("ga4/acme/" + other, Row(1));

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.Equal(PipelineErrorKind.SourceUnreadable, error.Kind);
        Assert.Contains(one, error.Message, StringComparison.Ordinal);
        Assert.Contains(other, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_are_one_day_and_an_empty_one_among_them_is_no_error()
    {
        _bench.Write("ga4/acme/events_20260615000000000000.json", Row(1));
        _bench.Write("ga4/acme/events_20260615000000000001.json", "");
        _bench.Write("ga4/acme/events_20260615000000000002.json", "[]");
        _bench.Write("ga4/acme/events_20260615000000000003.json", "\n");
        _bench.Write("ga4/acme/events_20260615000000000004.json", "[" + Row(2) + "]");

        await _bench.StageAsync("acme");

        Assert.Equal(2L, await _bench.ValueAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [Fact]
    public async Task An_event_that_two_shards_hold_is_one_event_and_a_duplicate()
    {
        _bench.Write("ga4/acme/events_20260615000000000000.json", Row(1) + Row(2));
        _bench.Write("ga4/acme/events_20260615000000000001.json", Row(2) + Row(3));

        await _bench.StageAsync("acme");

        Assert.Equal(["4 | 3 | 1"], await _bench.ShowAsync("acme", "SELECT source_rows, staged_rows, duplicate_rows FROM pipeline_ledger"));
    }

    [Fact]
    public async Task The_daily_table_comes_before_the_fresh_one_and_that_before_the_intraday_one()
    {
        _bench.Write("ga4/acme/events_intraday_20260615.json", Row(1) + Row(2) + Row(3));
        await _bench.StageAsync("acme");
        Assert.Equal(["events_intraday_20260615 | false | 3"], await LedgerAsync());

        _bench.Write("ga4/acme/events_fresh_20260615.json", Row(1) + Row(2));
        await _bench.StageAsync("acme");
        Assert.Equal(["events_fresh_20260615 | false | 2"], await LedgerAsync());

        _bench.Write("ga4/acme/events_20260615.json", Row(1));
        await _bench.StageAsync("acme");
        Assert.Equal(["events_20260615 | true | 1"], await LedgerAsync());
    }

    [SkippableFact]
    public async Task Links_out_of_the_folder_and_pipes_are_named_and_not_read()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        _bench.Write("ga4/acme/events_20260615.json", Row(1)).Write("elsewhere/events_20260614.json", Row(1));
        File.CreateSymbolicLink(Path.Combine(_bench.Root, "ga4/acme/events_20260614.json"), "../../elsewhere/events_20260614.json");
        Directory.CreateSymbolicLink(Path.Combine(_bench.Root, "ga4/acme/circle"), "..");
        using (var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_bench.Root, "ga4/acme/events_20260613.json")))
        {
            await made.WaitForExitAsync();
        }

        var warnings = Assert.Single(await _bench.StageAsync("acme").WaitAsync(TimeSpan.FromMinutes(1))).Warnings;

        Assert.Equal(
            ["'events_20260613.json' is not read: it is a pipe.", "2 files are not read, each is a link out of the folder: 'circle', 'events_20260614.json'."],
            warnings.Order(StringComparer.Ordinal));
        Assert.Equal(1L, await _bench.ValueAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    [SkippableFact]
    public async Task A_file_that_a_link_of_the_folder_names_too_is_read_once()
    {
        _bench.Write("ga4/acme/events_20260615_a.json", Row(1)).Write("ga4/acme/store/1.json", Row(2));
        File.CreateSymbolicLink(Path.Combine(_bench.Root, "ga4/acme/events_20260615_b.json"), "events_20260615_a.json");
        File.CreateSymbolicLink(Path.Combine(_bench.Root, "ga4/acme/events_20260615_c.json"), "store/1.json");

        await _bench.StageAsync("acme");

        Assert.Equal(["2"], await _bench.ShowAsync("acme", "SELECT source_rows FROM pipeline_ledger"));
    }

    [Fact]
    public async Task A_folder_without_any_day_table_says_what_is_there()
    {
        _bench.Write("ga4/acme/events_20260615.avro", "Obj");

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.Equal(PipelineErrorKind.SourceMissing, error.Kind);
        Assert.Contains("events_20260615.avro is Avro", error.Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<Finding>> FindingsAsync() => _bench.Pipeline.TestClientAsync(_bench.Find("acme"), CancellationToken.None);

    private Task<string[]> LedgerAsync() => _bench.ShowAsync("acme", "SELECT source_table, is_daily, source_rows FROM pipeline_ledger");

    private static string Row(int minute) => new Ga4Event(Day, minute: minute).Json.ToJsonString() + "\n";
}
