using System.Text.Json;

namespace MarketingPipeline.Google;

/// <summary>
/// What all of Google's APIs say alike of a refusal (google.rpc.ErrorInfo), before the API itself has looked at the request:
/// that it is not turned on for the project, or that the access token is good for other APIs only.
/// </summary>
/// <param name="Reason">Google's word for it.</param>
/// <param name="Project">The Google Cloud project that is meant, <c>projects/123</c>; null where none is named.</param>
internal sealed record GoogleErrorInfo(string Reason, string? Project)
{
    /// <summary>The API is not turned on for the project.</summary>
    public const string ServiceDisabled = "SERVICE_DISABLED";

    /// <summary>The access token lacks the API's scope.</summary>
    public const string ScopeMissing = "ACCESS_TOKEN_SCOPE_INSUFFICIENT";

    /// <summary>Of an <c>error</c> object; null where it says nothing of these.</summary>
    public static GoogleErrorInfo? Of(JsonElement error) => error.At("details").Items()
        .Where(detail => detail.Text("reason") is ServiceDisabled or ScopeMissing)
        .Select(detail => new GoogleErrorInfo(detail.Text("reason")!, detail.At("metadata").Text("consumer")))
        .FirstOrDefault();

    /// <summary>What kind of failure it is.</summary>
    public GoogleFailure Failure => Reason == ScopeMissing ? GoogleFailure.SignIn : GoogleFailure.NotEnabled;

    /// <summary>What to do about it.</summary>
    /// <param name="api">The API's name.</param>
    /// <param name="scope">Its scope.</param>
    public string Advice(string api, string scope) => Reason == ScopeMissing
        ? $"Sign in again with the scope {scope}: the access token or refresh token was made without it."
        : $"Turn on the {api} in the Google Cloud console, under APIs & Services, for {Project ?? "the project that signs in"}; it takes some minutes to work.";
}
