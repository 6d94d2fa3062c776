namespace MarketingPipeline.GoogleAds.Api;

/// <summary>What is said to an emulator on this machine where nobody is named: it decides whether that is enough.</summary>
internal sealed class EmulatorToken : IAccessTokens
{
    public bool CanRenew => false;

    public Task<string> GetAsync(bool renew, CancellationToken cancellation) => Task.FromResult("emulator");
}
