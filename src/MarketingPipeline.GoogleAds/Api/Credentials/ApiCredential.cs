namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Credentials as they are given: an OAuth client with a refresh token, or a service account's key; and what may stand beside.</summary>
internal sealed record ApiCredential
{
    /// <summary>The OAuth client, with <see cref="ClientSecret"/> and <see cref="RefreshToken"/>; null for a service account.</summary>
    public string? ClientId { get; init; }

    /// <summary>The OAuth client's secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The user's refresh token.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The service account, with <see cref="PrivateKey"/>; null for a user.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The service account's key, in PEM form.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>The key's id.</summary>
    public string? PrivateKeyId { get; init; }

    /// <summary>Where tokens are given; null for the usual place.</summary>
    public string? TokenAddress { get; init; }

    /// <summary>The developer token.</summary>
    public string? DeveloperToken { get; init; }

    /// <summary>The manager to act through.</summary>
    public string? LoginCustomerId { get; init; }

    /// <summary>Says that there are credentials, and nothing of them.</summary>
    public override string ToString() => nameof(ApiCredential);
}
