namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Who asks.</summary>
/// <param name="Tokens">The access tokens.</param>
/// <param name="DeveloperToken">The developer token; null where none is given, as newer Google Cloud projects need none.</param>
/// <param name="LoginCustomerId">The manager to act through where the settings name none, digits only.</param>
/// <param name="Secrets">What must not be seen.</param>
internal sealed record ApiIdentity(IAccessTokens Tokens, string? DeveloperToken, string? LoginCustomerId, Secrets Secrets)
{
    /// <summary>Says that there is an identity, and nothing of it.</summary>
    public override string ToString() => nameof(ApiIdentity);
}
