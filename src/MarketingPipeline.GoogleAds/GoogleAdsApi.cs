using System.Security;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAds.Api;

namespace MarketingPipeline.GoogleAds;

/// <summary>The Google Ads API (REST) as a source for the clients of a workspace. Clients may be read at once.</summary>
public sealed class GoogleAdsApi
{
    private readonly string _workspaceRoot;
    private readonly SecureString? _credential;
    private readonly TimeProvider _clock;
    private readonly Lazy<HttpClient> _http;
    private readonly Dictionary<(string? File, Uri Address), ApiIdentity> _identities = [];

    /// <summary>Makes the source; nobody signs in before a client's reports are asked for.</summary>
    /// <param name="workspaceRoot">The workspace's folder, in which no credentials may be.</param>
    /// <param name="credential">Credential JSON that the caller gives; null for that of the environment or the settings.</param>
    /// <param name="clock">The clock of waits, and of the times at which to come back.</param>
    public GoogleAdsApi(string workspaceRoot, SecureString? credential, TimeProvider clock)
    {
        _workspaceRoot = workspaceRoot;
        _credential = credential;
        _clock = clock;
        _http = new Lazy<HttpClient>(() => GoogleTransport.Connect(Handler));
    }

    /// <summary>What carries the requests; null for the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>The environment's variables.</summary>
    internal Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>How long the next piece of an answer may take; Google prepares a large one for minutes.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A client's reports.</summary>
    /// <param name="settings">The client's account, and how it is reached.</param>
    public IGoogleAdsReports Reports(GoogleAdsSettings settings) => new GoogleAdsApiReports(settings, Open, _clock);

    private ApiSession Open(GoogleAdsSettings settings)
    {
        var endpoint = ApiEndpoint.Of(settings);
        var identity = Identity(settings.CredentialsFile, endpoint);
        var transport = new ApiTransport(_http.Value, endpoint, identity, new Retrying(_clock)) { Patience = Patience };
        return new ApiSession(new ApiQuery(transport, settings.Method), new ApiFailures(endpoint, identity.Secrets, _clock), identity.LoginCustomerId);
    }

    // Clients that sign in alike share an access token.
    private ApiIdentity Identity(string? credentialsFile, ApiEndpoint endpoint)
    {
        lock (_identities)
        {
            if (!_identities.TryGetValue((credentialsFile, endpoint.Address), out var identity))
            {
                identity = new ApiCredentials(Variables, _workspaceRoot, _credential, Handler).Find(credentialsFile, endpoint);
                _identities.Add((credentialsFile, endpoint.Address), identity);
            }

            return identity;
        }
    }
}
