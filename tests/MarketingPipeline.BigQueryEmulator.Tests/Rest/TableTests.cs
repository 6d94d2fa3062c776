using System.Net;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

public class TableTests : RestFixture
{
    private const string Columns = """{"name":"day","type":"DATE"},{"name":"n","type":"INT64","mode":"REQUIRED"}""";

    [Fact]
    public async Task Insert_get_patch_and_delete()
    {
        await CreateDatasetAsync();
        var inserted = await CreateTableAsync("t", Columns, ""","timePartitioning":{"type":"DAY","field":"day","expirationMs":"86400000","requirePartitionFilter":true},"clustering":{"fields":["n"]},"labels":{"x":"y"}""");
        Assert.Equal("""{"type":"DAY","field":"day","expirationMs":"86400000","requirePartitionFilter":true}""", inserted["timePartitioning"]!.ToJsonString());
        Assert.Equal("0", inserted["numRows"]!.GetValue<string>());
        Assert.Equal("INTEGER", inserted["schema"]!["fields"]![1]!["type"]!.GetValue<string>());
        await LoadAsync("t", """{"day":"2024-01-02","n":1}""");
        var patched = await SendAsync(HttpMethod.Patch, "datasets/d/tables/t", $$$"""{"description":"z","timePartitioning":{"type":"DAY","expirationMs":null},"schema":{"fields":[{{{Columns}}},{"name":"r","type":"RECORD","mode":"REPEATED","fields":[{"name":"k","type":"STRING"}]}]}}""");
        Assert.Null(patched["timePartitioning"]!["expirationMs"]);
        Assert.Equal("1", patched["numRows"]!.GetValue<string>());
        Assert.Equal("16", patched["numBytes"]!.GetValue<string>());
        Assert.Equal("""[{"f":[{"v":"2024-01-02"},{"v":"1"},{"v":[]}]}]""", await RowsAsync("t"));
        await SendAsync(HttpMethod.Delete, "datasets/d/tables/t", null, HttpStatusCode.NoContent);
        Assert.Equal("notFound", Reason(await GetAsync("datasets/d/tables/t", HttpStatusCode.NotFound)));
    }

