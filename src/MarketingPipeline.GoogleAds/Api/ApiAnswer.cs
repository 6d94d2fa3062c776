namespace MarketingPipeline.GoogleAds.Api;

/// <summary>An answer that has begun well; errors can still stand in it.</summary>
/// <param name="Body">The body, as it comes.</param>
/// <param name="RequestId">What Google calls the request; null where the answer does not say.</param>
internal sealed record ApiAnswer(Stream Body, string? RequestId);
