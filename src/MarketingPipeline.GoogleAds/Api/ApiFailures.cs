using System.Globalization;
using System.Net;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>What a user reads of an error: the account, what happened in Google's words, the request's id, what to do. Without secrets.</summary>
internal sealed class ApiFailures(ApiEndpoint endpoint, Secrets secrets, TimeProvider clock)
{
    private static readonly TimeSpan RollingDay = TimeSpan.FromHours(24);

    // By the code's own words: Google's names are longer than what there is to say.
    private static readonly (string Code, string Advice)[] AdviceByCode =
    [
        ("DEVELOPER_TOKEN_PARAMETER_MISSING", "Give a developer token: GOOGLE_ADS_DEVELOPER_TOKEN in the environment, or developer_token in the credentials."),
        ("DEVELOPER_TOKEN_NOT_APPROVED", "The developer token may read test accounts only: apply for basic access in the manager account's API Center."),
        ("DEVELOPER_TOKEN_", "Check the developer token in the manager account's API Center, and that it belongs to the Google Cloud project that signs in."),
        ("LOGIN_CUSTOMER_ID_PARAMETER_MISSING", "Set googleAds.loginCustomerId to the manager through which the account is read."),
        ("INVALID_LOGIN_CUSTOMER_ID", "Set googleAds.loginCustomerId to the manager through which the account is read."),
        ("CLOUD_PROJECT_", "Apply for access to production accounts for the Google Cloud project that signs in."),
        ("PROJECT_DISABLED", "Turn on the Google Ads API in the Google Cloud project that signs in."),
        ("TWO_STEP_VERIFICATION_NOT_ENROLLED", "Turn on 2-step verification for the user who signs in."),
        ("NOT_ADS_USER", "Give the user who signs in access to a Google Ads account, or sign in as another."),
        ("ACCESS_PROHIBITED", "Google has shut the developer token out: see the API Center of the manager account, and its owner's mail."),
    ];

    /// <summary>The error of an account.</summary>
    public PipelineException Of(string customerId, ApiException error) =>
        new(error.Failure.Kind(), $"Google Ads account {customerId}: {Shown(What(error))}", Advice(error), $"customers/{customerId}");

    /// <summary>What is said of an account that others go on without.</summary>
    public (string Reason, string Advice) Silence(ApiException error) => (Shown(What(error)), Advice(error));

    /// <summary>A server's text as a message may show it.</summary>
    public string Shown(string text) => secrets.Hide(ShownText.Clean(text));

    private string What(ApiException error) => error.Failure switch
    {
        GoogleFailure.QuotaExhausted => $"the quota is used up: {error.Text} It can be asked again {When(error)}.",
        GoogleFailure.Busy or GoogleFailure.TooMuchAtOnce => $"Google Ads kept asking to wait: {error.Text} Try again {When(error)}.",
        GoogleFailure.Passing or GoogleFailure.Unreachable or GoogleFailure.Untrusted => $"there is no usable answer: {error.Text}",
        GoogleFailure.NotTheApi => $"not Google Ads but something in between has answered: {error.Text}",
        GoogleFailure.VersionGone => $"version {endpoint.Version} of the API is not served: {error.Text}",
        GoogleFailure.NotPermitted => $"whoever signs in may not read it: {error.Text}",
        GoogleFailure.RefusedSilently => $"Google refuses the request (HTTP 403) and does not say why: {error.Text}",
        GoogleFailure.NotEnabled when error.Info is not null => $"the Google Ads API is not turned on: {error.Text}",
        GoogleFailure.NotEnabled => $"it is cancelled, suspended or not set up yet: {error.Text}",
        GoogleFailure.SignIn => $"the sign-in is not accepted: {error.Text}",
        GoogleFailure.TooLarge => $"a single day's report is larger than an answer may be: {error.Text}",
        GoogleFailure.BadAnswer => error.Text,
        _ => $"Google Ads refused: {error.Text}",
    };

    private string Advice(ApiException error) => error.Failure switch
    {
        _ when error.Info is { } info => info.Advice("Google Ads API", ApiCredentials.Scope),
        _ when AdviceOf(error) is { } known => known,
        GoogleFailure.RefusedSilently => "See that the Google Ads API is turned on in the Google Cloud project that signs in, that no policy or network rule of the organisation (VPC Service Controls) stops it, and that the developer token and the user may read the account. If it stays, name the request id to Google's support.",
        GoogleFailure.QuotaExhausted => "Run the refresh again then; nothing that was staged is lost. An access level with a larger quota can be applied for in the manager account's API Center.",
        GoogleFailure.Busy or GoogleFailure.TooMuchAtOnce => "Run the refresh again then; fewer clients at once (-ThrottleLimit) and shorter ranges (-From, -To) ask for less.",
        GoogleFailure.Passing => "Run the refresh again later. If it stays, see status.ads.google.com, and name the request id to Google's support.",
        GoogleFailure.Unreachable => $"Check the network and the proxy: {endpoint.Address.Host} must be reachable.",
        GoogleFailure.Untrusted => $"Check this machine's clock and certificates, and whether a proxy opens the connection to {endpoint.Address.Host}.",
        GoogleFailure.NotTheApi when error.HttpStatus == HttpStatusCode.ProxyAuthenticationRequired => "Sign in to the proxy, for example by the user and password in HTTPS_PROXY.",
        GoogleFailure.NotTheApi => $"Let the proxy or firewall pass https to {endpoint.Address.Host}. If long answers are what it stops, set googleAds.method to Search.",
        GoogleFailure.VersionGone => "Set googleAds.apiVersion to a version that Google serves (developers.google.com/google-ads/api/docs/sunset-dates), in pipeline.json or the client's file.",
        GoogleFailure.NotPermitted => "Give the user or service account that signs in access to it, or set googleAds.loginCustomerId to the manager through which it is read.",
        GoogleFailure.NotEnabled => "See the account in Google Ads. Where it has ended for good, remove googleAds from the client, or it from the manager; what is staged of it stays.",
        GoogleFailure.SignIn => "Check the credentials: that the refresh token or key is valid, and belongs to someone with access to Google Ads.",
        GoogleFailure.TooLarge => "Set googleAds.method to Search.",
        GoogleFailure.BadAnswer => "Run the refresh again. If it stays, report it with the request id; nothing of the answer was staged.",
        _ => "See the error's name in Google Ads' documentation (Common errors), and name the request id to Google's support.",
    };

    private static string? AdviceOf(ApiException error) =>
        AdviceByCode.FirstOrDefault(known => error.Codes.Any(code => code.Contains("." + known.Code, StringComparison.Ordinal))).Advice;

    private string When(ApiException error)
    {
        var (word, delay) = error.RetryAfter is { } asked ? ("from", asked) : error.Failure == GoogleFailure.QuotaExhausted ? ("at the latest from", RollingDay) : ("from", TimeSpan.FromMinutes(15));

        // Rounded up to the minute, so that who comes then does not come too early.
        var then = (clock.GetUtcNow() + delay).UtcDateTime;
        var minute = new DateTime(then.Ticks - (then.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc).AddMinutes(1);
        return string.Create(CultureInfo.InvariantCulture, $"{word} {minute:yyyy-MM-dd HH:mm} UTC");
    }
}
