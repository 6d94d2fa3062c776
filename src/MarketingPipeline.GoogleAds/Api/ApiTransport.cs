using System.Globalization;
using System.Net.Http.Headers;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Sends requests until there is an answer that could be read to its end, or a final error.</summary>
internal sealed class ApiTransport(HttpClient http, ApiEndpoint endpoint, ApiIdentity identity, Retrying retrying)
{
    private readonly GoogleTransport _transport = new(http, endpoint.Address, identity.Tokens, identity.Secrets, retrying, ErrorAnswer.Errors);

    /// <summary>How long the next piece of an answer may take.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Sends, and reads the answer; what fails on the way, also in the middle of the answer, is tried again as a whole.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads an answer, from its beginning; called once for each try.</param>
    /// <param name="waiting">Told what is waited for.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ApiException">A final error, or one that did not pass in time.</exception>
    /// <exception cref="PipelineException">Nobody could sign in.</exception>
    public Task<T> SendAsync<T>(ApiRequest request, Func<GoogleAnswer, CancellationToken, Task<T>> read, IProgress<string>? waiting, CancellationToken cancellation) => retrying.RunAsync(
        token => _transport.SendOnceAsync(Message(request), read, token),
        cancellation,
        (error, delay) => waiting?.Report(Sentence((ApiException)error, delay)));

    private RestRequest Message(ApiRequest request)
    {
        var headers = new Dictionary<string, string>();
        if (identity.DeveloperToken is { } developerToken)
        {
            headers["developer-token"] = developerToken;
        }

        if (request.LoginCustomerId is { } manager)
        {
            headers["login-customer-id"] = manager;
        }

        return new RestRequest(HttpMethod.Post, endpoint.Method(request.CustomerId, request.Method))
        {
            Content = () => new ByteArrayContent(request.Body()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "UTF-8") } },
            Headers = headers,
            Patience = Patience,
            IsStreamed = true,
        };
    }

    private string Sentence(ApiException error, TimeSpan delay)
    {
        var why = error.Failure switch
        {
            GoogleFailure.Busy or GoogleFailure.TooMuchAtOnce => "Google Ads asks to wait",
            _ => "Google Ads did not answer well",
        };
        var code = error.Codes.Count > 0 ? $" ({error.Codes[0]})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{why}{code}: asked again in {Math.Ceiling(delay.TotalSeconds)} s, at {retrying.Clock.GetUtcNow() + delay:HH:mm:ss} UTC.");
    }
}
