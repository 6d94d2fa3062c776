using System.Globalization;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// What Google Ads' figures of a staged date were before a run and after it, in one currency: why last week's ROAS has moved.
/// A date that changed its currency is two of them, each with nothing on one side.
/// </summary>
public sealed record Restatement
{
    /// <summary>The account's local date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The currency of the costs; amounts in different ones are never added.</summary>
    public required string Currency { get; init; }

    /// <summary>Cost as it was staged.</summary>
    public decimal CostBefore { get; init; }

    /// <summary>Cost as it is now.</summary>
    public decimal CostAfter { get; init; }

    /// <summary>Google Ads' conversions as they were staged.</summary>
    public decimal ConversionsBefore { get; init; }

    /// <summary>Google Ads' conversions as they are now.</summary>
    public decimal ConversionsAfter { get; init; }

    /// <summary>Clicks as they were staged.</summary>
    public long ClicksBefore { get; init; }

    /// <summary>Clicks as they are now.</summary>
    public long ClicksAfter { get; init; }

    internal bool IsChange => CostBefore != CostAfter || ConversionsBefore != ConversionsAfter || ClicksBefore != ClicksAfter;

    /// <summary>In a few words, "cost restated on 3 dates by -12.34 THB, conversions on 2 by +1.5"; empty where neither changed.</summary>
    public static string Describe(IReadOnlyCollection<Restatement> restatements)
    {
        var costs = restatements.Where(entry => entry.CostBefore != entry.CostAfter).ToArray();
        var conversions = restatements.Where(entry => entry.ConversionsBefore != entry.ConversionsAfter).ToArray();
        var byCurrency = costs.GroupBy(entry => entry.Currency).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{Signed(group.Sum(entry => entry.CostAfter - entry.CostBefore), "0.00####")} {group.Key}");
        string[] parts =
        [
            .. costs.Length == 0 ? Array.Empty<string>() : [$"cost restated on {Dates(costs)} by {string.Join(" and ", byCurrency)}"],
            .. conversions.Length == 0 ? Array.Empty<string>() : [$"conversions restated on {Dates(conversions)} by {Signed(conversions.Sum(entry => entry.ConversionsAfter - entry.ConversionsBefore), "0.######")}"],
        ];
        return string.Join(", ", parts);
    }

    private static string Dates(IEnumerable<Restatement> restatements)
    {
        var count = restatements.Select(entry => entry.Date).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "date" : "dates")}");
    }

    private static string Signed(decimal number, string format) => number.ToString($"+{format};-{format};0", CultureInfo.InvariantCulture);
}
