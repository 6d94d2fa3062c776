using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.Rest;

/// <summary>A request as the API saw it.</summary>
internal sealed record SeenRequest(string Method, Uri Address, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Path => Address.AbsolutePath.Replace("/bigquery/v2/projects/agency-prod/", "", StringComparison.Ordinal);

    public string Query => Uri.UnescapeDataString(Address.Query);

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string JobId => Method == "POST" && Path == "jobs" ? Json["jobReference"]!["jobId"]!.GetValue<string>() : Path.Split('/')[1];

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>Answers requests in the order of a script, and remembers them. Its time passes at once.</summary>
internal sealed class ScriptedApi : HttpMessageHandler
{
    private readonly Queue<Func<SeenRequest, HttpResponseMessage>> _answers = new();
    private readonly List<SeenRequest> _seen = [];

    public InstantClock Clock { get; } = new();

    public IReadOnlyList<SeenRequest> Seen => _seen;

    /// <summary>Runs as a request arrives, before it is answered.</summary>
    public Action<SeenRequest>? Arriving { get; set; }

    public BigQueryEndpoint Endpoint => new() { Project = "agency-prod", Location = "EU", Handler = this };

    public BigQueryClient Client(IAccessTokens? tokens = null) => new(Endpoint, tokens, new Retrying(Clock));

    public ScriptedApi Then(Func<SeenRequest, HttpResponseMessage> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public ScriptedApi Then(string json, HttpStatusCode status = HttpStatusCode.OK) => Then(_ => Json(json, status));

    public ScriptedApi ThenError(int status, string reason, string message = "It did not work.") =>
        Then($$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","errors":[{"reason":"{{{reason}}}","message":"{{{message}}}","location":"query"}]}}""", (HttpStatusCode)status);

    public ScriptedApi ThenBreaks() => Then(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

    /// <summary>A job in that state, with the id that the request gave it.</summary>
    public ScriptedApi ThenJob(string state = "DONE", string rest = "") => Then(request => Json(Job(request.JobId, state, rest)));

    public ScriptedApi ThenFailedJob(string reason, string message = "It failed.") => Then(request => Json(
        $$$"""{"jobReference":{"jobId":"{{{request.JobId}}}","location":"EU"},"status":{"state":"DONE","errorResult":{"reason":"{{{reason}}}","message":"{{{message}}}","location":"query"},"errors":[]}}"""));

    public static string Job(string id, string state, string rest = "") =>
        $$$"""{"jobReference":{"projectId":"agency-prod","jobId":"{{{id}}}","location":"EU"},"status":{"state":"{{{state}}}"}{{{(rest.Length == 0 ? "" : "," + rest)}}}}""";

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var seen = new SeenRequest(request.Method.Method, request.RequestUri!, body, headers);
        _seen.Add(seen);
        Arriving?.Invoke(seen);
        cancellationToken.ThrowIfCancellationRequested();
        return _answers.TryDequeue(out var answer) ? answer(seen) : throw new InvalidOperationException($"Nothing is scripted for request {_seen.Count}: {seen}.");
    }
}
