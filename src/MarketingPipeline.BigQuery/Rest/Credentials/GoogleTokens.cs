using System.Net;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Access tokens of Google's library, which keeps each until it is about to expire.</summary>
internal sealed class GoogleTokens(GoogleCredential credential, Retrying retrying) : IAccessTokens
{
    /// <inheritdoc/>
    /// <exception cref="PipelineException">Nobody could sign in. Keys, tokens and what the server answered are not in the error.</exception>
    public async Task<string> GetAsync(bool renew, CancellationToken cancellation)
    {
        try
        {
            return FixedToken.Checked(await retrying.RunAsync(token => RequestAsync(renew, token), cancellation).ConfigureAwait(false));
        }
        catch (BigQueryException)
        {
            throw SignInErrors.Unreachable();
        }
        catch (Exception error) when (error is not PipelineException && !cancellation.IsCancellationRequested)
        {
            throw SignInErrors.Refused(error);
        }
    }

    private async Task<string> RequestAsync(bool renew, CancellationToken cancellation)
    {
        try
        {
            if (renew)
                await RenewAsync(cancellation).ConfigureAwait(false);
            return await ((ITokenAccess)credential).GetAccessTokenForRequestAsync(null, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (error.HttpRequestError != HttpRequestError.SecureConnectionError)
        {
            throw new BigQueryException(ErrorReasons.Connection, "Google's sign-in could not be reached.", error);
        }
        catch (TokenResponseException error) when (error.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            throw new BigQueryException(ErrorReasons.Connection, "Google's sign-in is not available.");
        }
    }

    private Task RenewAsync(CancellationToken cancellation) => credential.UnderlyingCredential switch
    {
        ServiceCredential service => service.RequestAccessTokenAsync(cancellation),
        UserCredential user => user.RefreshTokenAsync(cancellation),
        _ => Task.CompletedTask,
    };
}
