using System.Globalization;
using System.Net;

namespace MarketingPipeline.BigQuery.Tests.Rest;

/// <summary>The server's half of a resumable upload, with faults where a test wants them.</summary>
internal sealed class UploadServer
{
    private readonly Dictionary<int, Func<SeenRequest, HttpResponseMessage>> _faults = [];

    public UploadServer()
    {
        for (var i = 0; i < 20; i++)
        {
            Api.Then(Answer);
        }
    }

    public ScriptedApi Api { get; } = new();

    public string Session { get; init; } = "https://bigquery.googleapis.com/upload/session";

    public MemoryStream Stored { get; private set; } = new();

    public List<string> Ranges { get; } = [];

    public int Sessions { get; private set; }

    /// <summary>What happens at the n-th PUT instead.</summary>
    public void On(int put, Func<SeenRequest, HttpResponseMessage> fault) => _faults[put] = fault;

    /// <summary>Stores the beginning of a piece.</summary>
    public void Store(SeenRequest piece, int count) => Stored.Write(piece.Body.AsSpan(0, count));

    private HttpResponseMessage Answer(SeenRequest request)
    {
        if (request.Method == "POST")
        {
            (Stored, Sessions) = (new MemoryStream(), Sessions + 1);
            return new HttpResponseMessage(HttpStatusCode.OK) { Headers = { Location = new Uri(Session) } };
        }

        var range = request.Headers["Content-Range"];
        Ranges.Add(range);
        if (_faults.Remove(Ranges.Count, out var fault))
        {
            return fault(request);
        }

        if (!range.StartsWith("bytes *", StringComparison.Ordinal))
        {
            Assert.StartsWith($"bytes {Stored.Length.ToString(CultureInfo.InvariantCulture)}-", range, StringComparison.Ordinal);
            Store(request, request.Body.Length);
        }

        if (Stored.Length == long.Parse(range.Split('/')[1], CultureInfo.InvariantCulture))
        {
            return ScriptedApi.Json(ScriptedApi.Job("uploaded", "DONE"));
        }

        var answer = new HttpResponseMessage(HttpStatusCode.PermanentRedirect);
        if (Stored.Length > 0)
        {
            answer.Headers.TryAddWithoutValidation("Range", $"bytes=0-{(Stored.Length - 1).ToString(CultureInfo.InvariantCulture)}");
        }

        return answer;
    }
}
