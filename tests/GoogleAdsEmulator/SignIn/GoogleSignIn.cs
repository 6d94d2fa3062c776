namespace MarketingPipeline.GoogleAdsEmulator.SignIn;

/// <summary>Who may sign in, and the tokens that sign-in gives.</summary>
public sealed class GoogleSignIn(TimeProvider clock)
{
    /// <summary>The scope that the API demands of a token.</summary>
    public const string AdsScope = "https://www.googleapis.com/auth/adwords";

    private readonly IssuedTokens _tokens = new(clock);

    public string ClientId { get; set; } = "emulator.apps.googleusercontent.com";

    public string ClientSecret { get; set; } = "emulator-secret";

    /// <summary>The refresh token that gets access tokens; another one is refused, as one that was revoked.</summary>
    public string RefreshToken { get; set; } = "1//emulator-refresh-token";

    /// <summary>The service account that may sign in.</summary>
    public ServiceAccount ServiceAccount { get; } = new("emulator@emulator.iam.gserviceaccount.com");

    /// <summary>How long an access token is good for, as its answer tells.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromSeconds(3599);

    /// <summary>An access token without asking for one over HTTP.</summary>
    public string Issue(string scope = AdsScope) => _tokens.Add(TokenLife, scope);

    /// <summary>Ends every access token given so far, earlier than its answer told.</summary>
    public void ExpireTokens() => _tokens.Expire();

    internal TokenState Check(string token) => _tokens.State(token, AdsScope);
}
