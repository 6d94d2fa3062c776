namespace MarketingPipeline.GoogleAdsEmulator.Loading;

/// <summary>A file that cannot be served: the message names it, the line and the column.</summary>
public sealed class AccountFolderException(string message) : Exception(message);
