namespace MarketingPipeline.Google;

/// <summary>A ready access token, which nobody here can renew.</summary>
internal sealed class FixedToken(string token) : IAccessTokens
{
    /// <inheritdoc/>
    public bool CanRenew => false;

    /// <inheritdoc/>
    public Task<string> GetAsync(bool renew, CancellationToken cancellation) => Task.FromResult(token);
}
