using System.Globalization;

namespace MarketingPipeline.PowerShell.Views;

/// <summary>Figures as people read them, in every culture alike; what cannot be known is a dash.</summary>
public static class Figure
{
    /// <summary>What stands for a figure that cannot be known.</summary>
    public const string Absent = "–";

    /// <summary>A count; fractions where there are any.</summary>
    public static string Count(decimal? value) => Text(value, "#,0.##");

    /// <summary>An amount of money, without its currency.</summary>
    public static string Money(decimal? value) => Text(value, "#,0.00");

    /// <summary>A price that may be a fraction of a cent, without its currency.</summary>
    public static string Price(decimal? value) => Text(value, "#,0.00####");

    /// <summary>A ratio such as ROAS.</summary>
    public static string Ratio(decimal? value) => Text(value, "#,0.00");

    /// <summary>A ratio such as ROAS.</summary>
    public static string Ratio(double? value) => value?.ToString("#,0.00", CultureInfo.InvariantCulture) ?? Absent;

    /// <summary>A share of one, in per cent.</summary>
    public static string Share(decimal? value) => Text(value * 100, "#,0.00' %'");

    /// <summary>A share of one, in per cent.</summary>
    public static string Share(double? value) => (value * 100)?.ToString("#,0.00' %'", CultureInfo.InvariantCulture) ?? Absent;

    /// <summary>A relative change, in per cent with its sign.</summary>
    public static string Change(double? value) => (value * 100)?.ToString("+#,0.0' %';-#,0.0' %';0.0' %'", CultureInfo.InvariantCulture) ?? Absent;

    /// <summary>A date, in the Gregorian calendar.</summary>
    public static string Date(DateOnly? value) => value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Absent;

    /// <summary>A moment, UTC.</summary>
    public static string Moment(DateTimeOffset? value) => value?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? Absent;

    /// <summary>A duration in seconds.</summary>
    public static string Seconds(TimeSpan? value) => value?.TotalSeconds.ToString("#,0.0", CultureInfo.InvariantCulture) ?? Absent;

    private static string Text(decimal? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? Absent;
}
