using MarketingPipeline.GoogleAdsEmulator.Accounts;

namespace MarketingPipeline.GoogleAdsEmulator.Reports;

/// <summary>A row as a query sees it: an entity, the segments that were selected, and their figures.</summary>
internal sealed record ReportRow(Account Customer)
{
    public Campaign? Campaign { get; init; }

    public AdGroup? AdGroup { get; init; }

    public ClientLink? Client { get; init; }

    public DateOnly Date { get; init; }

    public string? Device { get; init; }

    public string? Network { get; init; }

    public Metrics Metrics { get; init; }

    public string CustomerName => FormattableString.Invariant($"customers/{Customer.Id}");
}
