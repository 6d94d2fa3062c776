namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>A query as it was written: well formed, but not yet checked against the fields that exist.</summary>
internal sealed record GaqlQuery(IReadOnlyList<string> Select, string From, IReadOnlyList<GaqlCondition> Where, IReadOnlyList<GaqlOrder> OrderBy, int? Limit)
{
    /// <summary>Whether it asks, in PARAMETERS, for no resource names but the selected ones.</summary>
    public bool OmitsUnselectedResourceNames { get; init; }
}

/// <summary>A condition of WHERE: its operator in upper case, with no more than one space inside.</summary>
internal sealed record GaqlCondition(string Field, string Operator, IReadOnlyList<GaqlToken> Values);

internal sealed record GaqlOrder(string Field, bool IsDescending);
