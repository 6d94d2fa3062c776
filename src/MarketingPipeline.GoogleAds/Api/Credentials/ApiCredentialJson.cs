using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// Credential JSON: what Google's command line writes for a user (<c>authorized_user</c>), an object with the same keys, with
/// or without the console's <c>installed</c> or <c>web</c> around the client; or a service account's key.
/// </summary>
internal static class ApiCredentialJson
{
    private static readonly string[] ClientSections = ["installed", "web"];

    /// <summary>The credentials of a JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What a message calls it.</param>
    /// <exception cref="PipelineException">The text is no credential. Nothing of it is in the error.</exception>
    public static ApiCredential Read(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, source)
                : throw SignInErrors.Unreadable(source, "it is no JSON object");
        }
        catch (JsonException)
        {
            throw SignInErrors.Unreadable(source, "it is not JSON");
        }
        catch (InvalidOperationException)
        {
            throw SignInErrors.Unreadable(source, "a text in it is not Unicode");
        }
    }

    private static ApiCredential Read(JsonElement json, string source)
    {
        var client = ClientSections.Select(name => Section(json, name)).FirstOrDefault(section => section is not null) ?? json;
        var credential = new ApiCredential
        {
            ClientId = Text(client, "client_id"),
            ClientSecret = Text(client, "client_secret"),
            RefreshToken = Text(json, "refresh_token") ?? Text(client, "refresh_token"),
            ServiceAccount = Text(json, "client_email"),
            PrivateKey = Text(json, "private_key"),
            PrivateKeyId = Text(json, "private_key_id"),
            TokenAddress = Text(json, "token_uri") ?? Text(client, "token_uri"),
            DeveloperToken = Text(json, "developer_token"),
            LoginCustomerId = Text(json, "login_customer_id"),
        };

        var type = Text(json, "type");
        if (type == "service_account" || (type is null && credential.PrivateKey is not null))
        {
            Require(source, ("client_email", credential.ServiceAccount), ("private_key", credential.PrivateKey));
            return credential with { ClientId = null, ClientSecret = null, RefreshToken = null };
        }

        if (type is not (null or "authorized_user"))
        {
            throw SignInErrors.Unreadable(source, "its type is neither authorized_user nor service_account");
        }

        Require(source, ("client_id", credential.ClientId), ("client_secret", credential.ClientSecret), ("refresh_token", credential.RefreshToken));
        return credential with { ServiceAccount = null, PrivateKey = null, PrivateKeyId = null };
    }

    private static void Require(string source, params (string Name, string? Value)[] keys)
    {
        var missing = keys.Where(key => string.IsNullOrWhiteSpace(key.Value)).Select(key => key.Name).ToList();
        if (missing.Count > 0)
        {
            throw SignInErrors.Unreadable(source, $"it lacks {string.Join(" and ", missing)}");
        }
    }

    private static JsonElement? Section(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    // An account's id may be written as a number.
    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    }
    : null;
}
