using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class LoadingRowsTests
{
    private const int Chunk = 8 * 1024 * 1024;

    private static readonly TableField Id = new("id", "STRING", "NULLABLE", []);

    private static readonly LoadRequest Request = new() { Table = new("agency-prod", "d", "t"), Schema = [Id] };

    [Fact]
    public async Task Values_are_written_so_that_nothing_is_lost()
    {
        var schema = new[] { "STRING", "INTEGER", "NUMERIC", "FLOAT", "FLOAT", "FLOAT", "BOOLEAN", "DATE", "TIMESTAMP", "JSON", "STRING" }
            .Select((type, index) => new TableField($"c{index}", type, "NULLABLE", [])).ToList();
        schema.Add(new TableField("items", "RECORD", "REPEATED", [Id, new TableField("quantity", "INTEGER", "NULLABLE", [])]));
        object?[] row =
        [
            "ร้าน \"x\"\r\n\u2028", long.MaxValue, 0.000000001m, 0.1, double.NaN, double.NegativeInfinity, true, new DateOnly(2024, 2, 29),
            new DateTimeOffset(2024, 3, 1, 7, 0, 0, TimeSpan.FromHours(7)).AddTicks(10), "{ \"a\":\n1 }", null,
            new List<object?> { new Dictionary<string, object?> { ["id"] = "a", ["quantity"] = 2L } },
        ];

        var expected = """{"c0":"ร้าน \"x\"\r\n\u2028","c1":"9223372036854775807","c2":"0.000000001","c3":0.1,"c4":"NaN","c5":"-Infinity","c6":true,"c7":"2024-02-29","c8":"2024-03-01T00:00:00.000001Z","c9":{"a":1},"items":[{"id":"a","quantity":"2"}]}""";
        Assert.Equal(expected + "\n", await Ndjson(schema, [row]));
    }

    [Fact]
    public async Task Values_are_written_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("th-TH");
        try
        {
            Assert.Equal("{\"id\":\"2024-02-29\"}\n", await Ndjson([Id], [[new DateOnly(2024, 2, 29)]]));
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("{\"id\":\"-1.5\"}\n{}\n", await Ndjson([Id], [[-1.5m], [null]]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_value_that_no_column_takes_is_refused_with_the_columns_name() =>
        Assert.Contains("Column id", (await Assert.ThrowsAsync<ArgumentException>(() => Ndjson([Id], [[new object()]]))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_small_file_goes_with_its_job()
    {
        var api = new ScriptedApi().Then(request => ScriptedApi.Json(ScriptedApi.Job(JobOf(request), "RUNNING"))).ThenJob(rest: "\"statistics\":{\"load\":{\"outputRows\":\"2\"}}");
        var job = await api.Client().LoadAsync(Request with { Labels = new Dictionary<string, string> { ["run"] = "1" } }, Rows(["a"], ["b"]), default);

        var request = api.Seen[0];
        Assert.Equal("/upload/bigquery/v2/projects/agency-prod/jobs?uploadType=multipart", request.Address.PathAndQuery);
        Assert.StartsWith("multipart/related; boundary=", request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(["application/json; charset=UTF-8", "application/octet-stream"], Parts(request).Select(part => part.Type));
        Assert.Equal("{\"id\":\"a\"}\n{\"id\":\"b\"}\n", Parts(request)[1].Body);
        Assert.Equal(
            """{"load":{"destinationTable":{"projectId":"agency-prod","datasetId":"d","tableId":"t"},"schema":{"fields":[{"name":"id","type":"STRING","mode":"NULLABLE"}]},"sourceFormat":"NEWLINE_DELIMITED_JSON","createDisposition":"CREATE_IF_NEEDED","writeDisposition":"WRITE_TRUNCATE"},"labels":{"run":"1"}}""",
            JsonNode.Parse(Parts(request)[0].Body)!["configuration"]!.ToJsonString());
        Assert.Equal(2, job.OutputRows);
        Assert.StartsWith("mp_load_", job.JobId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_file_whose_answer_was_lost_is_not_sent_twice()
    {
        var api = new ScriptedApi().ThenBreaks().ThenJob();
        await api.Client().LoadAsync(Request, Rows(["a"]), default);

        Assert.Equal("GET jobs/" + JobOf(api.Seen[0]), api.Seen[1].ToString());
    }

    [Fact]
    public async Task Cancelling_a_load_cancels_its_job_also_while_it_is_being_sent()
    {
        using var stop = new CancellationTokenSource();
        var api = new ScriptedApi { Arriving = _ => stop.Cancel() }.Then("{}");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.Client().LoadAsync(Request, Rows(["a"]), stop.Token));

        Assert.Equal($"POST jobs/{JobOf(api.Seen[0])}/cancel", api.Seen[1].ToString());
    }

    [Fact]
    public async Task What_outgrows_the_memory_is_in_a_file_until_it_is_sent()
    {
        var spool = new Spool(4);
        await spool.WriteAsync("abcd"u8.ToArray());
        Assert.Null(spool.File);
        await spool.WriteAsync("ef"u8.ToArray());
        var file = spool.File!;

        Assert.True(File.Exists(file));
        Assert.Equal("def"u8.ToArray(), await spool.SliceAsync(3, 10, default));
        await spool.DisposeAsync();
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_large_file_goes_in_pieces()
    {
        var server = new UploadServer();
        var (rows, total) = LargeRows();
        await server.Api.Client(new OneToken()).LoadAsync(Request, rows, default);

        Assert.Equal("/upload/bigquery/v2/projects/agency-prod/jobs?uploadType=resumable", server.Api.Seen[0].Address.PathAndQuery);
        Assert.Equal(total.ToString(CultureInfo.InvariantCulture), server.Api.Seen[0].Headers["X-Upload-Content-Length"]);
        Assert.Equal([$"bytes 0-{Chunk - 1}/{total}", $"bytes {Chunk}-{2 * Chunk - 1}/{total}", $"bytes {2 * Chunk}-{total - 1}/{total}"], server.Ranges);
        Assert.Equal(total, server.Stored.Length);
    }

    [Fact]
    public async Task An_upload_that_breaks_goes_on_where_the_server_stopped()
    {
        var server = new UploadServer();
        var (rows, total) = LargeRows();
        // Of the second piece 256 KiB arrive before the connection breaks.
        server.On(2, piece => { server.Store(piece, 256 * 1024); throw new HttpRequestException(HttpRequestError.ResponseEnded, "broken"); });
        server.On(3, _ => ScriptedApi.Json("{}", HttpStatusCode.ServiceUnavailable));
        await server.Api.Client().LoadAsync(Request, rows, default);

        var resumed = Chunk + (256 * 1024);
        Assert.Equal(
            [$"bytes 0-{Chunk - 1}/{total}", $"bytes {Chunk}-{2 * Chunk - 1}/{total}", $"bytes */{total}", $"bytes */{total}", $"bytes {resumed}-{resumed + Chunk - 1}/{total}", $"bytes {resumed + Chunk}-{total - 1}/{total}"],
            server.Ranges);
        Assert.Equal(total, server.Stored.Length);
    }

    [Fact]
    public async Task An_upload_whose_last_answer_was_lost_is_asked_for_its_job()
    {
        var server = new UploadServer();
        var (rows, total) = LargeRows();
        server.On(3, piece => { server.Store(piece, piece.Body.Length); throw new HttpRequestException(HttpRequestError.ResponseEnded, "broken"); });
        await server.Api.Client().LoadAsync(Request, rows, default);

        Assert.Equal($"bytes */{total}", server.Ranges[^1]);
        Assert.Equal(1, server.Sessions);
        Assert.Equal(total, server.Stored.Length);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task A_session_that_the_server_has_forgotten_begins_anew_with_the_same_job(HttpStatusCode status)
    {
        var server = new UploadServer();
        var (rows, total) = LargeRows();
        server.On(2, _ => ScriptedApi.Json("", status));
        await server.Api.Client().LoadAsync(Request, rows, default);

        Assert.Equal(2, server.Sessions);
        Assert.Equal(total, server.Stored.Length);
        var begun = server.Api.Seen.Where(request => request.Method == "POST").ToList();
        Assert.Equal(begun[0].Text, begun[1].Text);
    }

    [Fact]
    public async Task A_refused_upload_is_reported_at_once()
    {
        var server = new UploadServer();
        server.On(1, _ => ScriptedApi.Json("""{"error":{"code":403,"message":"No.","errors":[{"reason":"accessDenied"}]}}""", HttpStatusCode.Forbidden));
        var error = await Assert.ThrowsAsync<BigQueryException>(() => server.Api.Client().LoadAsync(Request, LargeRows().Rows, default));

        Assert.Equal("accessDenied", error.Reason);
        Assert.Equal(2, server.Api.Seen.Count);
    }

    [Fact]
    public async Task The_token_stays_at_the_endpoint_and_the_bytes_go_to_no_other_than_Googles_servers()
    {
        var server = new UploadServer { Session = "https://www.googleapis.com/session" };
        await server.Api.Client(new OneToken()).LoadAsync(Request, LargeRows().Rows, default);
        Assert.True(server.Api.Seen[0].Headers.ContainsKey("Authorization"));
        Assert.All(server.Api.Seen.Skip(1), request => Assert.False(request.Headers.ContainsKey("Authorization")));

        foreach (var session in (string[])["http://other.example/session", "https://other.example/session", "http://127.0.0.1:9/session"])
        {
            server = new UploadServer { Session = session };
            Assert.Equal("untrusted", (await Assert.ThrowsAsync<BigQueryException>(() => server.Api.Client().LoadAsync(Request, LargeRows().Rows, default))).Reason);
            Assert.Single(server.Api.Seen);
        }
    }

    private static (IAsyncEnumerable<object?[]> Rows, long Bytes) LargeRows()
    {
        var (value, count) = (new string('x', 1024 * 1024), 18);
        return (Rows(Enumerable.Range(0, count).Select(_ => new object?[] { value }).ToArray()), count * (value.Length + "{\"id\":\"\"}\n".Length));
    }

    private static async Task<string> Ndjson(IReadOnlyList<TableField> schema, object?[][] rows)
    {
        using var target = new MemoryStream();
        await new NdjsonRows(schema).WriteAsync(Rows(rows), target, default);
        return Encoding.UTF8.GetString(target.ToArray());
    }

    private static async IAsyncEnumerable<object?[]> Rows(params object?[][] rows)
    {
        await Task.Yield();
        foreach (var row in rows)
        {
            yield return row;
        }
    }

    private static string JobOf(SeenRequest upload) => JsonNode.Parse(Parts(upload)[0].Body)!["jobReference"]!["jobId"]!.GetValue<string>();

    private static List<(string Type, string Body)> Parts(SeenRequest request)
    {
        var boundary = request.Headers["Content-Type"].Split("boundary=")[1].Trim('"');
        return request.Text.Split("--" + boundary)[1..^1]
            .Select(part => part.Split("\r\n\r\n", 2))
            .Select(part => (part[0].Replace("Content-Type: ", "", StringComparison.Ordinal).Trim(), part[1][..^2]))
            .ToList();
    }

    private sealed class OneToken : IAccessTokens
    {
        public bool CanRenew => true;

        public Task<string> GetAsync(bool renew, CancellationToken cancellation) => Task.FromResult("token");
    }
}
