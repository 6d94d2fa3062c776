using Google.Apis.Http;

namespace MarketingPipeline.Google;

/// <summary>
/// What carries the requests of Google's library: no redirect is followed, no long answer read, and whatever the credentials
/// name, nothing is handed in elsewhere than at Google's or an emulator's sign-in.
/// </summary>
/// <param name="servers">Where something may be handed in.</param>
/// <param name="handler">Carries the requests instead of the network.</param>
internal sealed class SignInClients(SignInServers servers, HttpMessageHandler? handler) : IHttpClientFactory
{
    private const int LongestAnswer = 1024 * 1024;

    private readonly Network _network = new(servers, handler);

    public ConfigurableHttpClient CreateHttpClient(CreateHttpClientArgs args)
    {
        var client = _network.CreateHttpClient(args);
        client.MessageHandler.FollowRedirect = false;
        client.MaxResponseContentBufferSize = LongestAnswer;
        return client;
    }

    private sealed class Network(SignInServers servers, HttpMessageHandler? handler) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new Guard(servers, handler ?? base.CreateHandler(args));
    }

    private sealed class Guard(SignInServers servers, HttpMessageHandler network) : DelegatingHandler(network)
    {
        // A machine's or federation's own token is fetched with nothing in hand, from wherever that is.
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Content is null || servers.IsAllowed(request.RequestUri!)
                ? base.SendAsync(request, cancellationToken)
                : throw new InvalidOperationException("Nothing is handed in there.");
    }
}
