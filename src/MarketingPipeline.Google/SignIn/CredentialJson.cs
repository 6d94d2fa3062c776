using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.Google;

/// <summary>
/// Credential JSON, as Google's console and command line write it: a user's (<c>authorized_user</c>), also without a type and
/// with the console's <c>installed</c> or <c>web</c> around the client; a service account's key; federation and impersonation.
/// </summary>
/// <param name="errors">What is said of JSON that is none.</param>
internal sealed class CredentialJson(SignInErrors errors)
{
    /// <summary>A user.</summary>
    public const string User = "authorized_user";

    /// <summary>A service account's key.</summary>
    public const string ServiceAccount = "service_account";

    private const string GooglesUniverse = "googleapis.com";

    private static readonly string[] LibrarysTypes = ["external_account", "external_account_authorized_user", "impersonated_service_account"];
    private static readonly string[] ClientSections = ["installed", "web"];

    /// <summary>The credentials of a JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What a message calls it.</param>
    /// <exception cref="PipelineException">The text is no credential. Nothing of it is in the error.</exception>
    public GivenCredential Read(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement.Clone(), source)
                : throw errors.Unreadable(source, "it is no JSON object");
        }
        catch (JsonException)
        {
            throw errors.Unreadable(source, "it is not JSON");
        }
        catch (InvalidOperationException)
        {
            throw errors.Unreadable(source, "a text in it is not Unicode");
        }
    }

    private GivenCredential Read(JsonElement json, string source)
    {
        var client = ClientSections.Select(name => json.At(name)).FirstOrDefault(section => section.ValueKind == JsonValueKind.Object) is { ValueKind: JsonValueKind.Object } section ? section : json;
        if ((json.Text("universe_domain") ?? GooglesUniverse) != GooglesUniverse)
        {
            throw errors.StrangeServer(source, "universe_domain");
        }

        var type = json.Text("type") ?? (json.Text("private_key") is null ? User : ServiceAccount);
        var given = new GivenCredential { Source = source, Type = type, Json = json, TokenAddress = json.Text("token_uri") ?? client.Text("token_uri") };
        switch (type)
        {
            case ServiceAccount:
                Require(source, json, "client_email", "private_key");
                return given with { ServiceAccount = json.Text("client_email"), PrivateKey = json.Text("private_key"), PrivateKeyId = json.Text("private_key_id") };
            case User:
                var refreshToken = json.Text("refresh_token") is null ? client : json;
                Require(source, client, "client_id", "client_secret");
                Require(source, refreshToken, "refresh_token");
                return given with { ClientId = client.Text("client_id"), ClientSecret = client.Text("client_secret"), RefreshToken = refreshToken.Text("refresh_token") };
            default:
                return LibrarysTypes.Contains(type) ? given : throw errors.Unreadable(source, "it names no type of credential that is known here");
        }
    }

    private void Require(string source, JsonElement json, params string[] names)
    {
        var missing = names.Where(name => string.IsNullOrWhiteSpace(json.Text(name))).ToList();
        if (missing.Count > 0)
        {
            throw errors.Unreadable(source, $"it lacks {string.Join(" and ", missing)}");
        }
    }
}
