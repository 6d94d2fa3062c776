using System.Net;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Flows;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Access tokens of Google's library, which keeps each until it is about to expire.</summary>
internal sealed class GoogleTokens : IAccessTokens
{
    private const string Scope = "https://www.googleapis.com/auth/adwords";

    private readonly ITokenAccess credential;
    private readonly Func<CancellationToken, Task<bool>> renewal;
    private readonly Secrets secrets;

    private GoogleTokens(ITokenAccess credential, Func<CancellationToken, Task<bool>> renewal, Secrets secrets) =>
        (this.credential, this.renewal, this.secrets) = (credential, renewal, secrets);

    public bool CanRenew => true;

    /// <summary>The tokens of whoever the credentials name; nothing is sent yet.</summary>
    /// <param name="given">The credentials.</param>
    /// <param name="source">What a message calls them.</param>
    /// <param name="tokenServer">Where tokens are given.</param>
    /// <param name="handler">What carries the requests; null for the network.</param>
    /// <param name="secrets">Where the tokens are noted.</param>
    /// <exception cref="PipelineException">The key is none. Nothing of it is in the error.</exception>
    public static GoogleTokens Of(ApiCredential given, string source, Uri tokenServer, HttpMessageHandler? handler, Secrets secrets)
    {
        var factory = handler is null ? new HttpClientFactory() : new HandlerFactory(handler);
        if (given.ServiceAccount is null)
        {
            // Whoever asks for a token tries again by itself, in its own time.
            var flow = new AuthorizationCodeFlow(new AuthorizationCodeFlow.Initializer(tokenServer.AbsoluteUri, tokenServer.AbsoluteUri)
            {
                ClientSecrets = new ClientSecrets { ClientId = given.ClientId, ClientSecret = given.ClientSecret },
                HttpClientFactory = factory,
                DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            });
            var user = new UserCredential(flow, "user", new TokenResponse { RefreshToken = given.RefreshToken });
            return new GoogleTokens(user, user.RefreshTokenAsync, secrets);
        }

        try
        {
            var initializer = new ServiceAccountCredential.Initializer(given.ServiceAccount, tokenServer.AbsoluteUri)
            {
                Scopes = [Scope],
                KeyId = given.PrivateKeyId,
                HttpClientFactory = factory,
                DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            };
            var service = new ServiceAccountCredential(initializer.FromPrivateKey(given.PrivateKey));
            return new GoogleTokens(service, service.RequestAccessTokenAsync, secrets);
        }
        catch (Exception error)
        {
            // Google's message can quote what it could not read.
            throw SignInErrors.Unreadable(source, $"{error.GetType().Name} when its private_key was read");
        }
    }

    /// <inheritdoc/>
    public async Task<string> GetAsync(bool renew, CancellationToken cancellation)
    {
        try
        {
            if (renew)
            {
                await renewal(cancellation).ConfigureAwait(false);
            }

            var token = CredentialSearch.Token(await credential.GetAccessTokenForRequestAsync(null, cancellation).ConfigureAwait(false), "access token");
            secrets.Add(token);
            return token;
        }
        catch (HttpRequestException error) when (error.HttpRequestError != HttpRequestError.SecureConnectionError)
        {
            var isUnreachable = error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
            throw new ApiException(isUnreachable ? ApiProblem.Unreachable : ApiProblem.Passing, "The sign-in server could not be reached");
        }
        catch (TokenResponseException error) when (error.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            throw new ApiException(ApiProblem.Passing, "The sign-in server is not available") { HttpStatus = error.StatusCode };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ApiException(ApiProblem.Passing, "The sign-in server did not answer in time");
        }
        catch (Exception error) when (error is not (PipelineException or OperationCanceledException))
        {
            throw SignInErrors.Refused(error);
        }
    }

    private sealed class HandlerFactory(HttpMessageHandler handler) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => handler;
    }
}
