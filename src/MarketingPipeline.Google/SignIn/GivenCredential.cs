using System.Text.Json;

namespace MarketingPipeline.Google;

/// <summary>
/// Credentials as they are given: an OAuth client with a refresh token, a service account's key, or one of the other types
/// that Google's command line writes, which Google's library reads itself.
/// </summary>
internal sealed record GivenCredential
{
    /// <summary>What messages call them.</summary>
    public required string Source { get; init; }

    /// <summary>One of <see cref="CredentialJson"/>'s types.</summary>
    public required string Type { get; init; }

    /// <summary>The whole JSON: other things may stand beside.</summary>
    public JsonElement Json { get; init; }

    /// <summary>The OAuth client, of a user.</summary>
    public string? ClientId { get; init; }

    /// <summary>The OAuth client's secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The user's refresh token.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The service account.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The service account's key, in PEM form.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>The key's id.</summary>
    public string? PrivateKeyId { get; init; }

    /// <summary>Where tokens are given; null for the usual place.</summary>
    public string? TokenAddress { get; init; }

    /// <summary>Says that there are credentials, and nothing of them.</summary>
    public override string ToString() => nameof(GivenCredential);
}
