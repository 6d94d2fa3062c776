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
    public async Task Files_are_read_in_the_order_in_which_they_were_saved_and_within_a_second_in_that_of_their_paths()
    {
        var body = Stream(Batch(Row()));
        var saved = new DateTime(2026, 9, 1, 2, 3, 4, DateTimeKind.Utc);
        foreach (var name in new[] { "b.JSON", "a/z.json", "a.json", "Z.json", "a/2026/08.json", "Ä.json", "0-later.json" })
        {
            Save(name, body);
            File.SetLastWriteTimeUtc(Path.Combine(_folder, name), saved.AddSeconds(name == "0-later.json" ? 1 : 0.01 * name.Length));
        }

        string[] expected = ["Z.json", "a.json", "a/2026/08.json", "a/z.json", "b.JSON", "Ä.json", "0-later.json"];
        Assert.Equal(expected.Select((name, order) => (name, order)), (await ReadAsync()).Select(row => (row.Source, row.SourceOrder)));
        Assert.Equal(expected, (await OfferAsync(Files)).Coverage.Select(coverage => coverage.Source));
    }

    [Fact]
    public async Task A_metric_that_the_report_has_selected_is_0_in_a_row_without_it_and_any_other_is_absent()
    {
        Save("by rows.jsonl", Row("\"clicks\":\"1\"") + "\n" + Row("\"impressions\":\"2\""));
        Save("by mask.json", $$"""{"results":[{{Row("")}}],"fieldMask":"campaign.id,segments.date,metrics.cost_micros,metrics.conversionsValue"}""");

        Assert.Equal(
            [(0L, null, null, null, 0m), (null, 1L, 0L, null, null), (null, 0L, 2L, null, null)],
            (await ReadAsync()).OrderBy(row => row.Source, StringComparer.Ordinal).Select(row => (row.CostMicros, row.Clicks, row.Impressions, row.Conversions, row.ConversionsValue)));
    }

    [Fact]
    public async Task What_ad_groups_have_selected_says_nothing_of_campaigns_in_the_same_file()
    {
        var adGroup = Row("\"costMicros\":\"5\"").Replace("\"segments\"", """ "adGroup":{"id":"55"},"segments" """, StringComparison.Ordinal);
        Save("both.json", $$"""[{"results":[{{Row("\"clicks\":\"1\"")}}],"fieldMask":"metrics.clicks"},{"results":[{{adGroup}}],"fieldMask":"adGroup.id,metrics.costMicros,metrics.conversions"}]""");

        Assert.Equal([(null, 1L, null), (5L, null, 0m)], (await ReadAsync()).Select(row => (row.CostMicros, row.Clicks, row.Conversions)));
    }

    [Fact]
    public async Task A_row_without_a_segment_that_the_field_mask_names_is_of_that_segmentation_too()
    {
        Save("devices.json", $$"""{"results":[{{Row(moreSegments: ",\"device\":\"MOBILE\"")}},{{Row()}}],"fieldMask":"segments.date,segments.device"}""");

        Assert.Equal(["device", "device"], (await ReadAsync()).Select(row => row.Segmentation));
    }

    [Fact]
    public async Task A_report_of_something_else_is_passed_over_and_named_and_the_others_are_read()
    {
        Save("campaign.json", Stream(Batch(Row())));
        Save("assets.json", Stream(Batch(Row(), Row().Replace("{\"campaign\"", """{"assetGroupAsset":{"resourceName":"customers/1234567890/assetGroupAssets/1"},"campaign" """, StringComparison.Ordinal))));
        Save("actions.jsonl", Row(moreSegments: ""","conversionAction":"customers/1/conversionActions/2" """));
        Save("whole.json", """[{"results":[{"campaign":{"id":"1"},"metrics":{"clicks":"1"}}]}]""");
        Save("account.json", """[{"results":[{"customer":{"id":"1234567890"},"segments":{"date":"2026-08-01"},"metrics":{"clicks":"1"}}]}]""");

        var offer = await OfferAsync(Files);

        Assert.Equal(["campaign.json"], offer.Coverage.Select(coverage => coverage.Source));
        Assert.Single(await ReadAsync());
        Assert.Equal(["account.json", "actions.jsonl", "assets.json", "whole.json"], offer.Unread.Select(file => file.Name).Order(StringComparer.Ordinal));
        foreach (var (name, what) in new[] { ("account.json", "no campaign"), ("actions.jsonl", "'conversionAction'"), ("assets.json", "'assetGroupAsset'"), ("whole.json", "segments.date") })
        {
            Assert.Contains(what, offer.Unread.Single(file => file.Name == name).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_that_are_no_reports_are_named_in_one_group_for_each_reason()
    {
        Save("campaign.json", Stream(Batch(Row())));
        foreach (var name in new[] { "1.csv", "2.csv", "3.csv.gz", "4.tsv", "5.xlsx", "6.CSV", "notes.md" })
        {
            Save(name, "Campaign,Clicks\nBrand,1\n");
        }

        var groups = GoogleAdsUnreadFile.Grouped((await OfferAsync(Files)).Unread).OrderBy(group => group.Names, StringComparer.Ordinal).ToArray();

        Assert.Equal(["1.csv, 2.csv, 3.csv.gz, 4.tsv, 5.xlsx and 1 more", "notes.md"], groups.Select(group => group.Names));
        Assert.All(groups, group => Assert.Contains("searchStream", group.Advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_of_downloaded_tables_only_says_how_to_get_a_report()
    {
        Save("Campaign report.csv", "Campaign report\nJune 1, 2026 - June 30, 2026\nCampaign,Clicks\nBrand,1\n");

        var error = await Assert.ThrowsAsync<PipelineException>(() => OfferAsync(Files));

        Assert.Equal(PipelineErrorKind.SourceMissing, error.Kind);
        Assert.Contains("Campaign report.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains("googleAds.source to Api", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", "Campaign report\nJune 1, 2026 - June 30, 2026\nCampaign,Clicks\nBrand,1\n")]
    [InlineData("utf-16", "Campaign report\r\nJune 1, 2026 - June 30, 2026\r\nCampaign\tClicks\r\nBrand\t1\r\n")]
    [InlineData("utf-16BE", "Kampagne\tKlicks\nMarke\t1\n")]
    public async Task A_table_under_a_reports_name_is_refused_with_how_to_get_a_report(string encoding, string text)
    {
        foreach (var name in new[] { "report.json", "report.jsonl" })
        {
            File.WriteAllText(Path.Combine(_folder, name), text, System.Text.Encoding.GetEncoding(encoding));

            var error = await Assert.ThrowsAsync<PipelineException>(() => OfferAsync(Files));

            Assert.Equal(PipelineErrorKind.SourceUnreadable, error.Kind);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.Contains("table", error.Message, StringComparison.Ordinal);
            Assert.Contains("googleAds.source to Api", error.Advice, StringComparison.Ordinal);
            File.Delete(Path.Combine(_folder, name));
        }
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
