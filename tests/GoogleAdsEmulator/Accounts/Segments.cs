namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>The segments of a figure that says nothing of its own.</summary>
public static class Segments
{
    public const string DefaultDevice = "DESKTOP";

    public const string DefaultNetwork = "SEARCH";
}
