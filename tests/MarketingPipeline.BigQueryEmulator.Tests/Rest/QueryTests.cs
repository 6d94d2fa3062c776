using System.Net;
using MarketingPipeline.BigQueryEmulator.Faults;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

public class QueryTests : RestFixture
{
    [Fact]
    public async Task Results_are_paged()
    {
        var first = await QueryAsync("SELECT numbers 5", ",\"maxResults\":2");
        Assert.Equal("5", first["totalRows"]!.GetValue<string>());
        Assert.Equal("""[{"f":[{"v":"1"}]},{"f":[{"v":"2"}]}]""", first["rows"]!.ToJsonString());
        var id = first["jobReference"]!["jobId"]!.GetValue<string>();
        var second = await GetAsync($"queries/{id}?maxResults=2&pageToken={first["pageToken"]}");
        Assert.Equal("""[{"f":[{"v":"3"}]},{"f":[{"v":"4"}]}]""", second["rows"]!.ToJsonString());
        var last = await GetAsync($"queries/{id}?startIndex=4");
        Assert.Equal("""[{"f":[{"v":"5"}]}]""", last["rows"]!.ToJsonString());
        Assert.Null(last["pageToken"]);
        Assert.Null((await GetAsync($"queries/{id}?maxResults=0"))["rows"]);
    }

