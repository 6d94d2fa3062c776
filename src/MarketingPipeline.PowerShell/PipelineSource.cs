namespace MarketingPipeline.PowerShell;

/// <summary>A source to stage.</summary>
public enum PipelineSource
{
    /// <summary>The GA4 export.</summary>
    Ga4,

    /// <summary>Google Ads' reports.</summary>
    GoogleAds,
}
