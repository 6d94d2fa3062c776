using System.Net;
using System.Security;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// Finds out who signs in. The first of these counts: JSON that the caller gives; JSON in the environment; the file that the
/// settings name; the environment's variables as Google's own client libraries have them.
/// </summary>
/// <param name="environment">The environment's variables.</param>
/// <param name="workspaceRoot">The folder of pipeline.json: kept in git, and so no place for a key.</param>
/// <param name="given">Credential JSON that the caller gives.</param>
/// <param name="handler">What carries the requests; null for the network.</param>
internal sealed class CredentialSearch(Func<string, string?> environment, string workspaceRoot, SecureString? given, HttpMessageHandler? handler)
{
    /// <summary>The text of a credential file.</summary>
    public const string JsonVariable = "MARKETINGPIPELINE_GOOGLE_ADS_CREDENTIALS";

    private const string ClientId = "GOOGLE_ADS_CLIENT_ID";
    private const string ClientSecret = "GOOGLE_ADS_CLIENT_SECRET";
    private const string RefreshToken = "GOOGLE_ADS_REFRESH_TOKEN";
    private const string DeveloperToken = "GOOGLE_ADS_DEVELOPER_TOKEN";
    private const string LoginCustomerId = "GOOGLE_ADS_LOGIN_CUSTOMER_ID";
    private const string KeyFile = "GOOGLE_ADS_JSON_KEY_FILE_PATH";
    private const string Instead = $"{JsonVariable} needs no file";

    private static readonly Uri GoogleTokenServer = new("https://oauth2.googleapis.com/token");

    private static readonly string[] GoogleTokenServers =
        [GoogleTokenServer.AbsoluteUri, "https://accounts.google.com/o/oauth2/token", "https://www.googleapis.com/oauth2/v3/token", "https://www.googleapis.com/oauth2/v4/token"];

    /// <summary>Who asks. Nothing is sent yet.</summary>
    /// <param name="credentialsFile">The file that the settings name.</param>
    /// <param name="endpoint">Where the tokens go.</param>
    /// <exception cref="PipelineException">Nobody is named, or not well. Keys and tokens are not in the error.</exception>
    public ApiIdentity Find(string? credentialsFile, ApiEndpoint endpoint)
    {
        var secrets = new Secrets();
        var (credential, source) = Named(credentialsFile);
        var developerToken = credential?.DeveloperToken ?? Variable(DeveloperToken);
        var manager = Manager(credential?.LoginCustomerId, source) ?? Manager(Variable(LoginCustomerId), LoginCustomerId);
        secrets.Add(developerToken);
        secrets.Add(credential?.ClientSecret);
        secrets.Add(credential?.RefreshToken);
        IAccessTokens tokens = credential is not null
            ? GoogleTokens.Of(credential, source, TokenServer(credential, source, endpoint), handler, secrets)
            : endpoint.IsEmulator ? new EmulatorToken() : throw SignInErrors.Nobody();
        return new ApiIdentity(tokens, developerToken is null ? null : Token(developerToken, "developer token"), manager, secrets);
    }

    /// <summary>The token, if a header can carry it; else an error that does not show it, as HttpClient's would.</summary>
    public static string Token(string? token, string what) => !string.IsNullOrEmpty(token) && token.All(letter => letter is > ' ' and < '\x7f')
        ? token
        : throw SignInErrors.NoToken(what);

    private (ApiCredential? Credential, string Source) Named(string? credentialsFile)
    {
        if (given is not null)
        {
            return Json(new NetworkCredential("", given).Password, "The credential that was given");
        }

        if (Variable(JsonVariable) is { } text)
        {
            return Json(text, $"The environment variable {JsonVariable}");
        }

        if (credentialsFile is not null)
        {
            return Json(new CredentialsFile("googleAds.credentialsFile", PipelineErrorKind.SignInFailed, Instead).Read(credentialsFile, workspaceRoot), credentialsFile);
        }

        return OfGooglesLibraries();
    }

    private (ApiCredential? Credential, string Source) OfGooglesLibraries()
    {
        string[] names = [ClientId, ClientSecret, RefreshToken];
        var missing = names.Where(name => Variable(name) is null).ToList();
        if (missing.Count == 0)
        {
            return (new ApiCredential { ClientId = Variable(ClientId), ClientSecret = Variable(ClientSecret), RefreshToken = Variable(RefreshToken) }, "The environment");
        }

        if (Variable(KeyFile) is { } file)
        {
            return Json(new CredentialsFile(KeyFile, PipelineErrorKind.SignInFailed, Instead).Read(Path.GetFullPath(file), workspaceRoot), file);
        }

        return missing.Count == names.Length ? (null, "The environment") : throw SignInErrors.Incomplete(missing);
    }

    /// <summary>Where secrets are sent for a token: Google's server, or the emulator that gets the tokens anyway.</summary>
    private static Uri TokenServer(ApiCredential credential, string source, ApiEndpoint endpoint)
    {
        Uri? named = null;
        if (credential.TokenAddress is { } text && !Uri.TryCreate(text, UriKind.Absolute, out named))
        {
            throw SignInErrors.StrangeTokenServer(source);
        }

        if (endpoint.IsEmulator)
        {
            return named is not null && GoogleAdsEndpoint.IsEmulator(named) ? named : new Uri(endpoint.Address, "token");
        }

        return named is null || GoogleTokenServers.Contains(named.AbsoluteUri) ? named ?? GoogleTokenServer : throw SignInErrors.StrangeTokenServer(source);
    }

    private static (ApiCredential Credential, string Source) Json(string json, string source) => (ApiCredentialJson.Read(json, source), source);

    private static string? Manager(string? id, string source)
    {
        var digits = id?.Replace("-", "", StringComparison.Ordinal).Trim();
        return digits is null || (digits.Length == 10 && digits.All(char.IsAsciiDigit)) ? digits : throw SignInErrors.NoManager(source);
    }

    private string? Variable(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
