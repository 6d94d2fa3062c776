using System.Net.Http.Headers;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources.Files;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Google;

/// <summary>
/// Sends requests to one of Google's APIs, signed in. No redirect is followed, nothing goes to a server beside the API's, and
/// no secret that a server sends back comes out.
/// </summary>
/// <param name="http">What carries the requests: <see cref="Connect"/>'s.</param>
/// <param name="endpoint">Where the API is; only there tokens go.</param>
/// <param name="tokens">Signs requests; null for an emulator without sign-in.</param>
/// <param name="secrets">What must not be seen.</param>
/// <param name="retrying">When to ask again.</param>
/// <param name="errors">The API's errors.</param>
internal sealed class GoogleTransport(HttpClient http, Uri endpoint, IAccessTokens? tokens, Secrets secrets, Retrying retrying, IGoogleErrors errors)
{
    private const string Gzip = "gzip";

    // An error is a few kilobytes; whatever is longer is none of Google's.
    private const int LongestError = 1024 * 1024;

    /// <summary>When to ask again.</summary>
    public Retrying Retrying => retrying;

    /// <summary>What carries requests: a token is never carried to where a redirect points, and an upload answers 308 for "go on".</summary>
    /// <param name="handler">Carries them instead of the network.</param>
    public static HttpClient Connect(HttpMessageHandler? handler)
    {
        var network = handler ?? new HttpClientHandler { AllowAutoRedirect = false };
        var client = new HttpClient(network, disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MarketingPipeline", "0.1"));

        // Google compresses for a user agent that says so too.
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("(gzip)"));
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue(Gzip));
        return client;
    }

    /// <summary>Sends, and reads the answer to its end; a second time only with a new token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads an answer, from its beginning; called once for each try.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="GoogleException">There is no good answer.</exception>
    /// <exception cref="PipelineException">Nobody could sign in.</exception>
    public async Task<T> SendOnceAsync<T>(RestRequest request, Func<GoogleAnswer, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        if (!GoogleAddress.IsBeside(endpoint, request.Address))
        {
            throw errors.OnTheWay(GoogleFailure.Untrusted, $"{endpoint.Host} sends the request on to another server, where nothing is sent");
        }

        var signing = GoogleAddress.IsSameServer(endpoint, request.Address) ? tokens : null;
        try
        {
            return await AttemptAsync(request, await TokenAsync(signing, renew: false, cancellation).ConfigureAwait(false), read, cancellation).ConfigureAwait(false);
        }
        catch (GoogleException error) when (error.Failure == GoogleFailure.SignIn && signing?.CanRenew == true)
        {
            return await AttemptAsync(request, await TokenAsync(signing, renew: true, cancellation).ConfigureAwait(false), read, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string?> TokenAsync(IAccessTokens? signing, bool renew, CancellationToken cancellation)
    {
        if (signing is null)
        {
            return null;
        }

        try
        {
            var token = await signing.GetAsync(renew, cancellation).ConfigureAwait(false);
            secrets.Add(token);
            return token;
        }
        catch (SignInException error)
        {
            throw errors.OnTheWay(error.Failure, error.Message);
        }
    }

    private async Task<T> AttemptAsync<T>(RestRequest request, string? token, Func<GoogleAnswer, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        using var message = Message(request, token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(request.Patience);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            await using var body = Decompressed(response, await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false));
            if (!request.IsAnsweredBy(response.StatusCode))
            {
                throw errors.Of(await RefusalAsync(response, body, patience.Token).ConfigureAwait(false));
            }

            await using var watched = new AnswerStream(body, secrets.Watch(), patience, request.IsStreamed ? request.Patience : null);
            return await read(Answer(request, response, watched), patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw errors.OnTheWay(GoogleFailure.Passing, $"{request.Address.Host} did not answer in time");
        }
        catch (ReflectedSecretException)
        {
            throw errors.OnTheWay(GoogleFailure.NotTheApi, $"{request.Address.Host} sends back what it was given to sign in, which Google never does");
        }
        catch (HttpRequestException error)
        {
            throw errors.OnTheWay(FailureOf(error), secrets.Hide($"{request.Address.Host} could not be reached: {error.Message}"));
        }
        catch (InvalidDataException)
        {
            throw errors.OnTheWay(GoogleFailure.Passing, $"The answer of {request.Address.Host} is damaged");
        }
        catch (IOException error)
        {
            throw errors.OnTheWay(GoogleFailure.Passing, secrets.Hide($"The connection to {request.Address.Host} broke: {error.Message}"));
        }
    }

    // .NET's own decompression takes an answer that was cut off for a whole one.
    private static Stream Decompressed(HttpResponseMessage response, Stream body) => response.Content.Headers.ContentEncoding.LastOrDefault() switch
    {
        null or "" or "identity" => body,
        Gzip or "x-gzip" => new CheckedGzipStream(body),
        var other => throw new InvalidDataException($"The answer is encoded as {other}, which was not asked for."),
    };

    private static HttpRequestMessage Message(RestRequest request, string? token)
    {
        var message = new HttpRequestMessage(request.Method, request.Address) { Content = request.Content?.Invoke() };
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return message;
    }

    private GoogleAnswer Answer(RestRequest request, HttpResponseMessage response, Stream body) => new(response.StatusCode, body)
    {
        Location = response.Headers.Location is { } location && Uri.TryCreate(request.Address, location, out var address) ? address : null,
        Range = response.Headers.TryGetValues("Range", out var ranges) ? ranges.FirstOrDefault() : null,
        RequestId = RequestId(response),
    };

    private async Task<GoogleRefusal> RefusalAsync(HttpResponseMessage response, Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[LongestError];
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return new GoogleRefusal(response.StatusCode, secrets.HideInJson(bytes.AsSpan(0, count)), RequestId(response), RetryAfter(response));
    }

    private string? RequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("request-id", out var ids) && ids.FirstOrDefault() is { } id ? secrets.Hide(id) : null;

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } asked ? null : asked.Delta ?? (asked.Date - retrying.Clock.GetUtcNow());

    private static GoogleFailure FailureOf(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => GoogleFailure.Untrusted,
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => GoogleFailure.Unreachable,
        _ => GoogleFailure.Passing,
    };
}
