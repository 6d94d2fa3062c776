namespace MarketingPipeline.GoogleAds.Api;

/// <summary>The API as one client reaches it, signed in as whoever its settings lead to.</summary>
/// <param name="Query">Asks.</param>
/// <param name="Failures">Says what went wrong.</param>
/// <param name="LoginCustomerId">The manager that the credentials name, for settings that name none.</param>
internal sealed record ApiSession(ApiQuery Query, ApiFailures Failures, string? LoginCustomerId);
