namespace MarketingPipeline.GoogleAds;

/// <summary>Where a row stands, as errors name it; made into text only when there is an error.</summary>
/// <param name="Prefix">What comes before, such as the line; or the whole place.</param>
/// <param name="Batch">The batch, from 1; 0 where the prefix says it all.</param>
/// <param name="Row">The row in it, from 1.</param>
internal readonly record struct RowPlace(string Prefix, int Batch = 0, int Row = 0)
{
    public override string ToString() => Batch == 0 ? Prefix : Prefix + FormattableString.Invariant($"batch {Batch}, row {Row}");
}
