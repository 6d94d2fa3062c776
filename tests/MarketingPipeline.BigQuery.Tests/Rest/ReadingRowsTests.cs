using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class ReadingRowsTests
{
    private static readonly JobStatistics Job = new() { JobId = "job1", Location = "EU" };

    [Theory]
    [InlineData("INTEGER", "9223372036854775807", 9223372036854775807L)]
    [InlineData("INT64", "-9007199254740993", -9007199254740993L)]
    [InlineData("FLOAT", "1.5E-7", 1.5E-7)]
    [InlineData("FLOAT", "NaN", double.NaN)]
    [InlineData("FLOAT", "Infinity", double.PositiveInfinity)]
    [InlineData("FLOAT64", "-Infinity", double.NegativeInfinity)]
    [InlineData("BOOLEAN", "true", true)]
    [InlineData("BOOL", "false", false)]
    [InlineData("STRING", "", "")]
    [InlineData("JSON", "{\\\"a\\\":1}", "{\"a\":1}")]
    [InlineData("DATETIME", "2024-03-01T10:00:00.123456", "2024-03-01T10:00:00.123456")]
    [InlineData("TIME", "10:00:00", "10:00:00")]
    [InlineData("BYTES", "AAEC", "AAEC")]
    public async Task A_scalar_is_of_the_type_that_a_row_promises(string type, string text, object expected) =>
        Assert.Equal(expected, await Scalar(type, text));

    [Theory]
    [InlineData("NUMERIC", "12345678901234567.123456789", "12345678901234567.123456789")]
    [InlineData("NUMERIC", "-0.000000001", "-0.000000001")]
    [InlineData("BIGNUMERIC", "0.1234567890123456789012345", "0.1234567890123456789012345")]
    public async Task A_decimal_number_keeps_its_digits(string type, string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<decimal>(await Scalar(type, text)).ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task A_BIGNUMERIC_beyond_decimal_stays_text() =>
        Assert.Equal("0.12345678901234567890123456789012345678", await Scalar("BIGNUMERIC", "0.12345678901234567890123456789012345678"));

    [Theory]
    [InlineData("1611798022695757", 757)]
    [InlineData("1.611798022695757E9", 757)]
    public async Task A_timestamp_is_exact_to_the_microsecond_and_UTC(string text, int microseconds)
    {
        var moment = Assert.IsType<DateTimeOffset>(await Scalar("TIMESTAMP", text));

        Assert.Equal(new DateTimeOffset(2021, 1, 28, 1, 40, 22, 695, TimeSpan.Zero).AddTicks(microseconds * 10), moment);
        Assert.Equal(TimeSpan.Zero, moment.Offset);
    }

    [Theory]
    [InlineData("-62135596800000000", "0001-01-01")]
    [InlineData("253402300799999999", "9999-12-31")]
    public async Task The_first_and_the_last_timestamp_can_be_read(string text, string day) =>
        Assert.Equal(day, ((DateTimeOffset)(await Scalar("TIMESTAMP", text))!).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task A_date_is_a_date() => Assert.Equal(new DateOnly(2021, 1, 31), await Scalar("DATE", "2021-01-31"));

    [Fact]
    public async Task A_value_that_cannot_be_read_names_its_column()
    {
        var error = await Assert.ThrowsAsync<BigQueryException>(() => Scalar("NUMERIC", "99999999999999999999999999999.9"));

        Assert.Equal("unreadableValue", error.Reason);
        Assert.Contains("Column x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nested_columns_are_lists_and_dictionaries()
    {
        var api = new ScriptedApi().Then("""
            {"jobComplete":true,"schema":{"fields":[
              {"name":"event_params","type":"RECORD","mode":"REPEATED","fields":[{"name":"key","type":"STRING"},{"name":"value","type":"RECORD","fields":[{"name":"string_value","type":"STRING"},{"name":"int_value","type":"INTEGER"}]}]},
              {"name":"tags","type":"STRING","mode":"REPEATED"},{"name":"device","type":"RECORD","fields":[{"name":"category","type":"STRING"}]}]},
             "rows":[{"f":[{"v":[{"v":{"f":[{"v":"page"},{"v":{"f":[{"v":null},{"v":"123"}]}}]}}]},{"v":[]},{"v":null}]}]}
            """);
        var row = Assert.Single(await All(api));

        Assert.Equal(["event_params", "tags", "device"], row.Columns);
        var parameter = Assert.IsType<Dictionary<string, object?>>(Assert.Single(Assert.IsType<List<object?>>(row[0])));
        Assert.Equal("page", parameter["key"]);
        Assert.Equal(new Dictionary<string, object?> { ["string_value"] = null, ["int_value"] = 123L }, parameter["value"]);
        Assert.Empty(Assert.IsType<List<object?>>(row[1]));
        Assert.Null(row[2]);
    }

    [Fact]
    public async Task Rows_come_page_by_page_each_asked_for_when_it_is_needed()
    {
        var api = new ScriptedApi()
            .Then("""{"jobComplete":false}""")
            .Then("""{"jobComplete":true,"schema":{"fields":[{"name":"x","type":"INTEGER"}]},"pageToken":"a/b=","rows":[{"f":[{"v":"1"}]},{"f":[{"v":"2"}]}]}""")
            .ThenError(503, "backendError")
            .Then("""{"jobComplete":true,"schema":{"fields":[{"name":"x","type":"INTEGER"}]},"rows":[{"f":[{"v":"3"}]}]}""");
        var values = new List<(object?, int)>();
        await foreach (var row in api.Client().ReadAsync(Job, default))
        {
            values.Add((row["x"], api.Seen.Count));
        }

        Assert.Equal([(1L, 2), (2L, 2), (3L, 4)], values);
        Assert.Equal("GET queries/job1?location=EU&maxResults=20000&formatOptions.useInt64Timestamp=true&pageToken=a/b=", api.Seen[3] + api.Seen[3].Query);
    }

    [Fact]
    public async Task An_empty_result_has_no_rows() =>
        Assert.Empty(await All(new ScriptedApi().Then("""{"jobComplete":true,"schema":{"fields":[{"name":"x","type":"INTEGER"}]},"totalRows":"0"}""")));

    private static async Task<object?> Scalar(string type, string text)
    {
        var api = new ScriptedApi().Then($$$"""{"jobComplete":true,"schema":{"fields":[{"name":"x","type":"{{{type}}}"},{"name":"empty","type":"{{{type}}}"}]},"rows":[{"f":[{"v":"{{{text}}}"},{"v":null}]}]}""");
        var row = Assert.Single(await All(api));
        Assert.Null(row["empty"]);
        return row["x"];
    }

    private static async Task<List<Row>> All(ScriptedApi api)
    {
        var rows = new List<Row>();
        await foreach (var row in api.Client().ReadAsync(Job, default))
        {
            rows.Add(row);
        }

        return rows;
    }
}
