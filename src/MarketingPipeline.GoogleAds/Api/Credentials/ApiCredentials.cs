using System.Globalization;
using System.Security;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// Finds out who signs in to Google Ads: whom the caller, the environment or the settings name, else whom the environment's
/// variables do as Google's own client libraries have them; and what else is said to the API.
/// </summary>
/// <param name="environment">The environment's variables.</param>
/// <param name="workspaceRoot">The folder of pipeline.json: kept in git, and so no place for a key.</param>
/// <param name="given">Credential JSON that the caller gives.</param>
/// <param name="handler">What carries the requests; null for the network.</param>
internal sealed class ApiCredentials(Func<string, string?> environment, string workspaceRoot, SecureString? given, HttpMessageHandler? handler)
{
    /// <summary>The text of a credential file.</summary>
    public const string JsonVariable = "MARKETINGPIPELINE_GOOGLE_ADS_CREDENTIALS";

    private const string ClientId = "GOOGLE_ADS_CLIENT_ID";
    private const string ClientSecret = "GOOGLE_ADS_CLIENT_SECRET";
    private const string RefreshToken = "GOOGLE_ADS_REFRESH_TOKEN";
    private const string DeveloperToken = "GOOGLE_ADS_DEVELOPER_TOKEN";
    private const string LoginCustomerId = "GOOGLE_ADS_LOGIN_CUSTOMER_ID";
    private const string KeyFile = "GOOGLE_ADS_JSON_KEY_FILE_PATH";

    /// <summary>What a token must be good for.</summary>
    public const string Scope = "https://www.googleapis.com/auth/adwords";

    private static readonly GoogleService Service = new()
    {
        Name = "Google Ads",
        Scope = Scope,
        JsonVariable = JsonVariable,
        FileSetting = "googleAds.credentialsFile",
        HowToSignIn = $"Give -GoogleAdsCredential; or set {JsonVariable} to the text of a credential file, or GOOGLE_ADS_CLIENT_ID, GOOGLE_ADS_CLIENT_SECRET and GOOGLE_ADS_REFRESH_TOKEN; or name a file outside the workspace as googleAds.credentialsFile.",
        Credentials = "Give JSON with client_id, client_secret and refresh_token, or the whole JSON of a service account's key; developer_token and login_customer_id may stand beside.",
    };

    private readonly SignInErrors _errors = new(Service);
    private readonly CredentialSearch _search = new(Service, environment, workspaceRoot, given);

    /// <summary>Who asks. Nothing is sent yet.</summary>
    /// <param name="credentialsFile">The file that the settings name.</param>
    /// <param name="endpoint">Where the tokens go.</param>
    /// <exception cref="PipelineException">Nobody is named, or not well. Keys and tokens are not in the error.</exception>
    public ApiIdentity Find(string? credentialsFile, ApiEndpoint endpoint)
    {
        var secrets = new Secrets();
        var credential = _search.Find(credentialsFile) ?? OfGooglesLibraries();
        var developerToken = credential?.Json.Text("developer_token") ?? _search.Variable(DeveloperToken);
        var manager = Manager(LoginCustomer(credential), credential?.Source) ?? Manager(_search.Variable(LoginCustomerId), LoginCustomerId);
        secrets.Add(developerToken);
        return new ApiIdentity(
            Tokens(credential, endpoint, secrets),
            developerToken is null ? null : _errors.Checked(developerToken, "developer token"),
            manager,
            secrets);
    }

    private IAccessTokens Tokens(GivenCredential? credential, ApiEndpoint endpoint, Secrets secrets)
    {
        if (credential is not null)
        {
            var emulator = endpoint.IsEmulator ? new Uri(endpoint.Address, "token") : null;
            return GoogleTokens.Of(credential, Service.Scope, new SignInServers(endpoint.Address, _errors), emulator, handler, secrets, _errors);
        }

        // An emulator decides whether nobody is enough.
        return endpoint.IsEmulator ? new FixedToken("emulator") : throw _errors.Nobody();
    }

    private GivenCredential? OfGooglesLibraries()
    {
        string[] names = [ClientId, ClientSecret, RefreshToken];
        var missing = names.Where(name => _search.Variable(name) is null).ToList();
        if (missing.Count == 0)
        {
            return new GivenCredential
            {
                Source = "The environment",
                Type = CredentialJson.User,
                ClientId = _search.Variable(ClientId),
                ClientSecret = _search.Variable(ClientSecret),
                RefreshToken = _search.Variable(RefreshToken),
            };
        }

        if (_search.Variable(KeyFile) is { } file)
        {
            return _search.OfFile(Path.GetFullPath(file), KeyFile);
        }

        return missing.Count == names.Length ? null : throw _errors.Of(
            $"The environment names only a part of an OAuth client for Google Ads: {string.Join(" and ", missing)} is missing.",
            $"Set all of {ClientId}, {ClientSecret} and {RefreshToken}, or none of them.");
    }

    // It may be written as a number.
    private static string? LoginCustomer(GivenCredential? credential) =>
        credential?.Json.Text("login_customer_id") ?? credential?.Json.Int64("login_customer_id")?.ToString(CultureInfo.InvariantCulture);

    private string? Manager(string? id, string? source)
    {
        var digits = id?.Replace("-", "", StringComparison.Ordinal).Trim();
        return digits is null || (digits.Length == 10 && digits.All(char.IsAsciiDigit)) ? digits : throw _errors.Of(
            $"The login customer id of {source} is not the id of a Google Ads account.",
            "Give the manager's ten digits, with or without dashes.");
    }
}
