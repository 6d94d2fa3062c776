namespace MarketingPipeline.BigQueryEmulator.Faults;

/// <summary>A request as it came: its API method, for example jobs.insert; never its token.</summary>
public sealed record RecordedRequest(string Method, string HttpMethod, string Path, string Query, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Whether it brought the token that the server was told to demand, or any where none is demanded.</summary>
    public bool HadToken { get; init; }

    /// <summary>The answer's HTTP code; 0 while there is none.</summary>
    public int Status { get; internal set; }
}

/// <summary>Every request since the start, in the order in which they came.</summary>
public sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];

    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public int Count(string method) => Requests.Count(request => request.Method == method);

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    internal void Add(RecordedRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
        }
    }
}
