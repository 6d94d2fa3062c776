using Google.Apis.Auth.OAuth2;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// Finds out who signs in to BigQuery: JSON that the caller gives; a ready access token, or credential JSON, in the
/// environment; the file that the settings name; Google's application default credentials. Whoever it is can then act as a
/// service account.
/// </summary>
/// <param name="environment">The environment's variables.</param>
/// <param name="retrying">When to ask again.</param>
/// <param name="secrets">Where what is secret is noted.</param>
/// <param name="handler">What carries the requests; null for the network.</param>
internal sealed class GoogleCredentials(Func<string, string?> environment, Retrying retrying, Secrets secrets, HttpMessageHandler? handler = null)
{
    /// <summary>A ready access token.</summary>
    public const string TokenVariable = "MARKETINGPIPELINE_GOOGLE_ACCESS_TOKEN";

    /// <summary>The text of a credential file: service account, authorized user or external account.</summary>
    public const string JsonVariable = "MARKETINGPIPELINE_GOOGLE_CREDENTIALS";

    // Where Google's own libraries look.
    private const string DefaultsVariable = "GOOGLE_APPLICATION_CREDENTIALS";

    /// <summary>What a token must be good for.</summary>
    public const string Scope = "https://www.googleapis.com/auth/bigquery";

    private static readonly GoogleService Service = new()
    {
        Name = "BigQuery",
        Scope = Scope,
        JsonVariable = JsonVariable,
        FileSetting = "bigQuery.credentialsFile",
        HowToSignIn = $"Give -GoogleCredential; or set {JsonVariable} to the text of a credential file; or name such a file outside the workspace as bigQuery.credentialsFile; or run gcloud auth application-default login.",
        Credentials = "Give the whole JSON of a service account's key, an authorized user or an external account (workload identity federation).",
    };

    private readonly SignInErrors _errors = new(Service);

    /// <summary>Tokens for the endpoint; null for an emulator on this machine, when nobody is named.</summary>
    /// <exception cref="PipelineException">The endpoint is not one to send tokens to, or nobody can sign in.</exception>
    public async Task<IAccessTokens?> OpenAsync(SignIn signIn)
    {
        GoogleAddress.Require(signIn.Endpoint, BigQueryEndpoint.Setting);
        var caller = await CallerAsync(signIn).ConfigureAwait(false);
        return signIn.Impersonate is { } account
            ? new ImpersonatedTokens(caller!, account, Service.Scope, handler, secrets, retrying, _errors)
            : caller;
    }

    /// <summary>Who signs in; null where nobody is named and nobody has to.</summary>
    private async Task<IAccessTokens?> CallerAsync(SignIn signIn)
    {
        var search = new CredentialSearch(Service, environment, signIn.WorkspaceRoot, signIn.Json);
        if (signIn.Json is null && search.Variable(TokenVariable) is { } token)
        {
            secrets.Add(token);
            return new FixedToken(_errors.Checked(token, "access token"));
        }

        var named = search.Find(signIn.File);
        if (named is null && GoogleAddress.IsThisMachine(signIn.Endpoint) && signIn.Impersonate is null)
        {
            return null;
        }

        var servers = new SignInServers(signIn.Endpoint, _errors);
        var scope = signIn.Impersonate is null ? Service.Scope : ImpersonatedTokens.CallersScope;
        if ((named ?? Default(search)) is { } credential)
        {
            return GoogleTokens.Of(credential, scope, servers, emulator: null, handler, secrets, _errors);
        }

        return await ComputeCredential.IsRunningOnComputeEngine().ConfigureAwait(false)
            ? GoogleTokens.OfTheMachine(scope, servers, handler, _errors)
            : throw _errors.Nobody();
    }

    /// <summary>Google's application default credentials: the file that a variable names, or that gcloud has written.</summary>
    private GivenCredential? Default(CredentialSearch search)
    {
        var file = search.Variable(DefaultsVariable) ?? GcloudFile(search);
        try
        {
            return file is not null ? new CredentialJson(_errors).Read(File.ReadAllText(file), file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw _errors.Unreadable(file!, "it cannot be read");
        }
    }

    private static string? GcloudFile(CredentialSearch search)
    {
        var folder = search.Variable("CLOUDSDK_CONFIG") ?? Path.Combine(
            (OperatingSystem.IsWindows() ? search.Variable("APPDATA") : search.Variable("HOME") is { } home ? Path.Combine(home, ".config") : null) ?? "",
            "gcloud");
        var file = Path.Combine(folder, "application_default_credentials.json");
        return Path.IsPathRooted(file) && File.Exists(file) ? file : null;
    }
}
