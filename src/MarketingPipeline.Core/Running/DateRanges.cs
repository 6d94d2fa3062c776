using System.Globalization;

namespace MarketingPipeline.Core.Running;

/// <summary>Ranges of dates: as people ask for them, and as they write them down, neighbours together.</summary>
internal static class DateRanges
{
    private const int Named = 5;

    /// <summary>True of a date in the range that is asked for; without a first and a last date none is.</summary>
    public static bool IsAsked(DateOnly? from, DateOnly? to, DateOnly date) =>
        (from is not null || to is not null) && date >= (from ?? DateOnly.MinValue) && date <= (to ?? DateOnly.MaxValue);

    /// <summary>"2 dates (2026-06-01, 2026-06-03)"; of many ranges the first five and how many dates there are beside.</summary>
    public static string Describe(IEnumerable<DateOnly> dates)
    {
        var ranges = new List<(DateOnly From, DateOnly To)>();
        foreach (var date in dates.Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].To.AddDays(1) == date)
            {
                ranges[^1] = (ranges[^1].From, date);
            }
            else
            {
                ranges.Add((date, date));
            }
        }

        var others = Count(ranges.Skip(Named));
        var text = string.Join(", ", ranges.Take(Named).Select(range => range.From == range.To ? AsOfDate.Text(range.From) : $"{AsOfDate.Text(range.From)} to {AsOfDate.Text(range.To)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{Dates(Count(ranges))} ({text}{(others > 0 ? $" and {others} more" : "")})");
    }

    private static int Count(IEnumerable<(DateOnly From, DateOnly To)> ranges) => ranges.Sum(range => range.To.DayNumber - range.From.DayNumber + 1);

    private static string Dates(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "date" : "dates")}");
}
