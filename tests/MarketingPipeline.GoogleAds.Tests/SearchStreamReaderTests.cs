using System.Globalization;
using System.Text;
using static MarketingPipeline.GoogleAds.Tests.Bodies;

namespace MarketingPipeline.GoogleAds.Tests;

public class SearchStreamReaderTests
{
    [Fact]
    public async Task The_rows_of_all_batches_come_in_their_order()
    {
        var rows = await ReadAsync(Stream(Batch(Row("\"clicks\":\"1\""), Row("\"clicks\":\"2\"")), Batch(), Batch(Row("\"clicks\":\"3\""))));

        Assert.Equal([1, 2, 3], rows.Select(row => row.Clicks));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(" \n[ ] \r\n")]
    [InlineData("""[{"fieldMask":"campaign.id","requestId":"x"}]""")]
    [InlineData("""[{"results":[],"fieldMask":"campaign.id"}]""")]
    [InlineData("""[{"results":null,"fieldMask":"campaign.id"}]""")]
    [InlineData("""[{"summaryRow":{"metrics":{"clicks":"99"}}}]""")]
    [InlineData("""{"fieldMask":"campaign.id"}""")]
    [InlineData("{}")]
    public async Task A_report_without_rows_has_none(string body) => Assert.Empty(await ReadAsync(body));

    [Fact]
    public async Task A_summary_row_is_not_counted()
    {
        var rows = await ReadAsync(Stream(Batch(Row()), """{"summaryRow":{"metrics":{"clicks":"40"}},"requestId":"x"}"""));

        Assert.Equal(40, rows.Sum(row => row.Clicks));
    }

    [Fact]
    public async Task A_page_of_a_search_response_is_read_like_a_batch()
    {
        var rows = await ReadAsync($$"""{"nextPageToken":"t","totalResultsCount":"1","results":[{{Row()}}]}""");

        Assert.Equal(40, Assert.Single(rows).Clicks);
    }

