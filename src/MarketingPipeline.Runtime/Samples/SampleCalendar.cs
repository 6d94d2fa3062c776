using System.Globalization;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>
/// The days of the sample. Everything that happens on a certain day is told in days before the last one ("ago", 0 for the
/// last), so that the story is the same whenever the sample is made.
/// </summary>
internal sealed record SampleCalendar(DateOnly LastDate, int Days)
{
    public DateOnly FirstDate => DateOf(Days - 1);

    public DateOnly DateOf(int ago) => LastDate.AddDays(-ago);

    /// <summary>The days from the first to the last.</summary>
    public IEnumerable<int> Agos => Enumerable.Range(0, Days).Select(day => Days - 1 - day);

    /// <summary>How GA4 exported that day: the first third and the sixth after it have older schemas.</summary>
    public ExportEra EraOf(int ago) =>
        ago >= Days - (Days / 3) ? ExportEra.BeforeLastClick
        : ago >= Days / 2 ? ExportEra.BeforeCrossChannel
        : ExportEra.Modern;

    /// <summary>A date as GA4 writes it. Never in the current culture: under th-TH its year would be 543 later.</summary>
    public static string Suffix(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>A date as Google Ads writes it.</summary>
    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The percentage of an average day that a weekday brings; <paramref name="weekdays"/> begins with Sunday.</summary>
    public int WeekdayPercent(int ago, IReadOnlyList<int> weekdays) => weekdays[(int)DateOf(ago).DayOfWeek];
}

/// <summary>The schemas that GA4's export had one after the other; older tables are never given the newer columns.</summary>
internal enum ExportEra
{
    /// <summary>Without batch columns and session_traffic_source_last_click (before July 2024).</summary>
    BeforeLastClick,

    /// <summary>session_traffic_source_last_click with its manual and Google Ads records only.</summary>
    BeforeCrossChannel,

    /// <summary>All of today's columns.</summary>
    Modern,
}

/// <summary>The days on which something runs, both included, in days before the last.</summary>
internal readonly record struct Period(int FromAgo, int ToAgo)
{
    public static readonly Period Always = new(int.MaxValue, 0);

    public static Period Since(int ago) => new(ago, 0);

    public static Period Until(int ago) => new(int.MaxValue, ago);

    public bool Contains(int ago) => ago <= FromAgo && ago >= ToAgo;
}
