using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// The figures of the days that are replaced, before and after: for the ledger, which staging is held to, and for the journal
/// of restatements. What is after is what the reports say, and what stays of accounts that do not answer.
/// </summary>
internal sealed class GoogleAdsTotals(ClientRun run, IReadOnlyList<GoogleAdsComparison> changed, GoogleAdsDigests digests)
{
    private ILookup<DateOnly, Total> _reported = Enumerable.Empty<Total>().ToLookup(total => total.Date);
    private ILookup<DateOnly, Total> _staged = Enumerable.Empty<Total>().ToLookup(total => total.Date);

    /// <summary>Reads both sides; before the transaction, as the reports' table and staging are then.</summary>
    public async Task ReadAsync(Dictionary<string, object?> values, CancellationToken cancellation)
    {
        _reported = await QueryAsync("google_ads_source_totals", values, cancellation).ConfigureAwait(false);
        GoogleAdsDay[] stagedBefore = [.. changed.Select(day => day.Day).Where(day => day.Staged is not null)];
        if (stagedBefore.Length > 0)
        {
            ModelValues.AddRange(values, stagedBefore[0].Date, stagedBefore[^1].Date);
            _staged = await QueryAsync("google_ads_staged_totals", values, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The ledger's row of a replaced day; its staged rows are counted when they are there.</summary>
    public LedgerRow LedgerRow(GoogleAdsComparison day)
    {
        Total[] after = [.. After(day)];
        var noCampaign = after.Sum(total => total.NoCampaignRows);
        var (unreadable, implausible) = digests.LostValues(day.Day.Date);
        return new LedgerRow
        {
            Source = LedgerSources.GoogleAds,
            Date = day.Day.Date,
            SourceTable = day.Day.Sources,
            IsDaily = day.Day.IsOver,
            SourceCostMicros = after.Sum(total => total.CostMicros),
            SourceClicks = after.Sum(total => total.Clicks),

            // How many of them the accounts that stay had, staging does not tell: at least what was counted is not lost.
            NoCampaignRows = AtLeast(noCampaign, day.Day.Staged?.NoCampaignRows),
            UnreadableValues = AtLeast(unreadable, day.Day.Staged?.UnreadableValues),
            ImplausibleValues = AtLeast(implausible, day.Day.Staged?.ImplausibleValues),
            Bytes = day.Day.Bytes,
            ModifiedAt = day.Day.ModifiedAt,
            Fingerprint = day.Fingerprint.ToString(),
            RunId = run.Model.RunId,
            LoadedAt = run.Model.LoadedAt,
        };

        long AtLeast(long found, long? before) => Kept(day).Any() ? Math.Max(found, before ?? 0) : found;
    }

    /// <summary>The dates that were staged before and whose figures are others now.</summary>
    public IReadOnlyList<Restatement> Restatements() =>
    [
        .. from day in changed
           where day.Day.Staged is not null
           let before = _staged[day.Day.Date].ToLookup(total => total.Currency)
           let after = After(day).ToLookup(total => total.Currency)
           from currency in before.Concat(after).Select(side => side.Key).Distinct().Order(StringComparer.Ordinal)
           let restatement = new Restatement
           {
               Date = day.Day.Date,
               Currency = currency,
               CostBefore = before[currency].Sum(total => total.CostMicros ?? 0) / 1_000_000m,
               CostAfter = after[currency].Sum(total => total.CostMicros ?? 0) / 1_000_000m,
               ConversionsBefore = before[currency].Sum(total => total.Conversions ?? 0),
               ConversionsAfter = after[currency].Sum(total => total.Conversions ?? 0),
               ConversionsValueBefore = before[currency].Sum(total => total.ConversionsValue ?? 0),
               ConversionsValueAfter = after[currency].Sum(total => total.ConversionsValue ?? 0),
               ClicksBefore = before[currency].Sum(total => total.Clicks ?? 0),
               ClicksAfter = after[currency].Sum(total => total.Clicks ?? 0),
           }
           where restatement.IsChange
           select restatement,
    ];

    private IEnumerable<Total> After(GoogleAdsComparison day) => _reported[day.Day.Date].Concat(Kept(day));

    private IEnumerable<Total> Kept(GoogleAdsComparison day) => _staged[day.Day.Date].Where(total => day.Staying.Contains(total.Account));

    private async Task<ILookup<DateOnly, Total>> QueryAsync(string query, Dictionary<string, object?> values, CancellationToken cancellation)
    {
        var totals = new List<Total>();
        await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery(query, values), cancellation).ConfigureAwait(false))
        {
            totals.Add(new(
                row.Get<DateOnly>("date"),
                row.Columns.Contains("customer_id") ? row.Get<string>("customer_id")! : "",
                row.Get<string>("currency")!,
                row.Get<long?>("cost_micros"),
                row.Get<long?>("clicks"),
                row.Get<decimal?>("conversions"),
                row.Get<decimal?>("conversions_value"),
                row.Columns.Contains("no_campaign_rows") ? row.Get<long>("no_campaign_rows") : 0));
        }

        return totals.ToLookup(total => total.Date);
    }

    private sealed record Total(DateOnly Date, string Account, string Currency, long? CostMicros, long? Clicks, decimal? Conversions, decimal? ConversionsValue, long NoCampaignRows);
}