    [Fact]
    public async Task A_patch_drops_no_column_and_changes_no_type()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", Columns);
        foreach (var fields in new[] { """{"name":"day","type":"DATE"}""", """{"name":"day","type":"STRING"},{"name":"n","type":"INTEGER","mode":"REQUIRED"}""", Columns + """,{"name":"x","type":"STRING","mode":"REQUIRED"}""" })
        {
            Assert.Equal("invalid", Reason(await SendAsync(HttpMethod.Patch, "datasets/d/tables/t", $$$"""{"schema":{"fields":[{{{fields}}}]}}""", HttpStatusCode.BadRequest)));
        }
    }

    [Fact]
    public async Task A_change_of_another_version_is_refused()
    {
        await CreateDatasetAsync();
        var etag = (await CreateTableAsync("t", Columns))["etag"]!.GetValue<string>();
        await SendAsync(HttpMethod.Patch, "datasets/d/tables/t", """{"description":"1"}""", ifMatch: $"\"{etag}\"");
        Assert.Equal("conditionNotMet", Reason(await SendAsync(HttpMethod.Patch, "datasets/d/tables/t", """{"description":"2"}""", HttpStatusCode.PreconditionFailed, etag)));
        await SendAsync(HttpMethod.Delete, "datasets/d/tables/t", null, HttpStatusCode.PreconditionFailed, etag);
    }

    [Fact]
    public async Task Expired_tables_are_gone()
    {
        await CreateDatasetAsync();
        var at = Clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        await CreateTableAsync("t", Columns, $",\"expirationTime\":\"{at}\"");
        Assert.Equal($"{at}", (await GetAsync("datasets/d/tables"))["tables"]![0]!["expirationTime"]!.GetValue<string>());
        Clock.Ahead = TimeSpan.FromHours(2);
        await GetAsync("datasets/d/tables/t", HttpStatusCode.NotFound);
        Assert.Null((await GetAsync("datasets/d/tables"))["tables"]);
    }

    [Fact]
    public async Task A_list_has_no_rows_bytes_or_time_of_change()
    {
        await CreateDatasetAsync();
        foreach (var name in new[] { "c", "a", "b" })
        {
            await CreateTableAsync(name, Columns);
        }

        var first = await GetAsync("datasets/d/tables?maxResults=2");
        var item = first["tables"]![0]!.AsObject();
        Assert.Equal(["kind", "id", "tableReference", "type", "creationTime"], item.Select(entry => entry.Key));
        Assert.Equal(3, first["totalItems"]!.GetValue<int>());
        var second = await GetAsync("datasets/d/tables?maxResults=2&pageToken=" + first["nextPageToken"]!.GetValue<string>());
        Assert.Equal("c", second["tables"]![0]!["tableReference"]!["tableId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_decorator_truncates_lists_and_deletes_one_partition()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", Columns, ""","timePartitioning":{"field":"day"}""");
        await LoadAsync("t", """
            {"day":"2024-01-01","n":1}
            {"day":"2024-01-02","n":2}
            {"n":3}
            """);
        await LoadAsync("t$20240102", """{"day":"2024-01-02","n":4}""", ",\"writeDisposition\":\"WRITE_TRUNCATE\"");
        Assert.Equal("""[{"f":[{"v":"2024-01-02"},{"v":"4"}]}]""", await RowsAsync("t$20240102"));
        Assert.Equal("3", (await GetAsync("datasets/d/tables/t"))["numRows"]!.GetValue<string>());
        var wrong = await LoadAsync("t$20240102", """{"day":"2024-01-03","n":5}""");
        Assert.Contains("different partitions", wrong["status"]!["errorResult"]!["message"]!.GetValue<string>());
        await SendAsync(HttpMethod.Delete, "datasets/d/tables/t$20240101", null, HttpStatusCode.NoContent);
        await SendAsync(HttpMethod.Delete, "datasets/d/tables/t$20240101", null, HttpStatusCode.NotFound);
        await SendAsync(HttpMethod.Delete, "datasets/d/tables/t%24__NULL__", null, HttpStatusCode.NoContent);
        Assert.Equal("""[{"f":[{"v":"2024-01-02"},{"v":"4"}]}]""", await RowsAsync("t"));
    }

    [Fact]
    public async Task A_view_has_the_schema_of_its_query()
    {
        await CreateDatasetAsync();
        var view = await PostAsync("datasets/d/tables", """{"tableReference":{"projectId":"p","datasetId":"d","tableId":"v"},"view":{"query":"SELECT numbers 1","useLegacySql":false}}""");
        Assert.Equal("VIEW", view["type"]!.GetValue<string>());
        Assert.Equal("n", view["schema"]!["fields"]![0]!["name"]!.GetValue<string>());
        Assert.Equal("invalid", Reason(await GetAsync("datasets/d/tables/v/data", HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task Rows_are_paged_narrowed_and_inserted()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", """{"name":"a","type":"INTEGER"},{"name":"r","type":"RECORD","fields":[{"name":"x","type":"STRING"},{"name":"y","type":"FLOAT"}]}""");
        await PostAsync("datasets/d/tables/t/insertAll", """{"rows":[{"insertId":"1","json":{"a":"1","r":{"x":"u","y":1.5}}},{"json":{"a":2}},{"json":{"a":3}}]}""");
        var page = await GetAsync("datasets/d/tables/t/data?maxResults=2");
        Assert.Equal("3", page["totalRows"]!.GetValue<string>());
        var next = await GetAsync("datasets/d/tables/t/data?pageToken=" + page["pageToken"]!.GetValue<string>());
        Assert.Equal("""[{"f":[{"v":"3"},{"v":null}]}]""", next["rows"]!.ToJsonString());
        Assert.Equal("""[{"f":[{"v":"2"},{"v":null}]},{"f":[{"v":"3"},{"v":null}]}]""", await RowsAsync("t", "?startIndex=1"));
        Assert.Equal("""[{"f":[{"v":{"f":[{"v":"1.5"}]}}]}]""", await RowsAsync("t", "?maxResults=1&selectedFields=r.y"));
        var bad = await PostAsync("datasets/d/tables/t/insertAll", """{"rows":[{"json":{"a":"x"}},{"json":{"a":4}}]}""");
        Assert.Equal(["invalid", "stopped"], bad["insertErrors"]!.AsArray().Select(error => error!["errors"]![0]!["reason"]!.GetValue<string>()));
        Assert.Equal("3", (await GetAsync("datasets/d/tables/t"))["numRows"]!.GetValue<string>());
    }
}
