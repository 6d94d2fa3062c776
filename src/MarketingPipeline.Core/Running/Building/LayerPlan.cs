using System.Globalization;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>How much of a layer is built.</summary>
internal enum BuildExtent
{
    /// <summary>Nothing: what it reads is as it was.</summary>
    None,

    /// <summary>What changes reach.</summary>
    Changes,

    /// <summary>All of it.</summary>
    Whole,
}

/// <summary>What has changed since a layer was built, and so what of it is built.</summary>
internal sealed record LayerPlan
{
    /// <summary>How much.</summary>
    public required BuildExtent Extent { get; init; }

    /// <summary>Why, for people: "first build", "settings or the module's SQL changed".</summary>
    public required string Reason { get; init; }

    /// <summary>GA4's dates that were staged, staged again or dropped, or that the as-of date takes in or leaves out; in order.</summary>
    public IReadOnlyList<DateOnly> Ga4Dates { get; init; } = [];

    /// <summary>The same of Google Ads.</summary>
    public IReadOnlyList<DateOnly> GoogleAdsDates { get; init; } = [];

    /// <summary>Dates of the mart to build beside those that sessions, conversions and campaigns reach; in order.</summary>
    public IReadOnlyList<DateOnly> MartDates { get; init; } = [];

    /// <summary>A layer of which nothing is built.</summary>
    public static LayerPlan Nothing { get; } = new() { Extent = BuildExtent.None, Reason = "nothing new" };

    /// <summary>A layer that is built whole.</summary>
    public static LayerPlan Whole(string reason) => new() { Extent = BuildExtent.Whole, Reason = reason };

    /// <summary>Dates, counted for people.</summary>
    public static string Count(int dates) => string.Create(CultureInfo.InvariantCulture, $"{dates} {(dates == 1 ? "date" : "dates")}");
}

/// <summary>What a build does, layer by layer: a value that -WhatIf shows and a run carries out.</summary>
/// <param name="Intermediate">The int_ tables.</param>
/// <param name="Mart">The marts, as far as it is known before the int_ tables are built.</param>
internal sealed record BuildPlan(LayerPlan Intermediate, LayerPlan Mart);
