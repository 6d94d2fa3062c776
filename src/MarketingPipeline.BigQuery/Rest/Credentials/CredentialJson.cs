using System.Text.Json;
using Google.Apis.Auth.OAuth2;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Credential JSON, as Google's console and command line write it.</summary>
internal static class CredentialJson
{
    private static readonly string[] Types =
    [
        JsonCredentialParameters.ServiceAccountCredentialType,
        JsonCredentialParameters.AuthorizedUserCredentialType,
        JsonCredentialParameters.ExternalAccountCredentialType,
        JsonCredentialParameters.ExternalAccountAuthorizedUserCredentialType,
        JsonCredentialParameters.ImpersonatedServiceAccountCredentialType,
    ];

    /// <summary>The credential of a JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What a message calls it.</param>
    /// <exception cref="Core.PipelineException">The text is no credential. Nothing of it is in the error.</exception>
    public static GoogleCredential Read(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Text("type") is { } type && Array.Exists(Types, known => known == type)
                ? CredentialFactory.FromJson(json, type)
                : throw SignInErrors.Unreadable(source, "it names no type of credential that is known here");
        }
        catch (JsonException)
        {
            throw SignInErrors.Unreadable(source, "it is not JSON");
        }
        catch (Exception error) when (error is not Core.PipelineException)
        {
            // Google's message can quote what it could not read.
            throw SignInErrors.Unreadable(source, $"{error.GetType().Name} when it was read");
        }
    }
}
