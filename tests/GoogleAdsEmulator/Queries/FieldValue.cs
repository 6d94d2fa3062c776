namespace MarketingPipeline.GoogleAdsEmulator.Queries;

internal enum FieldKind
{
    /// <summary>Not set: left out of answers.</summary>
    Unset,
    Text,

    /// <summary>An int64, which is a string in JSON.</summary>
    Integer,
    Number,
    Boolean,
}

/// <summary>A field of one row, without a box for its number.</summary>
internal readonly record struct FieldValue(FieldKind Kind, string? Text, long Integer, double Number) : IComparable<FieldValue>
{
    /// <summary>Zero, or not set at all.</summary>
    public bool IsZero => Kind switch
    {
        FieldKind.Integer => Integer == 0,
        FieldKind.Number => Number == 0,
        _ => Kind == FieldKind.Unset,
    };

    public static implicit operator FieldValue(string? text) => string.IsNullOrEmpty(text) ? default : new(FieldKind.Text, text, 0, 0);

    public static implicit operator FieldValue(long integer) => new(FieldKind.Integer, null, integer, 0);

    public static implicit operator FieldValue(double number) => new(FieldKind.Number, null, 0, number);

    public static implicit operator FieldValue(bool boolean) => new(FieldKind.Boolean, null, boolean ? 1 : 0, 0);

    public static implicit operator FieldValue(DateOnly date) => new(FieldKind.Text, date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), 0, 0);

    /// <summary>A quotient; not set where there is nothing to divide by.</summary>
    public static FieldValue Ratio(double numerator, double denominator) => denominator == 0 ? default(FieldValue) : numerator / denominator;

    /// <summary>Unset values come first.</summary>
    public int CompareTo(FieldValue other) => Kind != other.Kind
        ? Kind.CompareTo(other.Kind)
        : Kind switch
        {
            FieldKind.Text => string.CompareOrdinal(Text, other.Text),
            FieldKind.Number => Number.CompareTo(other.Number),
            _ => Integer.CompareTo(other.Integer),
        };
}
