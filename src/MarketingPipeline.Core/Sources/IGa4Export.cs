using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.Core.Sources;

/// <summary>Which of GA4's tables holds a day.</summary>
public enum Ga4TableKind
{
    /// <summary>The daily export, <c>events_YYYYMMDD</c>.</summary>
    Daily,

    /// <summary>The fresh daily export of GA4 360, <c>events_fresh_YYYYMMDD</c>: provisional, replaced by the daily table.</summary>
    Fresh,

    /// <summary>The streaming export, <c>events_intraday_YYYYMMDD</c>: provisional, replaced by either of the others.</summary>
    Intraday,
}

/// <summary>A file of a day-table; on BigQuery the table itself.</summary>
/// <param name="Name">Its path below the export's folder, with '/'; the table's name.</param>
/// <param name="Path">What it is read by.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ModifiedAt">When it last changed, UTC.</param>
public sealed record Ga4Part(string Name, string Path, long Bytes, DateTimeOffset ModifiedAt);

/// <summary>One day-table of a GA4 export.</summary>
/// <param name="Date">The property's local date.</param>
/// <param name="Kind">Daily, fresh or intraday.</param>
/// <param name="Name">The table's name, <c>events_20210101</c>.</param>
/// <param name="Parts">What makes it up, in name order.</param>
public sealed record Ga4DayTable(DateOnly Date, Ga4TableKind Kind, string Name, IReadOnlyList<Ga4Part> Parts)
{
    /// <summary>The size of its parts together.</summary>
    public long Bytes => Parts.Sum(part => part.Bytes);

    /// <summary>When the newest of them changed, UTC.</summary>
    public DateTimeOffset ModifiedAt => Parts.Max(part => part.ModifiedAt);
}

/// <summary>What an export holds.</summary>
/// <param name="Tables">Every day-table, by date; a date may have several, of different kinds.</param>
/// <param name="Unread">What looks like a part of the export, and is none.</param>
public sealed record Ga4Listing(IReadOnlyList<Ga4DayTable> Tables, IReadOnlyList<UnreadFile> Unread);

/// <summary>
/// Day-tables, or parts of them, of one shape: a relation that a model can read, and the columns it has.
/// </summary>
/// <param name="Relation">SQL for a FROM clause. Beside the export's own columns it has <c>source_table</c> (STRING) and <c>source_date</c> (DATE).</param>
/// <param name="Shape">The columns that the export's rows have here.</param>
/// <param name="Rows">How many rows it has, by date.</param>
public sealed record Ga4Relation(string Relation, SourceShape Shape, IReadOnlyDictionary<DateOnly, long> Rows);

/// <summary>A client's GA4 export, as its warehouse reads it.</summary>
public interface IGa4Export
{
    /// <summary>How a day-table is read, whichever it is: the SQL of its relation without what it is named. A change of it stages all of them again.</summary>
    string Reading { get; }

    /// <summary>Every day-table there is.</summary>
    /// <exception cref="PipelineException">The folder or dataset is absent, or holds no day-table.</exception>
    Task<Ga4Listing> ListAsync(CancellationToken cancellation);

    /// <summary>
    /// Relations that together give the rows of <paramref name="tables"/>, after a check that every part can be read, has
    /// events, and has only events with a name, a possible time and its table's date. What was found is kept: a part that has
    /// not changed since is not looked at again.
    /// </summary>
    /// <exception cref="PipelineException">A part is unreadable; names it.</exception>
    Task<IReadOnlyList<Ga4Relation>> OpenAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation);

    /// <summary>
    /// The error of the first part that cannot be read to its end, naming it; null where all can. For when a statement that
    /// reads <paramref name="tables"/> was refused: <see cref="OpenAsync"/> does not read every column.
    /// </summary>
    Task<PipelineException?> FindUnreadableAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation) => Task.FromResult<PipelineException?>(null);

    /// <summary>A digest of all that a day-table holds; null where only reading it would give one, which costs money.</summary>
    Task<string?> DigestAsync(Ga4DayTable table, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