    [Fact]
    public async Task A_page_has_at_most_ten_megabytes()
    {
        var first = await QueryAsync("SELECT megabytes 12");
        Assert.Equal(9, first["rows"]!.AsArray().Count);
        Assert.Equal("12", first["totalRows"]!.GetValue<string>());
        Assert.Equal(3, (await GetAsync($"queries/{first["jobReference"]!["jobId"]}?pageToken={first["pageToken"]}"))["rows"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_empty_result_has_no_rows()
    {
        var answer = await QueryAsync("SELECT numbers 0");
        Assert.Null(answer["rows"]);
        Assert.Equal("0", answer["totalRows"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_repeated_request_id_runs_once()
    {
        var first = await QueryAsync("SELECT numbers 1", ",\"requestId\":\"r1\"");
        var again = await QueryAsync("SELECT numbers 1", ",\"requestId\":\"r1\"");
        Assert.Equal(first["jobReference"]!["jobId"]!.GetValue<string>(), again["jobReference"]!["jobId"]!.GetValue<string>());
        Assert.Equal(1, Runner.Runs);
    }

    [Fact]
    public async Task A_slow_query_is_polled()
    {
        Server.Faults.Add("jobs.query", Fault.SlowJob(TimeSpan.FromMilliseconds(600)));
        var answer = await QueryAsync("SELECT numbers 1", ",\"timeoutMs\":50");
        Assert.False(answer["jobComplete"]!.GetValue<bool>());
        Assert.Null(answer["schema"]);
        Assert.True((await GetAsync($"queries/{answer["jobReference"]!["jobId"]}?timeoutMs=5000"))["jobComplete"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_query_may_do_without_a_job()
    {
        var answer = await QueryAsync("SELECT numbers 1", ",\"jobCreationMode\":\"JOB_CREATION_OPTIONAL\"");
        Assert.Null(answer["jobReference"]);
        Assert.NotNull(answer["queryId"]);
        Assert.Null((await GetAsync("jobs"))["jobs"]);
    }

    [Fact]
    public async Task A_dry_run_returns_no_rows()
    {
        var answer = await QueryAsync("SELECT numbers 1", ",\"dryRun\":true");
        Assert.True(answer["jobComplete"]!.GetValue<bool>());
        Assert.Null(answer["rows"]);
        Assert.NotNull(answer["schema"]);
        Assert.Equal(0, Runner.Runs);
        Assert.Equal("invalidQuery", Reason(await QueryAsync("BAD", ",\"dryRun\":true", HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task The_default_of_legacy_sql_is_refused()
    {
        Assert.Equal("notImplemented", Reason(await PostAsync("queries", """{"query":"SELECT numbers 1"}""", HttpStatusCode.NotImplemented)));
    }

    [Fact]
    public async Task Billing_is_whole_and_limited()
    {
        await CreateDatasetAsync();
        await LoadAsync("t", """{"a":1}""", ",\"autodetect\":true");
        Assert.Equal("10485760", (await QueryAsync("SELECT * FROM d.t"))["totalBytesBilled"]!.GetValue<string>());
        Assert.Equal("bytesBilledLimitExceeded", Reason(await QueryAsync("SELECT * FROM d.t", ",\"maximumBytesBilled\":\"7\"", HttpStatusCode.BadRequest)));
    }

    [Theory]
    [InlineData("INT64", "5", "5")]
    [InlineData("FLOAT64", "1.5", "1.5")]
    [InlineData("FLOAT64", "1e10", "1.0E10")]
    [InlineData("FLOAT64", "0.00001234", "1.234E-5")]
    [InlineData("FLOAT64", "-inf", "-Infinity")]
    [InlineData("FLOAT64", "nan", "NaN")]
    [InlineData("BOOL", "true", "true")]
    [InlineData("STRING", "ä", "ä")]
    [InlineData("BYTES", "AAE=", "AAE=")]
    [InlineData("NUMERIC", "-12.345", "-12.345")]
    [InlineData("NUMERIC", "1e3", "1000")]
    [InlineData("BIGNUMERIC", "0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001")]
    [InlineData("DATE", "1969-12-31", "1969-12-31")]
    [InlineData("DATETIME", "2021-01-31 00:00:00.5", "2021-01-31T00:00:00.5")]
    [InlineData("TIME", "23:59:59.123456", "23:59:59.123456")]
    [InlineData("TIMESTAMP", "2021-01-28 01:40:22.695757+00", "1.611798022695757E9")]
    [InlineData("TIMESTAMP", "1969-12-31T23:59:59.5Z", "-0.5")]
    [InlineData("TIMESTAMP", "1970-01-01T01:00:00+01:00", "0.0")]
    [InlineData("JSON", "{\\\"a\\\":1}", "{\"a\":1}")]
    public async Task Scalars_come_back_as_text(string type, string given, string expected)
    {
        var answer = await QueryAsync("SELECT parameters", $$$""","queryParameters":[{"parameterType":{"type":"{{{type}}}"},"parameterValue":{"value":"{{{given}}}"}}],"parameterMode":"POSITIONAL" """);
        Assert.Equal(expected, answer["rows"]![0]!["f"]![0]!["v"]!.GetValue<string>());
    }

    [Fact]
    public async Task Timestamps_come_as_microseconds_where_asked()
    {
        const string Parameter = ""","queryParameters":[{"name":"t","parameterType":{"type":"TIMESTAMP"},"parameterValue":{"value":"2021-01-28T01:40:22.695757Z"}}]""";
        Assert.Equal("1611798022695757", (await QueryAsync("SELECT parameters", Parameter + ",\"formatOptions\":{\"useInt64Timestamp\":true}"))["rows"]![0]!["f"]![0]!["v"]!.GetValue<string>());
        Assert.Equal("2021-01-28T01:40:22.695757Z", (await QueryAsync("SELECT parameters", Parameter + ",\"formatOptions\":{\"timestampOutputFormat\":\"ISO8601_STRING\"}"))["rows"]![0]!["f"]![0]!["v"]!.GetValue<string>());
        var id = (await QueryAsync("SELECT parameters", Parameter))["jobReference"]!["jobId"]!.GetValue<string>();
        Assert.Equal("1611798022695757", (await GetAsync($"queries/{id}?formatOptions.useInt64Timestamp=true"))["rows"]![0]!["f"]![0]!["v"]!.GetValue<string>());
    }

    [Fact]
    public async Task Arrays_and_structs_nest()
    {
        var answer = await QueryAsync("SELECT parameters", """
            ,"parameterMode":"NAMED","queryParameters":[
            {"name":"a","parameterType":{"type":"ARRAY","arrayType":{"type":"INT64"}},"parameterValue":{"arrayValues":[{"value":"1"},{"value":"2"}]}},
            {"name":"s","parameterType":{"type":"STRUCT","structTypes":[{"name":"x","type":{"type":"STRING"}},{"name":"y","type":{"type":"DATE"}}]},"parameterValue":{"structValues":{"x":{"value":"u"}}}}]
            """);
        Assert.Equal("""[{"f":[{"v":[{"v":"1"},{"v":"2"}]},{"v":{"f":[{"v":"u"},{"v":null}]}}]}]""", answer["rows"]!.ToJsonString());
        Assert.Equal("""{"name":"a","type":"INTEGER","mode":"REPEATED"}""", answer["schema"]!["fields"]![0]!.ToJsonString());
        Assert.Equal("invalid", Reason(await QueryAsync("SELECT parameters", ""","queryParameters":[{"name":"a","parameterType":{"type":"INT64"},"parameterValue":{"value":"x"}}]""", HttpStatusCode.BadRequest)));
    }
}
