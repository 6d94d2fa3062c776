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

    private GoneDates(ClientRun run, StagingRequest request, string source, IEnumerable<LedgerRow> staged, IReadOnlySet<DateOnly> there)
    {
        (_run, _request, _source) = (run, request, source);
        LedgerRow[] rows = [.. staged];
        _gone = [.. rows.Where(row => !there.Contains(row.Date)).Select(row => row.Date)];
        _newlyGone = [.. rows.Where(row => !row.IsSourceGone && !there.Contains(row.Date)).Select(row => row.Date)];
        _back = [.. rows.Where(row => row.IsSourceGone && there.Contains(row.Date)).Select(row => row.Date)];
    }

    /// <summary>Compares the dates that a source has with those that are staged of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="request">What it is asked to stage.</param>
    /// <param name="source">The source.</param>
    /// <param name="there">The dates that it has.</param>
    /// <param name="from">The first staged date; what is after the run's as-of date is not looked at either.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<GoneDates> FindAsync(ClientRun run, StagingRequest request, string source, IReadOnlySet<DateOnly> there, DateOnly from, CancellationToken cancellation)
    {
        var staged = await run.Ledger.ReadAsync(source, cancellation).ConfigureAwait(false);
        return new(run, request, source, staged.Values.Where(row => row.Date >= from && row.Date <= run.AsOf), there);
    }

    /// <summary>Marks the dates in the ledger, and takes the mark from those that are there again.</summary>
    public async Task MarkAsync(CancellationToken cancellation)
    {
        SqlStatement[] statements = [.. Mark(_newlyGone, true), .. Mark(_back, false)];
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

        DateOnly[] others = [.. _newlyGone.Except(asked)];
        if (others.Length > 0)
        {
            yield return $"The source has no data any more for {DateRanges.Describe(others)}: they keep the rows that were staged before, marked source_gone in {LedgerTables.Ledger}.";
        }
    }

    private IEnumerable<SqlStatement> Mark(DateOnly[] dates, bool isGone) => dates.Length == 0
        ? []
        : [$"UPDATE {LedgerTables.Ledger} SET source_gone = {_run.Dialect.Literal(isGone)} WHERE source = {_run.Dialect.Literal(_source)} AND date IN {SqlStatements.Dates(_run.Dialect, dates)}"];
}
