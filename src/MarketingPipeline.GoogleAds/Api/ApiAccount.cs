namespace MarketingPipeline.GoogleAds.Api;

/// <summary>An account that answers.</summary>
/// <param name="CustomerId">Its id, digits only.</param>
/// <param name="LoginCustomerId">The manager through which it is read; null for none.</param>
internal sealed record ApiAccount(string CustomerId, string? LoginCustomerId)
{
    /// <summary>Its name among a client's sources.</summary>
    public string Source => $"customers/{CustomerId}";
}
