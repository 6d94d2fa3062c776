using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.DuckDb;

/// <summary>A file of the export that was looked into.</summary>
/// <param name="Table">The day-table that it is a part of.</param>
/// <param name="Part">Where it is.</param>
/// <param name="Format">How it is read.</param>
/// <param name="Shape">The columns it has.</param>
/// <param name="Text">Files of one text are read together.</param>
/// <param name="IsFoldersDate">True where event_date is its folder's.</param>
internal sealed record Ga4File(Ga4DayTable Table, Ga4Part Part, Ga4FileFormat Format, Ga4FileShape Shape, string Text, bool IsFoldersDate)
{
    /// <summary>Its events; null while they have not been counted.</summary>
    public long? Rows { get; set; }
}
