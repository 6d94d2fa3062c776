using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Sends requests, signed in; what is not an answer of the API becomes a <see cref="BigQueryException"/>.</summary>
internal sealed class RestTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _trusted;
    private readonly IAccessTokens? _tokens;

    public RestTransport(BigQueryEndpoint endpoint, IAccessTokens? tokens, Retrying retrying)
    {
        // An upload answers 308 for "go on"; and a token is never carried to where a redirect points.
        var handler = endpoint.Handler ?? new HttpClientHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All };
        _http = new HttpClient(handler, disposeHandler: endpoint.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MarketingPipeline", "0.1"));
        _trusted = endpoint.Address;
        _tokens = tokens;
        Retrying = retrying;
    }

    /// <summary>When and how often to try again.</summary>
    public Retrying Retrying { get; }

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
                yield return item;
            pageToken = page.Text("nextPageToken");
        }
        while (!string.IsNullOrEmpty(pageToken));
    }

    /// <summary>Sends once; a second time only with a new token.</summary>
    public async Task<RestResponse> SendOnceAsync(RestRequest request, CancellationToken cancellation)
    {
        var signs = _tokens is not null && IsTrusted(request.Address);
        var response = await AttemptAsync(request, signs ? await _tokens!.GetAsync(renew: false, cancellation).ConfigureAwait(false) : null, cancellation).ConfigureAwait(false);
        if (response.Status == HttpStatusCode.Unauthorized && signs)
            response = await AttemptAsync(request, await _tokens!.GetAsync(renew: true, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

        var isAnswer = (int)response.Status is >= 200 and < 300 || (response.Status == HttpStatusCode.PermanentRedirect && request.MayBeIncomplete);
        return isAnswer ? response : throw ErrorJson.OfAnswer(response);
    }

    public void Dispose() => _http.Dispose();

    private bool IsTrusted(Uri address) =>
        Uri.Compare(address, _trusted, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<RestResponse> AttemptAsync(RestRequest request, string? token, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method, request.Address) { Content = request.Content?.Invoke() };
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(request.Patience);
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false);
            return new RestResponse(response.StatusCode, body)
            {
                Location = response.Headers.Location is { } location ? new Uri(request.Address, location) : null,
                Range = response.Headers.TryGetValues("Range", out var ranges) ? ranges.FirstOrDefault() : null,
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BigQueryException(ErrorReasons.Connection, $"{request.Address.Host} did not answer in time.");
        }
        catch (HttpRequestException error)
        {
            var reason = error.HttpRequestError == HttpRequestError.SecureConnectionError ? ErrorReasons.Untrusted : ErrorReasons.Connection;
            throw new BigQueryException(reason, $"{request.Address.Host} could not be reached: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new BigQueryException(ErrorReasons.Connection, $"The connection to {request.Address.Host} broke: {error.Message}", error);
        }
    }
}
