using System.Net;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// Finds out who signs in. The first of these counts: JSON that the caller gives; a ready access token, or credential JSON,
/// in the environment; the file that the settings name; Google's application default credentials. Whoever it is can then
/// act as a service account.
/// </summary>
internal sealed class GoogleCredentials(Func<string, string?> environment, Retrying retrying, HttpMessageHandler? handler = null)
{
    /// <summary>A ready access token.</summary>
    public const string TokenVariable = "MARKETINGPIPELINE_GOOGLE_ACCESS_TOKEN";

    /// <summary>The text of a credential file: service account, authorized user or external account.</summary>
    public const string JsonVariable = "MARKETINGPIPELINE_GOOGLE_CREDENTIALS";

    private static readonly CredentialsFile File = new("bigQuery.credentialsFile", PipelineErrorKind.WarehouseFailed, $"{JsonVariable} needs no file");

    private const string BigQueryScope = "https://www.googleapis.com/auth/bigquery";
    private const string IamScope = "https://www.googleapis.com/auth/iam";

    /// <summary>Tokens for the endpoint; null for an emulator on this machine, when nobody is named.</summary>
    /// <exception cref="PipelineException">The endpoint is not one to send tokens to, or nobody can sign in.</exception>
    public async Task<IAccessTokens?> OpenAsync(SignIn signIn, CancellationToken cancellation)
    {
        RefusePlainText(signIn.Endpoint);
        try
        {
            var caller = await CallerAsync(signIn, cancellation).ConfigureAwait(false);
            return signIn.Impersonate is { } account ? new ImpersonatedTokens(Iam(caller!), account, BigQueryScope) : caller;
        }
        catch (Exception error) when (error is not (PipelineException or OperationCanceledException))
        {
            throw SignInErrors.NoCredentials(error);
        }
    }

    /// <summary>Who signs in; null where nobody is named and nobody has to.</summary>
    private async Task<IAccessTokens?> CallerAsync(SignIn signIn, CancellationToken cancellation)
    {
        if (signIn.Json is null && Variable(TokenVariable) is { } token)
            return new FixedToken(token);

        var credential = Named(signIn);
        if (credential is null && signIn.Endpoint.IsLoopback && signIn.Impersonate is null)
            return null;

        credential ??= await GoogleCredential.GetApplicationDefaultAsync(cancellation).ConfigureAwait(false);
        credential = handler is null ? credential : credential.CreateWithHttpClientFactory(new HandlerFactory(handler));
        return new GoogleTokens(credential.CreateScoped(signIn.Impersonate is null ? BigQueryScope : IamScope), retrying);
    }

    private GoogleCredential? Named(SignIn signIn)
    {
        if (signIn.Json is { } secret)
            return CredentialJson.Read(new NetworkCredential("", secret).Password, "The credentials that were given");
        if (Variable(JsonVariable) is { } text)
            return CredentialJson.Read(text, $"The environment variable {JsonVariable}");
        return signIn.File is { } file ? CredentialJson.Read(File.Read(file, signIn.WorkspaceRoot), file) : null;
    }

    private RestTransport Iam(IAccessTokens caller) =>
        new(new BigQueryEndpoint { Project = "-", Address = ImpersonatedTokens.Iam, Handler = handler }, caller, retrying);

    private string? Variable(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static void RefusePlainText(Uri endpoint)
    {
        if (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
            return;

        throw new PipelineException(
            PipelineErrorKind.Settings,
            $"bigQuery.endpoint is {endpoint.GetLeftPart(UriPartial.Authority)}: without encryption, and not on this machine.",
            "Use https, or http with localhost for an emulator.",
            "bigQuery.endpoint");
    }

    private sealed class HandlerFactory(HttpMessageHandler handler) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => handler;
    }
}
