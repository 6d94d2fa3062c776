using System.Globalization;
using Google.Apis.Auth.OAuth2.Responses;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// What went wrong when somebody signed in. Errors of Google's library are not kept inside ours: they can hold what was sent
/// or answered.
/// </summary>
internal static class SignInErrors
{
    private const string Target = "BigQuery";

    // A code that is none of these could be anything, also what was sent.
    private static readonly string[] OAuthCodes =
        ["access_denied", "invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "invalid_target", "unauthorized_client", "unsupported_grant_type"];

    public static PipelineException Of(string message, string advice) => new(PipelineErrorKind.WarehouseFailed, message, advice, Target);

    public static PipelineException NoCredentials(Exception error) => Of(
        $"There are no Google credentials to sign in to BigQuery with ({error.GetType().Name}).",
        $"Set {GoogleCredentials.JsonVariable} to the text of a credential file, name such a file outside the workspace as bigQuery.credentialsFile, or run gcloud auth application-default login.");

    public static PipelineException Unreadable(string source, string why) => Of(
        $"{source} cannot be used to sign in: {why}.",
        "Give the whole JSON of a service account's key, an authorized user or an external account (workload identity federation).");

    public static PipelineException Unreachable() => Of(
        "Google's sign-in could not be reached.",
        "Check the network and the proxy: oauth2.googleapis.com, or the address that the credentials name, must be reachable by https.");

    public static PipelineException Refused(Exception error) => Of(
        $"Google refused the sign-in ({Code(error)}).",
        "Check that the key or sign-in is still valid and that this machine's clock is right.");

    public static PipelineException NotImpersonated(string account, BigQueryException error) => Of(
        $"Google does not let the caller act as {account} ({(error.HttpStatus is { } status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}") : "no answer")}).",
        $"Give the caller the role Service Account Token Creator on {account}, turn on the IAM Service Account Credentials API, or correct bigQuery.impersonate.");

    private static string Code(Exception error) =>
        error is TokenResponseException { Error.Error: { } code } && Array.IndexOf(OAuthCodes, code) >= 0 ? code : error.GetType().Name;
}
