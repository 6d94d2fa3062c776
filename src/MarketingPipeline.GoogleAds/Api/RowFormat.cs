namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// The texts of rows that are put away: the first time as they are, then by number. Writer and reader forget all of them at the
/// same point, when there are many, so that neither grows with the report.
/// </summary>
internal static class RowFormat
{
    /// <summary>How many texts have a number.</summary>
    public const int MaximumTexts = 1 << 15;

    /// <summary>The code of an absent text.</summary>
    public const ulong NoText = 0;

    /// <summary>The code of a text that follows.</summary>
    public const ulong NewText = 1;

    /// <summary>The code of the first text that has a number.</summary>
    public const ulong FirstText = 2;

    /// <summary>The tags of fractions.</summary>
    public const byte NoFraction = 0, Zero = 1, Fraction = 2;
}
