using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>A comparison of a column with constants that every row that is read must pass; a NULL passes IS NULL only.</summary>
/// <param name="Operator">As the engine names it: $equal, $less, …, $between, $in; empty for a constant that is not known beforehand.</param>
/// <param name="OnDay">Whether the column's day is compared, not its value.</param>
/// <param name="Values">The constants.</param>
public sealed record ColumnConstraint(string Operator, bool OnDay, IReadOnlyList<ValueProto> Values)
{
    public bool IsKnown => Operator.Length > 0;

    /// <summary>Of an OR: one of these has to pass.</summary>
    public IReadOnlyList<ColumnConstraint> Sides { get; init; } = [];

    /// <summary>Whether a value passes.</summary>
    public bool Allows(ValueProto value)
    {
        if (!IsKnown || Sides.Any(side => side.Allows(value)))
        {
            return true;
        }

        if (Sides.Count > 0 || Operator == "$is_null")
        {
            return Operator == "$is_null" && value.ValueCase == ValueProto.ValueOneofCase.None;
        }

        if (value.ValueCase == ValueProto.ValueOneofCase.None)
        {
            return false;
        }

        if (OnDay)
        {
            return Partition.Day(value) is not { } day || Compare(constant => constant.ValueCase == ValueProto.ValueOneofCase.DateValue ? day.CompareTo(constant.DateValue) : null);
        }

        return Compare(constant => Order(value, constant));
    }

    /// <summary>Whether some value of a day may pass.</summary>
    public bool AllowsDay(int? day)
    {
        if (!IsKnown || Sides.Any(side => side.AllowsDay(day)))
        {
            return true;
        }

        if (Sides.Count > 0 || Operator == "$is_null")
        {
            return Operator == "$is_null" && day is null;
        }

        if (day is not { } at)
        {
            return false;
        }

        // What is less than midnight is of the day before; whatever else of a day may pass lets the whole day pass.
        var before = Operator == "$less" && Values[0] is { ValueCase: ValueProto.ValueOneofCase.TimestampValue } bound && bound.TimestampValue is { Nanos: 0 } time && time.Seconds % 86400 == 0;
        var loose = Operator switch { "$less" when !OnDay && !before && Values[0].ValueCase != ValueProto.ValueOneofCase.DateValue => "$less_or_equal", "$greater" when !OnDay && Values[0].ValueCase != ValueProto.ValueOneofCase.DateValue => "$greater_or_equal", _ => Operator };
        return (this with { Operator = loose }).Compare(constant => Partition.Day(constant) is { } other ? at.CompareTo(other) : null);
    }

    private bool Compare(Func<ValueProto, int?> order)
    {
        bool Passes(int at, Func<int, bool> test) => order(Values[at]) is not { } result || test(result);
        return Operator switch
        {
            "$equal" => Passes(0, result => result == 0),
            "$less" => Passes(0, result => result < 0),
            "$less_or_equal" => Passes(0, result => result <= 0),
            "$greater" => Passes(0, result => result > 0),
            "$greater_or_equal" => Passes(0, result => result >= 0),
            "$between" => Passes(0, result => result >= 0) && Passes(1, result => result <= 0),
            "$in" => Values.Select((_, at) => at).Any(at => Passes(at, result => result == 0)),
            _ => true,
        };
    }

    // Null where they are not comparable here: then the engine decides.
    private static int? Order(ValueProto left, ValueProto right) => (left.ValueCase, right.ValueCase) switch
    {
        (ValueProto.ValueOneofCase.Int64Value, ValueProto.ValueOneofCase.Int64Value) => left.Int64Value.CompareTo(right.Int64Value),
        (ValueProto.ValueOneofCase.StringValue, ValueProto.ValueOneofCase.StringValue) => string.CompareOrdinal(left.StringValue, right.StringValue),
        (ValueProto.ValueOneofCase.DateValue, ValueProto.ValueOneofCase.DateValue) => left.DateValue.CompareTo(right.DateValue),
        (ValueProto.ValueOneofCase.BoolValue, ValueProto.ValueOneofCase.BoolValue) => left.BoolValue.CompareTo(right.BoolValue),
        (ValueProto.ValueOneofCase.TimestampValue, ValueProto.ValueOneofCase.TimestampValue) =>
            (left.TimestampValue.Seconds, left.TimestampValue.Nanos).CompareTo((right.TimestampValue.Seconds, right.TimestampValue.Nanos)),
        _ => null,
    };
}
