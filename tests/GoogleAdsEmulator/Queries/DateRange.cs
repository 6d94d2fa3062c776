using System.Globalization;

namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>The days that a query's conditions leave, both included; open where they set no end.</summary>
internal sealed record DateRange(DateOnly? From, DateOnly? To)
{
    public static DateRange Open { get; } = new(null, null);

    public bool IsFinite => From is not null && To is not null;

    public int? Days => IsFinite ? To!.Value.DayNumber - From!.Value.DayNumber + 1 : null;

    /// <summary>The range that one condition on segments.date leaves of this one.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="today">The date in the account's time zone.</param>
    public DateRange Restricted(GaqlCondition condition, DateOnly today)
    {
        switch (condition.Operator)
        {
            case "DURING":
                var (from, to) = NamedDates.Of(condition.Values[0].Text, today);
                return And(from, to);
            case "BETWEEN":
                return And(Date(condition.Values[0]), Date(condition.Values[1]));
            case "=":
                return And(Date(condition.Values[0]), Date(condition.Values[0]));
            case ">=":
                return And(Date(condition.Values[0]), null);
            case ">":
                return And(Date(condition.Values[0]).AddDays(1), null);
            case "<=":
                return And(null, Date(condition.Values[0]));
            case "<":
                return And(null, Date(condition.Values[0]).AddDays(-1));
            default:
                throw QueryError.Of("OPERATOR_FIELD_MISMATCH", $"Error in WHERE clause: operator '{condition.Operator}' cannot be used with the field 'segments.date'.");
        }
    }

    private static DateOnly Date(GaqlToken value) =>
        value.Kind == GaqlTokenKind.Text && DateOnly.TryParseExact(value.Text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw QueryError.Of("INVALID_DATE_FORMAT", $"Error in WHERE clause: invalid date '{value.Text}'. Expected 'YYYY-MM-DD'.");

    private DateRange And(DateOnly? from, DateOnly? to) => new(
        From is { } first && (from is null || first > from) ? first : from,
        To is { } last && (to is null || last < to) ? last : to);
}
