using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Sends requests to BigQuery and reads whole answers; what is none becomes a <see cref="BigQueryException"/>.</summary>
internal sealed class RestTransport : IDisposable
{
    // A page of rows is some 20 MB at most.
    private const int LongestAnswer = 256 * 1024 * 1024;

    // Beyond this it is rows, which no message shows.
    private const int LongestDescription = 64 * 1024;

    private readonly HttpClient _http;
    private readonly Secrets _secrets;
    private readonly GoogleTransport _transport;

    public RestTransport(BigQueryEndpoint endpoint, IAccessTokens? tokens, Retrying retrying, Secrets secrets)
    {
        _http = GoogleTransport.Connect(endpoint.Handler);
        _secrets = secrets;
        _transport = new GoogleTransport(_http, endpoint.Address, tokens, secrets, retrying, ErrorJson.Errors);
    }

    /// <summary>When and how often to try again.</summary>
    public Retrying Retrying => _transport.Retrying;

    /// <summary>Sends until there is an answer, a final error, or no more time.</summary>
    public Task<RestResponse> SendAsync(RestRequest request, CancellationToken cancellation) =>
        Retrying.RunAsync(token => SendOnceAsync(request, token), cancellation);

    /// <summary>Sends, and reads the answer as JSON; one that was cut off on the way is asked for again.</summary>
    public Task<JsonElement> ReadAsync(RestRequest request, CancellationToken cancellation) =>
        Retrying.RunAsync(async token => (await SendOnceAsync(request, token).ConfigureAwait(false)).Json(), cancellation);

    /// <summary>The items of a list, page after page.</summary>
    public async IAsyncEnumerable<JsonElement> PagesAsync(Func<string?, Uri> address, string items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? pageToken = null;
        do
        {
            var page = await ReadAsync(RestRequest.Get(address(pageToken)), cancellation).ConfigureAwait(false);
            foreach (var item in page.At(items).Items())
            {
                yield return item;
            }

            pageToken = page.Text("nextPageToken");
        }
        while (!string.IsNullOrEmpty(pageToken));
    }

    /// <summary>Sends once; a second time only with a new token.</summary>
    public Task<RestResponse> SendOnceAsync(RestRequest request, CancellationToken cancellation) => _transport.SendOnceAsync(request, ReadAsync, cancellation);

    public void Dispose() => _http.Dispose();

    /// <summary>A server's words as a message may show them.</summary>
    public string Shown(string text) => _secrets.Hide(text);

    private async Task<RestResponse> ReadAsync(GoogleAnswer answer, CancellationToken cancellation)
    {
        var body = new MemoryStream();
        var piece = new byte[81920];
        for (int count; (count = await answer.Body.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + count > LongestAnswer)
            {
                throw new BigQueryException(ErrorReasons.Unreadable, "The server's answer does not end.") { HttpStatus = answer.Status };
            }

            body.Write(piece, 0, count);
        }

        if (body.Length <= LongestDescription && Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length) is var text && Shown(text) != text)
        {
            throw new BigQueryException(ErrorReasons.NotTheApi, "The server sends back what it was given to sign in, which Google never does.") { HttpStatus = answer.Status };
        }

        return new RestResponse(answer.Status, body.ToArray()) { Location = answer.Location, Range = answer.Range };
    }
}
