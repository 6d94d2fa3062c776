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

/// <summary>One day-table of a GA4 export.</summary>
/// <param name="Date">The property's local date.</param>
/// <param name="Kind">Daily or intraday.</param>
/// <param name="Name">The table's name, <c>events_20210101</c>.</param>
/// <param name="Parts">The files that make it up (one table on BigQuery), in name order.</param>
/// <param name="Bytes">Their size together.</param>
/// <param name="ModifiedAt">When the newest of them changed, UTC.</param>
public sealed record Ga4DayTable(DateOnly Date, Ga4TableKind Kind, string Name, IReadOnlyList<string> Parts, long Bytes, DateTimeOffset ModifiedAt);

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

    /// <summary>Every day-table there is, by date; a date may have several, of different kinds.</summary>
    /// <exception cref="PipelineException">The folder or dataset is absent, or holds no day-table.</exception>
    Task<IReadOnlyList<Ga4DayTable>> ListAsync(CancellationToken cancellation);

    /// <summary>
    /// Relations that together give the rows of <paramref name="tables"/>, after a check that every part can be read, has
    /// events, and has only events with a name, a time and its table's date.
    /// </summary>
    /// <exception cref="PipelineException">A part is unreadable; names it.</exception>
    Task<IReadOnlyList<Ga4Relation>> OpenAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation);

    /// <summary>
    /// The error of the first part that cannot be read to its end, naming it; null where all can. For when a statement that
    /// reads <paramref name="tables"/> was refused: <see cref="OpenAsync"/> does not read every column.
    /// </summary>
    Task<PipelineException?> FindUnreadableAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation) => Task.FromResult<PipelineException?>(null);
}
