using Google.Apis.Auth.OAuth2.Responses;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// What went wrong when somebody signed in. Errors of Google's library are not kept inside ours: they can hold what was sent
/// or answered.
/// </summary>
internal static class SignInErrors
{
    private const string Target = "Google Ads";

    // A code that is none of these could be anything, also what was sent.
    private static readonly string[] OAuthCodes =
        ["access_denied", "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "unauthorized_client", "unsupported_grant_type"];

    public static PipelineException Of(string message, string advice) => new(PipelineErrorKind.SignInFailed, message, advice, Target);

    public static PipelineException Nobody() => Of(
        "There are no credentials to sign in to Google Ads with.",
        $"Give -GoogleAdsCredential; or set {CredentialSearch.JsonVariable} to the text of a credential file, or GOOGLE_ADS_CLIENT_ID, GOOGLE_ADS_CLIENT_SECRET and GOOGLE_ADS_REFRESH_TOKEN; or name a file outside the workspace as googleAds.credentialsFile.");

    public static PipelineException Unreadable(string source, string why) => Of(
        $"{source} cannot be used to sign in to Google Ads: {why}.",
        "Give JSON with client_id, client_secret and refresh_token, or the whole JSON of a service account's key; developer_token and login_customer_id may stand beside.");

    public static PipelineException Incomplete(IEnumerable<string> missing) => Of(
        $"The environment names only a part of an OAuth client for Google Ads: {string.Join(" and ", missing)} is missing.",
        "Set all of GOOGLE_ADS_CLIENT_ID, GOOGLE_ADS_CLIENT_SECRET and GOOGLE_ADS_REFRESH_TOKEN, or none of them.");

    public static PipelineException NoToken(string what) => Of(
        $"The {what} for Google Ads is empty or holds characters that no token has.",
        "Give the token alone, on one line, without quotes.");

    public static PipelineException NoManager(string source) => Of(
        $"The login customer id of {source} is not the id of a Google Ads account.",
        "Give the manager's ten digits, with or without dashes.");

    public static PipelineException StrangeTokenServer(string source) => Of(
        $"{source} names a token_uri that is not Google's: what is secret would be sent there.",
        "Leave token_uri out, or give Google's, https://oauth2.googleapis.com/token. One on this machine is used only with an emulator's googleAds.endpoint.");

    public static PipelineException Refused(Exception error) => Of(
        $"Google refused the sign-in to Google Ads ({Code(error)}).",
        "Check that the refresh token or key is still valid (a refresh token of an app in testing ends after seven days, and with its user's password), that it belongs to the OAuth client that is named, and that this machine's clock is right. Then make a new one.");

    private static string Code(Exception error) =>
        error is TokenResponseException { Error.Error: { } code } && Array.IndexOf(OAuthCodes, code) >= 0 ? code : error.GetType().Name;
}
