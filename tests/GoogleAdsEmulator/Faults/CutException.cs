namespace MarketingPipeline.GoogleAdsEmulator.Faults;

/// <summary>
/// Ends an answer in the middle. The server closes a connection whose handler throws after the answer has begun, and does so
/// only when all that was written has been sent: an aborted connection might lose a part of it.
/// </summary>
internal sealed class CutException : Exception;
