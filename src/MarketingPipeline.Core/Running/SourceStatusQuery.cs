using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>Freshness, watermark and gaps of a client's sources, from the ledger.</summary>
internal static class SourceStatusQuery
{
    public static async Task<IReadOnlyList<SourceStatus>> ReadAsync(Client client, ClientLedger? ledger, DateOnly yesterday, CancellationToken cancellation)
    {
        var results = new List<SourceStatus>();
        foreach (var (source, model) in new[] { (LedgerSources.Ga4, "stg_ga4_events"), (LedgerSources.GoogleAds, "stg_google_ads_cost") })
        {
            if (source == LedgerSources.Ga4 ? client.Ga4 is null : client.GoogleAds is null)
            {
                continue;
            }

            var rows = ledger is null ? [] : await ledger.ReadAsync(source, cancellation).ConfigureAwait(false);
            var firstAsOf = ledger is null ? null : await ledger.StateAsync(ClientRun.FirstAsOfKey, cancellation).ConfigureAwait(false);
            results.Add(Describe(client, source, ModelGraph.Load()[model].TableFor(client.Name), rows, firstAsOf, yesterday));
        }

        return results;
    }

    private static SourceStatus Describe(Client client, string source, string table, SortedDictionary<DateOnly, LedgerRow> rows, string? firstAsOf, DateOnly yesterday)
    {
        DateOnly? first = rows.Count == 0 ? null : rows.Keys.First();
        DateOnly? last = rows.Count == 0 ? null : rows.Keys.Last();
        var missing = new List<DateOnly>();
        for (var date = first; date <= (last > yesterday ? last : yesterday); date = date.Value.AddDays(1))
        {
            if (!rows.ContainsKey(date.Value))
            {
                missing.Add(date.Value);
            }
        }

        DateOnly[] gaps = [.. missing.Where(date => date < last)];
        DateOnly[] provisional = [.. rows.Values.Where(row => IsProvisional(client, row, yesterday)).Select(row => row.Date)];
        var behind = last is null ? (int?)null : Math.Max(0, yesterday.DayNumber - last.Value.DayNumber);
        return new SourceStatus
        {
            Client = client.Name.Value,
            Source = source,
            Table = table,
            HistoryFrom = firstAsOf is null ? null : DateOnly.ParseExact(firstAsOf, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).AddDays(1 - client.HistoryDays),
            FirstDate = first,
            LastDate = last,
            DaysBehind = behind,
            Watermark = rows.Values.Max(row => row.Watermark),
            Dates = rows.Count,
            Gaps = gaps,
            Missing = missing,
            Provisional = provisional,
            FinalDates = rows.Count - provisional.Length,
            SourceGone = [.. rows.Values.Where(row => row.IsSourceGone).Select(row => row.Date)],
            Rows = rows.Values.Sum(row => row.Rows),
            LoadedAt = rows.Count == 0 ? null : rows.Values.Max(row => row.LoadedAt),
            Next = Next(rows.Count, behind, gaps.Length) + Reread(client, source, rows.Count),
        };
    }

    private static bool IsProvisional(Client client, LedgerRow row, DateOnly yesterday) =>
        !row.IsDaily || row.Date > yesterday.AddDays(-(row.Source == LedgerSources.Ga4 ? Ga4Plan.RewrittenDays : client.GoogleAds!.RestatementDays));

    /// <summary>Files say by themselves what has changed; of an account only reading it tells.</summary>
    private static string Reread(Client client, string source, int dates) =>
        dates > 0 && source == LedgerSources.GoogleAds && client.GoogleAds!.Source != GoogleAdsSourceKind.Files
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"; reads the last {client.GoogleAds.RestatementDays} days for that")
            : "";

    private static string Next(int dates, int? behind, int gaps) =>
        dates == 0 ? "first load of the whole history"
        : (behind, gaps) switch
        {
            (0, 0) => "only what changed",
            (0, _) => "the gaps, where the source has them, and what changed",
            (_, 0) => "the days since, and what changed",
            _ => "the days since, the gaps where the source has them, and what changed",
        };
}
