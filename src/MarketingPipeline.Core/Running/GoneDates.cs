using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// The staged dates that a source holds no longer: a day-table that has expired, a file that was deleted. Their rows stay, as
/// nothing could bring them back, and the ledger marks them until the source has them again.
/// </summary>
internal sealed class GoneDates
{
    private readonly ClientRun _run;
    private readonly StagingRequest _request;
    private readonly string _source;
    private readonly DateOnly[] _gone;
    private readonly DateOnly[] _newlyGone;
    private readonly DateOnly[] _back;
    private readonly string _kept;
    private readonly DateOnly[] _outdated;

    private GoneDates(ClientRun run, StagingRequest request, string source, IEnumerable<LedgerRow> staged, IReadOnlySet<DateOnly> there, string kept)
    {
        (_run, _request, _source, _kept) = (run, request, source, kept);
        LedgerRow[] rows = [.. staged];
        _gone = [.. rows.Where(row => !there.Contains(row.Date)).Select(row => row.Date)];
        _newlyGone = [.. rows.Where(row => !row.IsSourceGone && !there.Contains(row.Date)).Select(row => row.Date)];
        _outdated = [.. rows.Where(row => !there.Contains(row.Date) && !row.Fingerprint.StartsWith(kept, StringComparison.Ordinal)).Select(row => row.Date)];
        _back = [.. rows.Where(row => row.IsSourceGone && there.Contains(row.Date)).Select(row => row.Date)];
    }

    /// <summary>Compares the dates that a source has with those that are staged of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="request">What it is asked to stage.</param>
    /// <param name="source">The source.</param>
    /// <param name="there">The dates that it has.</param>
    /// <param name="from">The first staged date; what is after the run's as-of date is not looked at either.</param>
    /// <param name="kept">What the fingerprints of all dates that are staged as they would be now begin with.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<GoneDates> FindAsync(ClientRun run, StagingRequest request, string source, IReadOnlySet<DateOnly> there, DateOnly from, string kept, CancellationToken cancellation)
    {
        var staged = await run.Ledger.ReadAsync(source, cancellation).ConfigureAwait(false);
        return new(run, request, source, staged.Values.Where(row => row.Date >= from && row.Date <= run.AsOf), there, kept);
    }

    /// <summary>
    /// Marks the dates in the ledger, and takes the mark from those that are there again. Rows by other SQL than the run's are
    /// known as kept from then on: that they are is said once.
    /// </summary>
    public async Task MarkAsync(CancellationToken cancellation)
    {
        SqlStatement[] statements = [.. Set("source_gone", true, _newlyGone), .. Set("source_gone", false, _back), .. Set("fingerprint", _kept, _outdated)];
        if (statements.Length > 0)
        {
            await _run.Warehouse.ExecuteAsync(statements, null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What a user has to know: what has gone since the last run, and what could not be loaded again although it was asked for.</summary>
    public IEnumerable<string> Warnings()
    {
        var asked = _gone.Where(date => _request.FullRefresh || Ga4Plan.IsAsked(_request, date)).ToArray();
        if (asked.Length > 0)
        {
            yield return $"The source has no data any more for {DateRanges.Describe(asked)}: they could not be loaded again and keep the rows that were staged before.";
        }

        if (_outdated.Length > 0)
        {
            yield return $"The rows of {DateRanges.Describe(_outdated)} stay as other SQL has staged them, of an earlier version of the module or by other settings: the source has no data any more to stage them again.";
        }

        DateOnly[] others = [.. _newlyGone.Except(asked)];
        if (others.Length > 0)
        {
            yield return $"The source has no data any more for {DateRanges.Describe(others)}: they keep the rows that were staged before, marked source_gone in {LedgerTables.Ledger}.";
        }
    }

    private IEnumerable<SqlStatement> Set(string column, object value, DateOnly[] dates) => dates.Length == 0
        ? []
        : [$"UPDATE {LedgerTables.Ledger} SET {column} = {_run.Dialect.Literal(value)} WHERE source = {_run.Dialect.Literal(_source)} AND date IN {SqlStatements.Dates(_run.Dialect, dates)}"];
}
