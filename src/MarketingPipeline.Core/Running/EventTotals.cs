using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// What is staged of GA4's final dates, before and after the export has rewritten them: for the journal of restatements. A
/// date that only an intraday table held before has not been rewritten, but completed, and is none.
/// </summary>
internal sealed class EventTotals(ClientRun run, IReadOnlyDictionary<DateOnly, LedgerRow> ledger)
{
    private readonly List<Restatement> _restatements = [];
    private Dictionary<(DateOnly Date, string Currency), Total> _before = [];

    /// <summary>The dates that were found to have changed, so far.</summary>
    public IReadOnlyList<Restatement> Restatements => _restatements;

    /// <summary>Reads what is staged of the dates that are about to be replaced by other tables than before.</summary>
    public async Task BeforeAsync(IEnumerable<Ga4DayTable> replaced, CancellationToken cancellation) =>
        _before = await ReadAsync(replaced.Where(IsRewritten).Select(day => day.Date), cancellation).ConfigureAwait(false);

    /// <summary>Reads what is staged of them now, and keeps what is different.</summary>
    public async Task AfterAsync(CancellationToken cancellation)
    {
        var after = await ReadAsync(_before.Keys.Select(key => key.Date).Distinct(), cancellation).ConfigureAwait(false);
        var none = new Total(0, 0, 0, 0);
        _restatements.AddRange(
            from key in _before.Keys.Union(after.Keys)
            orderby key.Date, key.Currency
            let was = _before.GetValueOrDefault(key, none)
            let becomes = after.GetValueOrDefault(key, none)
            where was != becomes
            select new Restatement
            {
                Source = LedgerSources.Ga4,
                Date = key.Date,
                Currency = key.Currency,
                EventsBefore = was.Events,
                EventsAfter = becomes.Events,
                SessionsBefore = was.Sessions,
                SessionsAfter = becomes.Sessions,
                ConversionsBefore = was.Conversions,
                ConversionsAfter = becomes.Conversions,
                RevenueBefore = was.Revenue,
                RevenueAfter = becomes.Revenue,
            });
    }

    private bool IsRewritten(Ga4DayTable day) =>
        ledger.TryGetValue(day.Date, out var staged) && staged.IsDaily && (staged.Bytes != day.Bytes || staged.ModifiedAt != day.ModifiedAt || staged.SourceTable != day.Name);

    private async Task<Dictionary<(DateOnly Date, string Currency), Total>> ReadAsync(IEnumerable<DateOnly> dates, CancellationToken cancellation)
    {
        var totals = new Dictionary<(DateOnly Date, string Currency), Total>();
        DateOnly[] read = [.. dates];
        if (read.Length > 0)
        {
            var values = ModelValues.Of(run.Model, run.Dialect);
            values["rewritten_dates"] = SqlStatements.Dates(run.Dialect, read);
            await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("ga4_staged_totals", values), cancellation).ConfigureAwait(false))
            {
                totals[(row.Get<DateOnly>("date"), row.Get<string>("currency")!)] = new(row.Get<long>("events"), row.Get<long>("sessions"), row.Get<long>("conversions"), row.Get<decimal?>("revenue") ?? 0);
            }
        }

        return totals;
    }

    private sealed record Total(long Events, long Sessions, long Conversions, decimal Revenue);
}
