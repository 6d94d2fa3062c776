using System.Globalization;
using System.Net;
using Google.Apis.Auth.OAuth2.Responses;
using MarketingPipeline.Core;

namespace MarketingPipeline.Google;

/// <summary>
/// What went wrong when somebody signed in. Errors of Google's library are not kept inside ours: they can hold what was sent
/// or answered.
/// </summary>
/// <param name="service">What is signed in to.</param>
internal sealed class SignInErrors(GoogleService service)
{
    // A code that is none of these could be anything, also what was sent.
    private static readonly string[] OAuthCodes =
        ["access_denied", "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "invalid_target", "unauthorized_client", "unsupported_grant_type"];

    /// <summary>An error of signing in.</summary>
    public PipelineException Of(string message, string advice) => new(PipelineErrorKind.SignInFailed, message, advice, service.Name);

    /// <summary>Nobody is named.</summary>
    public PipelineException Nobody() => Of($"There are no Google credentials to sign in to {service.Name} with.", service.HowToSignIn);

    /// <summary>What is given is no credential.</summary>
    public PipelineException Unreadable(string source, string why) => Of($"{source} cannot be used to sign in to {service.Name}: {why}.", service.Credentials);

    /// <summary>A text that no header carries.</summary>
    public PipelineException NoToken(string what) => Of(
        $"The {what} for {service.Name} is empty or holds characters that no token has.",
        "Give the token alone, on one line, without quotes.");

    /// <summary>Secrets would be sent elsewhere than to Google.</summary>
    public PipelineException StrangeServer(string source, string property) => Of(
        $"{source} names a {property} that is not Google's: what is secret would be sent there.",
        $"Leave {property} out, or give Google's; for a token_uri that is https://oauth2.googleapis.com/token. One on this machine is used only with an emulator's endpoint.");

    /// <summary>Google's sign-in says no.</summary>
    public PipelineException Refused(Exception error) => Of(
        $"Google refused the sign-in to {service.Name} ({Code(error)}).",
        "Check that the refresh token or key is still valid (a refresh token of an app in testing ends after seven days, and with its user's password), that it belongs to the OAuth client that is named, and that this machine's clock is right. Then make a new one.");

    /// <summary>The caller may not act as the account.</summary>
    public PipelineException NotImpersonated(string account, HttpStatusCode? status) => Of(
        $"Google does not let the caller act as {account} ({(status is { } answered ? string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answered}") : "no answer")}).",
        $"Give the caller the role Service Account Token Creator on {account}, turn on the IAM Service Account Credentials API, or correct the account that the settings name.");

    /// <summary>The token, if a header can carry it; else an error that does not show it, as HttpClient's would.</summary>
    public string Checked(string? token, string what) => !string.IsNullOrEmpty(token) && token.All(letter => letter is > ' ' and < '\x7f')
        ? token
        : throw NoToken(what);

    private static string Code(Exception error) =>
        error is TokenResponseException { Error.Error: { } code } && Array.IndexOf(OAuthCodes, code) >= 0 ? code : error.GetType().Name;
}
