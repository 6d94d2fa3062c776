using MarketingPipeline.GoogleAdsEmulator.Faults;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>A request that is being answered.</summary>
internal sealed record Request(HttpContext Http, ApiCall Call, string Body, string RequestId, IReadOnlyList<Fault> Faults)
{
    public CancellationToken Cancellation => Http.RequestAborted;
}
