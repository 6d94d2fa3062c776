namespace MarketingPipeline.Google;

/// <summary>Access tokens for an API.</summary>
internal interface IAccessTokens
{
    /// <summary>Whether there can be another token than the last one.</summary>
    bool CanRenew { get; }

    /// <summary>A token.</summary>
    /// <param name="renew">Whether the last one was refused: then a new one, whatever its age.</param>
    /// <param name="cancellation">Stops signing in.</param>
    /// <exception cref="Core.PipelineException">Nobody could sign in.</exception>
    /// <exception cref="SignInException">Google's sign-in is not well; it may be soon.</exception>
    Task<string> GetAsync(bool renew, CancellationToken cancellation);
}
