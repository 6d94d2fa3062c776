namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Access tokens for the API.</summary>
internal interface IAccessTokens
{
    /// <summary>A token.</summary>
    /// <param name="renew">Whether the last one was refused: then a new one, whatever its age.</param>
    /// <param name="cancellation">Stops signing in.</param>
    Task<string> GetAsync(bool renew, CancellationToken cancellation);
}
