using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.BigQueryEmulator.Rest;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

/// <summary>A running server and a client; every JSON answer is checked against the API's discovery document.</summary>
public abstract class RestFixture : IAsyncLifetime
{
    protected const string Project = "p";
    protected const string Base = "bigquery/v2/projects/p/";

    protected RestFixture() => Server = new(Runner, Clock);

    protected FakeRunner Runner { get; } = new();

    protected MovedClock Clock { get; } = new();

    protected BigQueryServer Server { get; }

    protected HttpClient Client { get; private set; } = null!;

    protected Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Address = await Server.StartAsync();
        Client = new(new CheckedAnswers { InnerHandler = new HttpClientHandler { AllowAutoRedirect = false } }) { BaseAddress = Address };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    protected async Task<JsonObject> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK) => await ReadAsync(await Client.GetAsync(path.StartsWith("bigquery", StringComparison.Ordinal) ? path : Base + path), expected);

    protected Task<JsonObject> PostAsync(string path, string json, HttpStatusCode expected = HttpStatusCode.OK) => SendAsync(HttpMethod.Post, path, json, expected);

    protected async Task<JsonObject> SendAsync(HttpMethod method, string path, string? json, HttpStatusCode expected = HttpStatusCode.OK, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, Base + path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await ReadAsync(await Client.SendAsync(request), expected);
    }

    protected Task<JsonObject> QueryAsync(string sql, string more = "", HttpStatusCode expected = HttpStatusCode.OK) =>
        PostAsync("queries", $$"""{"query":"{{sql}}","useLegacySql":false{{more}}}""", expected);

    protected async Task<JsonObject> LoadAsync(string table, string file, string load = "", string? id = null, HttpStatusCode expected = HttpStatusCode.OK, string format = "NEWLINE_DELIMITED_JSON") =>
        await LoadAsync(table, Encoding.UTF8.GetBytes(file), load, id, expected, format);

    protected async Task<JsonObject> LoadAsync(string table, byte[] file, string load = "", string? id = null, HttpStatusCode expected = HttpStatusCode.OK, string format = "NEWLINE_DELIMITED_JSON")
    {
        using var content = new MultipartContent("related", "part-boundary") { new StringContent(LoadJson(table, load, id, format), Encoding.UTF8, "application/json"), new ByteArrayContent(file) };
        var job = await ReadAsync(await Client.PostAsync("upload/bigquery/v2/projects/p/jobs?uploadType=multipart", content), expected);
        return expected == HttpStatusCode.OK ? await DoneAsync(job["jobReference"]!["jobId"]!.GetValue<string>()) : job;
    }

    protected static string LoadJson(string table, string load = "", string? id = null, string format = "NEWLINE_DELIMITED_JSON") =>
        "{\"jobReference\":{\"projectId\":\"p\"" + (id is null ? "" : $",\"jobId\":\"{id}\"") + "},\"configuration\":{\"load\":{\"sourceFormat\":\"" + format
        + "\",\"destinationTable\":{\"projectId\":\"p\",\"datasetId\":\"d\",\"tableId\":\"" + table + "\"}" + load + "}}}";

    protected async Task<JsonObject> DoneAsync(string id)
    {
        for (var i = 0; i < 400; i++)
        {
            var job = await GetAsync($"jobs/{id}");
            if (job["status"]!["state"]!.GetValue<string>() == "DONE")
            {
                return job;
            }

            await Task.Delay(25);
        }

        throw new TimeoutException(id);
    }

    protected Task<JsonObject> CreateDatasetAsync(string name = "d", string more = "") => PostAsync("datasets", $$$"""{"datasetReference":{"projectId":"p","datasetId":"{{{name}}}"}{{{more}}}}""");

    protected Task<JsonObject> CreateTableAsync(string name, string fields, string more = "") =>
        PostAsync("datasets/d/tables", $$$"""{"tableReference":{"projectId":"p","datasetId":"d","tableId":"{{{name}}}"},"schema":{"fields":[{{{fields}}}]}{{{more}}}}""");

    protected async Task<string> RowsAsync(string table, string query = "") => (await GetAsync($"datasets/d/tables/{table}/data{query}"))["rows"]?.ToJsonString() ?? "";

    protected static string Reason(JsonObject error) => error["error"]!["errors"]![0]!["reason"]!.GetValue<string>();

    protected static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The real time until a test moves it.</summary>
    protected sealed class MovedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private sealed class CheckedAnswers : DelegatingHandler
    {
        private static readonly Dictionary<string, string> Resources = new()
        {
            ["jobs.insert"] = "Job",
            ["jobs.upload"] = "Job",
            ["jobs.get"] = "Job",
            ["jobs.list"] = "JobList",
            ["jobs.cancel"] = "JobCancelResponse",
            ["jobs.query"] = "QueryResponse",
            ["jobs.getQueryResults"] = "GetQueryResultsResponse",
            ["datasets.list"] = "DatasetList",
            ["tables.list"] = "TableList",
            ["tabledata.list"] = "TableDataList",
            ["tabledata.insertAll"] = "TableDataInsertAllResponse",
        };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if ((int)answer.StatusCode is 200 && text.Length > 0)
            {
                var method = ApiMethod.Of(request.Method.Method, ApiMethod.Route(request.RequestUri!.AbsolutePath));
                var resource = Resources.GetValueOrDefault(method) ?? (method.StartsWith("datasets", StringComparison.Ordinal) ? "Dataset" : "Table");
                Assert.Null(DiscoveryFields.AnswerProblem(JsonNode.Parse(text), resource));
            }

            return answer;
        }
    }
}
