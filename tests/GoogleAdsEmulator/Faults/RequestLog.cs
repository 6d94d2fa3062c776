namespace MarketingPipeline.GoogleAdsEmulator.Faults;

/// <summary>A request as it came. Tokens and secrets are not kept: only whether there were any.</summary>
/// <param name="Method">token, listAccessibleCustomers, search, searchStream, unknown.</param>
/// <param name="HttpMethod">GET or POST.</param>
/// <param name="Path">The path.</param>
public sealed record RecordedRequest(string Method, string HttpMethod, string Path)
{
    /// <summary>The API's version in the path.</summary>
    public int? Version { get; init; }

    /// <summary>The account in the path, if it is a number.</summary>
    public long? Account { get; init; }

    /// <summary>The query's text.</summary>
    public string? Query { get; init; }

    /// <summary>The resource of its FROM, if the query can be read.</summary>
    public string? Report { get; init; }

    /// <summary>The days that it asks for.</summary>
    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    public int? Days => To?.DayNumber - From?.DayNumber + 1;

    public bool HasPageToken { get; init; }

    /// <summary>How a request for a token identifies itself.</summary>
    public string? GrantType { get; init; }

    public bool HasToken { get; init; }

    public bool HasDeveloperToken { get; init; }

    /// <summary>The manager through which the account was entered.</summary>
    public string? LoginCustomerId => Headers.GetValueOrDefault("login-customer-id");

    /// <summary>Headers of interest, none of which is a secret.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string RequestId { get; init; } = "";

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

    /// <summary>Counts requests; what is not given matches every one.</summary>
    public int Count(string? method = null, long? account = null, string? report = null) => Requests.Count(request =>
        (method ?? request.Method) == request.Method && (account ?? request.Account) == request.Account && (report ?? request.Report) == request.Report);

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
