using System.Globalization;
using MarketingPipeline.Core.Ledger;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// What a source's figures of a staged date were before a run and after it, in one currency: why last week's ROAS has moved.
/// A date that changed its currency is two of them, each with nothing on one side. Cost, clicks and the conversions' value are
/// Google Ads'; events, sessions and revenue are GA4's, as they are staged, counted in the row of the client's currency.
/// </summary>
public sealed record Restatement
{
    /// <summary>ga4 or google_ads.</summary>
    public string Source { get; init; } = LedgerSources.GoogleAds;

    /// <summary>The account's or the property's local date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The currency of the costs; amounts in different ones are never added.</summary>
    public required string Currency { get; init; }

    /// <summary>Cost as it was staged.</summary>
    public decimal CostBefore { get; init; }

    /// <summary>Cost as it is now.</summary>
    public decimal CostAfter { get; init; }

    /// <summary>The source's conversions as they were staged: Google Ads' own, or GA4's conversion events, before those of one transaction are counted once.</summary>
    public decimal ConversionsBefore { get; init; }

    /// <summary>The source's conversions as they are now.</summary>
    public decimal ConversionsAfter { get; init; }

    /// <summary>The conversions' value as it was staged.</summary>
    public decimal ConversionsValueBefore { get; init; }

    /// <summary>The conversions' value as it is now.</summary>
    public decimal ConversionsValueAfter { get; init; }

    /// <summary>Clicks as they were staged.</summary>
    public long ClicksBefore { get; init; }

    /// <summary>Clicks as they are now.</summary>
    public long ClicksAfter { get; init; }

    /// <summary>GA4's events as they were staged.</summary>
    public long EventsBefore { get; init; }

    /// <summary>GA4's events as they are now.</summary>
    public long EventsAfter { get; init; }

    /// <summary>Sessions with events of the date as they were staged.</summary>
    public long SessionsBefore { get; init; }

    /// <summary>Sessions with events of the date as they are now.</summary>
    public long SessionsAfter { get; init; }

    /// <summary>Purchase revenue as it was staged.</summary>
    public decimal RevenueBefore { get; init; }

    /// <summary>Purchase revenue as it is now.</summary>
    public decimal RevenueAfter { get; init; }

    internal bool IsChange => CostBefore != CostAfter || ConversionsBefore != ConversionsAfter || ConversionsValueBefore != ConversionsValueAfter || ClicksBefore != ClicksAfter;

    /// <summary>In a few words, "cost restated on 3 dates by -12.34 THB, conversions restated on 2 dates by +1.5"; empty where nothing of them changed.</summary>
    public static string Describe(IReadOnlyCollection<Restatement> restatements)
    {
        string[] parts =
        [
            .. Amounts("cost", restatements, entry => entry.CostAfter - entry.CostBefore),
            .. Counts("conversions", restatements, entry => entry.ConversionsAfter - entry.ConversionsBefore),
            .. Counts("events", restatements, entry => entry.EventsAfter - entry.EventsBefore),
            .. Amounts("revenue", restatements, entry => entry.RevenueAfter - entry.RevenueBefore),
            .. Amounts("conversions value", restatements, entry => entry.ConversionsValueAfter - entry.ConversionsValueBefore),
        ];
        return string.Join(", ", parts);
    }

    private static IEnumerable<string> Amounts(string name, IEnumerable<Restatement> restatements, Func<Restatement, decimal> change)
    {
        var changed = restatements.Where(entry => change(entry) != 0).ToArray();
        var byCurrency = changed.GroupBy(entry => entry.Currency).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{Signed(group.Sum(change), "0.00####")} {group.Key}");
        return changed.Length == 0 ? [] : [$"{name} restated on {Dates(changed)} by {string.Join(" and ", byCurrency)}"];
    }

    private static IEnumerable<string> Counts(string name, IEnumerable<Restatement> restatements, Func<Restatement, decimal> change)
    {
        var changed = restatements.Where(entry => change(entry) != 0).ToArray();
        return changed.Length == 0 ? [] : [$"{name} restated on {Dates(changed)} by {Signed(changed.Sum(change), "0.######")}"];
    }

    private static string Dates(IEnumerable<Restatement> restatements)
    {
        var count = restatements.Select(entry => entry.Date).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "date" : "dates")}");
    }

    private static string Signed(decimal number, string format) => number.ToString($"+{format};-{format};0", CultureInfo.InvariantCulture);
}
