using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using static MarketingPipeline.GoogleAds.Tests.Bodies;

namespace MarketingPipeline.GoogleAds.Tests;

public sealed class GoogleAdsReportFilesTests : IDisposable
{
    private static readonly DateOnly Start = new(2026, 8, 1);

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).FullName;

    private GoogleAdsReportFiles Files => new(_folder, Account);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_answers_for_every_date_from_its_first_to_its_last()
    {
        Save("campaigns.json", Stream(Batch(Row(date: "2026-08-09")), Batch(Row(date: "2026-08-03"), Row(date: "2026-08-05"))));
        var modified = new DateTime(2026, 9, 1, 2, 3, 4, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "campaigns.json"), modified);

        var coverage = Assert.Single((await OfferAsync(Files)).Coverage);

        Assert.Equal(
            new GoogleAdsCoverage("campaigns.json", new(2026, 8, 3), new(2026, 8, 9), new FileInfo(Path.Combine(_folder, "campaigns.json")).Length, modified),
            coverage);
    }

    [Fact]
    public async Task A_file_without_rows_answers_for_no_date()
    {
        Save("empty.json", "[]");

        Assert.Empty((await OfferAsync(Files)).Coverage);
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Files_are_read_in_the_ordinal_order_of_their_paths()
    {
        var body = Stream(Batch(Row()));
        foreach (var name in new[] { "b.JSON", "a/z.json", "a.json", "Z.json", "a/2026/08.json", "Ä.json" })
        {
            Save(name, body);
        }

        string[] expected = ["Z.json", "a.json", "a/2026/08.json", "a/z.json", "b.JSON", "Ä.json"];
        Assert.Equal(expected.Select((name, order) => (name, order)), (await ReadAsync()).Select(row => (row.Source, row.SourceOrder)));
        Assert.Equal(expected, (await OfferAsync(Files)).Coverage.Select(coverage => coverage.Source));
    }

    [Fact]
    public async Task Every_kind_of_report_file_is_read_and_no_other()
    {
        Save("1.json", Stream(Batch(Row("\"clicks\":\"1\""))));
        File.WriteAllBytes(Path.Combine(_folder, "2.json.gz"), Gzipped(Stream(Batch(Row("\"clicks\":\"2\"")))));
        Save("3.jsonl", Row("\"clicks\":\"3\"") + "\n");
        Save("4.ndjson", Batch(Row("\"clicks\":\"4\"")));
        File.WriteAllBytes(Path.Combine(_folder, "5.jsonl.gz"), Gzipped(Row("\"clicks\":\"5\"") + "\n" + Row("\"clicks\":\"6\"")));
        File.WriteAllBytes(Path.Combine(_folder, "6.ndjson.gz"), Gzipped(Row("\"clicks\":\"7\"")));
        Save("notes.txt", "not a report");
        Save("campaigns.csv.gz", "not a report");
        Save(".hidden.json", "not a report");
        Save(".sync/1.json", "not a report");
        Save("a/.b/c/1.json", "not a report");

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], (await ReadAsync()).Select(row => row.Clicks));
    }

    [Fact]
    public async Task Only_rows_of_the_range_are_given_both_ends_included()
    {
        Save("report.json", Stream(Batch([.. Enumerable.Range(1, 9).Select(day => Row(date: $"2026-08-0{day}"))])));

        var rows = new List<GoogleAdsRow>();
        await foreach (var row in Files.ReadAsync(Start.AddDays(2), Start.AddDays(4), null, default))
        {
            rows.Add(row);
        }

        Assert.Equal([3, 4, 5], rows.Select(row => row.Date.Day));
    }

    [Fact]
    public async Task A_file_that_another_program_has_open_for_writing_is_read()
    {
        Save("report.json", Stream(Batch(Row())));
        using var open = new FileStream(Path.Combine(_folder, "report.json"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task A_missing_folder_and_one_without_a_report_are_missing_sources()
    {
        var missing = Path.Combine(_folder, "nowhere");
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));

        foreach (var path in new[] { missing, Path.Combine(_folder, "empty") })
        {
            var error = await Assert.ThrowsAsync<PipelineException>(() => OfferAsync(new GoogleAdsReportFiles(path, Account)));
            Assert.Equal(PipelineErrorKind.SourceMissing, error.Kind);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains("googleAds.path", error.Advice, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("broken.json", "[{\"results\":[", "cut off")]
    [InlineData("broken.json", "<html><body>Sign in</body></html>", "web page")]
    [InlineData("broken.json", "", "is empty")]
    [InlineData("broken.jsonl", "{}\n{\"results\"\n", "line 2")]
    [InlineData("broken.json", """[{"error":{"status":"PERMISSION_DENIED","message":"no"}}]""", "PERMISSION_DENIED")]
    public async Task A_file_that_is_no_report_is_found_before_anything_is_staged(string name, string text, string what)
    {
        Save("a.json", Stream(Batch(Row())));
        Save("sub/" + name, text);

        var error = await Assert.ThrowsAsync<PipelineException>(() => OfferAsync(Files));

        Assert.Equal(PipelineErrorKind.SourceUnreadable, error.Kind);
        Assert.Equal(Path.Combine(_folder, "sub", name), error.Target);
        Assert.Contains(error.Target!, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_that_is_cancelled_stops_reading()
    {
        Save("report.json", Stream(Batch(Row())));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OfferAsync(Files, new CancellationToken(canceled: true)));
    }

    private static Task<GoogleAdsOffer> OfferAsync(GoogleAdsReportFiles files, CancellationToken cancellation = default) => files.OfferAsync(Start, Start.AddDays(8), cancellation);

    private void Save(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<List<GoogleAdsRow>> ReadAsync()
    {
        var rows = new List<GoogleAdsRow>();
        await foreach (var row in Files.ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, null, default))
        {
            rows.Add(row);
        }

        return rows;
    }
}
