using System.Net;
using System.Net.Http.Headers;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Sends requests, signed in, until there is an answer that could be read to its end, or a final error.</summary>
internal sealed class ApiTransport(HttpClient http, ApiEndpoint endpoint, ApiIdentity identity, ApiRetrying retrying)
{
    // An error is a few kilobytes; whatever is longer is none of Google's.
    private const int LongestError = 1024 * 1024;

    /// <summary>How long the next piece of an answer may take.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Sends, and reads the answer; what fails on the way, also in the middle of the answer, is tried again as a whole.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads an answer, from its beginning; called once for each try.</param>
    /// <param name="waiting">Told what is waited for.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ApiException">A final error, or one that did not pass in time.</exception>
    /// <exception cref="PipelineException">Nobody could sign in.</exception>
    public Task<T> SendAsync<T>(ApiRequest request, Func<ApiAnswer, CancellationToken, Task<T>> read, IProgress<string>? waiting, CancellationToken cancellation) =>
        retrying.RunAsync(token => SignedAsync(request, read, token), waiting, cancellation);

    /// <summary>Sends; a second time only with a new token.</summary>
    private async Task<T> SignedAsync<T>(ApiRequest request, Func<ApiAnswer, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await AttemptAsync(request, await identity.Tokens.GetAsync(renew: false, cancellation).ConfigureAwait(false), read, cancellation).ConfigureAwait(false);
        }
        catch (ApiException error) when (error.Problem == ApiProblem.SignIn && identity.Tokens.CanRenew)
        {
            return await AttemptAsync(request, await identity.Tokens.GetAsync(renew: true, cancellation).ConfigureAwait(false), read, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<T> AttemptAsync<T>(ApiRequest request, string token, Func<ApiAnswer, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        using var message = Message(request, token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            var requestId = response.Headers.TryGetValues("request-id", out var ids) ? ids.FirstOrDefault() : null;
            await using var body = new PatientStream(await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false), patience, Patience);
            return response.StatusCode == HttpStatusCode.OK
                ? await read(new ApiAnswer(body, requestId), patience.Token).ConfigureAwait(false)
                : throw ErrorAnswer.Of(await BeginningAsync(body, patience.Token).ConfigureAwait(false), response.StatusCode, requestId, RetryAfter(response));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ApiException(ApiProblem.Passing, $"{endpoint.Address.Host} did not answer in time");
        }
        catch (HttpRequestException error)
        {
            throw new ApiException(ProblemOf(error), $"{endpoint.Address.Host} could not be reached: {error.Message}");
        }
        catch (InvalidDataException)
        {
            throw new ApiException(ApiProblem.Passing, $"The answer of {endpoint.Address.Host} is damaged");
        }
        catch (IOException error)
        {
            throw new ApiException(ApiProblem.Passing, $"The connection to {endpoint.Address.Host} broke: {error.Message}");
        }
    }

    private HttpRequestMessage Message(ApiRequest request, string token)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Method(request.CustomerId, request.Method))
        {
            Content = new ByteArrayContent(request.Body()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "UTF-8") } },
        };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (identity.DeveloperToken is { } developerToken)
        {
            message.Headers.TryAddWithoutValidation("developer-token", developerToken);
        }

        if (request.LoginCustomerId is { } manager)
        {
            message.Headers.TryAddWithoutValidation("login-customer-id", manager);
        }

        return message;
    }

    private static async Task<byte[]> BeginningAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[LongestError];
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return bytes[..count];
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } asked ? null : asked.Delta ?? (asked.Date - retrying.Clock.GetUtcNow());

    private static ApiProblem ProblemOf(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => ApiProblem.Untrusted,
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => ApiProblem.Unreachable,
        _ => ApiProblem.Passing,
    };
}