    [Fact]
    public async Task A_body_is_read_however_it_was_saved()
    {
        var body = Stream(Batch(Row(), Row()));
        byte[][] saved =
        [
            Encoding.UTF8.GetBytes(body),
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(body)],
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(body)],
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(body)],
            Gzipped(body),
            Gzipped("\uFEFF" + body),
        ];

        var expected = await ReadAsync(body);
        Assert.Equal(2, expected.Count);
        foreach (var bytes in saved)
        {
            Assert.Equal(expected, await ReadAsync(new MemoryStream(bytes)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_body_gives_the_same_rows_wherever_the_network_cuts_it(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 40).Select(_ => Row(
            $"\"clicks\":\"{random.Next(1000)}\",\"conversions\":{random.Next(1000)}.{random.Next(1000)},\"costMicros\":{random.NextInt64(long.MaxValue)}",
            $"2026-08-{random.Next(1, 29):00}",
            $",\"device\":\"Gerät-ภ-{random.Next(5)}\"")).ToList();
        var body = Stream([.. rows.Chunk(7).Select(chunk => Batch(chunk)), """{"summaryRow":{"metrics":{"clicks":"1"}}}"""]);
        var expected = await ReadAsync(body);

        Assert.Equal(40, expected.Count);
        Assert.Equal(expected, await ReadAsync(new ChoppyStream(Encoding.UTF8.GetBytes(body), random)));
        Assert.Equal(expected, await ReadAsync(new ChoppyStream(Gzipped(body), random)));
        Assert.Equal(expected, await ReadAsync(new ChoppyStream(Encoding.UTF8.GetBytes(string.Join("\r\n", rows)), random), lines: true));
    }

    [Fact]
    public async Task A_body_is_cut_off_at_no_place_without_an_error()
    {
        var body = Stream(Batch(Row()), Batch(Row()));

        for (var length = 1; length < body.Length; length++)
        {
            var error = await RefusedAsync(body[..length]);
            Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
            Assert.Contains("line ", error.Message, StringComparison.Ordinal);
            Assert.Contains("Save the report again", error.Advice, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \r\n ", "is empty")]
    [InlineData("\n <!DOCTYPE html><html></html>", "web page")]
    [InlineData("date,campaign,cost\n2026-08-01,Brand,5", "is text, such as a downloaded table")]
    [InlineData("[\n{\"results\":[}]", "line 2, byte 13")]
    [InlineData("[{}] [{}]", "more after the report's end")]
    [InlineData("7", "a number stands where a list of batches belongs")]
    [InlineData("[[]]", "a list stands where a batch of rows belongs")]
    [InlineData("""[{"results":{}}]""", "'results' is no list")]
    [InlineData("""[{"results":[7]}]""", "a number stands where a row belongs")]
    [InlineData("""[{"installed":{"client_id":"x"}}]""", "it has 'installed'")]
    [InlineData("""[{"campaign":{"id":"1"},"segments":{},"metrics":{}}]""", "a row stands where")]
    public async Task What_is_no_report_is_an_error_that_says_what_it_is(string body, string what) =>
        Assert.Contains(what, (await RefusedAsync(body)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Damaged_gzip_data_is_an_error()
    {
        var bytes = Gzipped(Stream([.. Enumerable.Range(0, 500).Select(i => Batch(Row($"\"clicks\":\"{i}\"")))]));

        await RefusedAsync(bytes[..(bytes.Length / 2)]);
        await RefusedAsync([0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Array.Fill(bytes, (byte)0xFF, bytes.Length / 2, 20);
        await RefusedAsync(bytes);
    }

    [Fact]
    public async Task An_error_of_Googles_after_rows_is_an_error_and_keeps_its_codes()
    {
        const string quota = """
            {"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure","errors":[{"errorCode":{"quotaError":"RESOURCE_EXHAUSTED"},"message":"Too many requests. Retry in 40591 seconds."}]}]}}
            """;

        var error = await RefusedAsync(Stream(Batch(Row()), quota));
        var cause = Assert.IsType<GoogleAdsErrorException>(error.InnerException);

        Assert.Contains("batch 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("quotaError.RESOURCE_EXHAUSTED: Too many requests. Retry in 40591 seconds.", error.Message, StringComparison.Ordinal);
        Assert.Equal((429, "RESOURCE_EXHAUSTED"), (cause.Code, cause.Status));
        Assert.Equal(["quotaError.RESOURCE_EXHAUSTED"], cause.ErrorCodes);
        Assert.StartsWith("{\"code\":429", cause.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"code":401,"message":"Request is missing required authentication credential.","status":"UNAUTHENTICATED"}}""", "UNAUTHENTICATED")]
    [InlineData("""{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""", "invalid_grant")]
    [InlineData("""[{"error":null}]""", "no message")]
    public async Task An_error_of_any_shape_is_no_data(string body, string what) =>
        Assert.Contains(what, (await RefusedAsync(body)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Lines_hold_rows_batches_or_bodies_and_may_be_blank()
    {
        string[] lines = ["", Row("\"clicks\":\"1\""), Batch(Row("\"clicks\":\"2\"")), "  ", Stream(Batch(Row("\"clicks\":\"3\""))).Replace("\n", "", StringComparison.Ordinal), "{}"];

        Assert.Equal([1, 2, 3], (await ReadLinesAsync(string.Join("\r\n", lines))).Select(row => row.Clicks));
        Assert.Equal([1, 2, 3], (await ReadLinesAsync(string.Join('\n', lines) + "\n")).Select(row => row.Clicks));
    }

    [Theory]
    [InlineData("nothing", "line 3, byte 2")]
    [InlineData("{\"campaign\":", "line 3")]
    [InlineData("{} {}", "line 3")]
    [InlineData("""{"campaign":{"id":"1"}}""", "line 3: the row has no date")]
    [InlineData("""{"error":{"message":"no"}}""", "line 3, batch 1")]
    public async Task A_line_that_cannot_be_read_is_named(string line, string place) =>
        Assert.Contains(place, (await RefusedAsync($"{Row()}\n\n{line}\n{Row()}\n", lines: true)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("<html>")]
    public async Task A_file_of_lines_without_lines_is_an_error(string body) => await RefusedAsync(body, lines: true);

    [Theory]
    [InlineData("th-TH")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task Figures_and_dates_are_the_same_in_every_culture(string culture)
    {
        var body = Stream(Batch(Row("""  "clicks":"1234","conversions":1234.567,"allConversions":1.5e-3,"costMicros":"-1234567" """, moreSegments: ",\"hour\":12")));
        var expected = await ReadAsync(body);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(expected, await ReadAsync(body));
            Assert.Equal(new DateOnly(2026, 8, 1), expected[0].Date);
            Assert.Equal((1234.567m, 0.0015m, -1234567L), (expected[0].Conversions, expected[0].AllConversions, expected[0].CostMicros));
            Assert.Contains("batch 1, row 12: ", (await RefusedAsync(Stream(Batch([.. Enumerable.Repeat(Row(), 11), "7"])))).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_long_body_is_read_with_little_memory()
    {
        var body = new RepeatedRows(Batch(Row()), 200_000);
        var reader = new SearchStreamReader("live", 0, Account);
        long rows = 0;
        long largest = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await foreach (var row in reader.ReadAsync(body))
        {
            if (++rows % 50_000 == 0)
            {
                largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(200_000, rows);
        Assert.True(largest < 16 * 1024 * 1024, $"{largest} bytes");
    }
}
