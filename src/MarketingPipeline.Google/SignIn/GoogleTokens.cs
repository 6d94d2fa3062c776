using System.Net;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using MarketingPipeline.Core;

namespace MarketingPipeline.Google;

/// <summary>Access tokens of Google's library, which keeps each until it is about to expire.</summary>
internal sealed class GoogleTokens : IAccessTokens
{
    private readonly ITokenAccess _credential;
    private readonly Func<CancellationToken, Task> _renewal;
    private readonly SignInErrors _errors;

    private GoogleTokens(ITokenAccess credential, Func<CancellationToken, Task> renewal, SignInErrors errors) =>
        (_credential, _renewal, _errors) = (credential, renewal, errors);

    /// <inheritdoc/>
    public bool CanRenew => true;

    /// <summary>The tokens of whoever the credentials name; nothing is sent yet.</summary>
    /// <param name="given">The credentials.</param>
    /// <param name="scope">What the tokens are for.</param>
    /// <param name="servers">Where tokens are given.</param>
    /// <param name="emulator">An emulator's own sign-in; null where there is none.</param>
    /// <param name="handler">What carries the requests; null for the network.</param>
    /// <param name="secrets">Where what is secret is noted.</param>
    /// <param name="errors">What is said where nobody can sign in.</param>
    /// <exception cref="PipelineException">The credentials are none. Nothing of them is in the error.</exception>
    public static GoogleTokens Of(GivenCredential given, string scope, SignInServers servers, Uri? emulator, HttpMessageHandler? handler, Secrets secrets, SignInErrors errors)
    {
        var tokenServer = servers.TokenServer(given, emulator).AbsoluteUri;
        var clients = new SignInClients(servers, handler);
        secrets.Add(given.ClientSecret);
        secrets.Add(given.RefreshToken);
        secrets.Add(given.PrivateKey is { } key ? string.Concat(key.Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('-'))) : null);
        try
        {
            switch (given.Type)
            {
                case CredentialJson.User:
                    var user = User(given, tokenServer, clients);
                    return new GoogleTokens(user, user.RefreshTokenAsync, errors);
                case CredentialJson.ServiceAccount:
                    var service = ServiceAccount(given, tokenServer, scope, clients);
                    return new GoogleTokens(service, service.RequestAccessTokenAsync, errors);
                default:
                    return Of(CredentialFactory.FromJson(given.Json.GetRawText(), given.Type), scope, clients, errors);
            }
        }
        catch (Exception error) when (error is not PipelineException)
        {
            // Google's message can quote what it could not read.
            throw errors.Unreadable(given.Source, $"{error.GetType().Name} when it was read");
        }
    }

    /// <summary>The tokens of the account that this machine of Google's runs as.</summary>
    public static GoogleTokens OfTheMachine(string scope, SignInServers servers, HttpMessageHandler? handler, SignInErrors errors) =>
        Of(GoogleCredential.FromComputeCredential(new ComputeCredential()), scope, new SignInClients(servers, handler), errors);

    /// <inheritdoc/>
    public async Task<string> GetAsync(bool renew, CancellationToken cancellation)
    {
        try
        {
            if (renew)
            {
                await _renewal(cancellation).ConfigureAwait(false);
            }

            return _errors.Checked(await _credential.GetAccessTokenForRequestAsync(null, cancellation).ConfigureAwait(false), "access token");
        }
        catch (HttpRequestException error) when (error.HttpRequestError != HttpRequestError.SecureConnectionError)
        {
            var isUnreachable = error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
            throw new SignInException(isUnreachable ? GoogleFailure.Unreachable : GoogleFailure.Passing, "Google's sign-in could not be reached");
        }
        catch (TokenResponseException error) when (error.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            throw new SignInException(GoogleFailure.Passing, "Google's sign-in is not available") { HttpStatus = error.StatusCode };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SignInException(GoogleFailure.Passing, "Google's sign-in did not answer in time");
        }
        catch (Exception error) when (error is not (PipelineException or OperationCanceledException))
        {
            throw _errors.Refused(error);
        }
    }

    private static GoogleTokens Of(GoogleCredential credential, string scope, IHttpClientFactory clients, SignInErrors errors)
    {
        var scoped = credential.CreateWithHttpClientFactory(clients).CreateScoped(scope);
        return new GoogleTokens(
            scoped,
            cancellation => scoped.UnderlyingCredential is ServiceCredential service ? service.RequestAccessTokenAsync(cancellation) : Task.CompletedTask,
            errors);
    }

    // Whoever asks for a token tries again by itself, in its own time.
    private static UserCredential User(GivenCredential given, string tokenServer, IHttpClientFactory clients) => new(
        new AuthorizationCodeFlow(new AuthorizationCodeFlow.Initializer(tokenServer, tokenServer)
        {
            ClientSecrets = new ClientSecrets { ClientId = given.ClientId, ClientSecret = given.ClientSecret },
            HttpClientFactory = clients,
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        }),
        "user",
        new TokenResponse { RefreshToken = given.RefreshToken });

    private static ServiceAccountCredential ServiceAccount(GivenCredential given, string tokenServer, string scope, IHttpClientFactory clients)
    {
        var initializer = new ServiceAccountCredential.Initializer(given.ServiceAccount, tokenServer)
        {
            Scopes = [scope],
            KeyId = given.PrivateKeyId,
            HttpClientFactory = clients,
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        };
        return new ServiceAccountCredential(initializer.FromPrivateKey(given.PrivateKey));
    }
}
