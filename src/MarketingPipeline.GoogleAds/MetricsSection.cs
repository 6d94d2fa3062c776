using System.Text;
using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>A row's metrics. A number is read from its bytes; the text of one that is none is kept for the error.</summary>
internal sealed class MetricsSection() : RowSection("metrics")
{
    /// <summary>A whole metric; 0 where it is absent.</summary>
    internal readonly record struct Whole(long Value, string? Fault)
    {
        /// <exception cref="PipelineException">It is no whole number.</exception>
        public long Checked(string name, RowPlace place, ReportFault fault) => Fault is null ? Value : throw fault.At(place.ToString(), $"metrics.{name} {Fault}");
    }

    /// <summary>A fractional metric of at most nine places; null where it is absent, not a number or infinite.</summary>
    internal readonly record struct Fraction(decimal? Value, string? Fault)
    {
        /// <exception cref="PipelineException">It is no number that a NUMERIC holds.</exception>
        public decimal? Checked(string name, RowPlace place, ReportFault fault) => Fault is null ? Value : throw fault.At(place.ToString(), $"metrics.{name} {Fault}");
    }

    public Whole CostMicros { get; private set; }

    public Whole Clicks { get; private set; }

    public Whole Impressions { get; private set; }

    public Whole ViewThroughConversions { get; private set; }

    public Fraction Conversions { get; private set; }

    public Fraction ConversionsValue { get; private set; }

    public Fraction AllConversions { get; private set; }

    /// <summary>The first metric that is not named as the REST API names it.</summary>
    public string? OtherNaming { get; private set; }

    public override void Clear()
    {
        base.Clear();
        (CostMicros, Clicks, Impressions, ViewThroughConversions) = (default, default, default, default);
        (Conversions, ConversionsValue, AllConversions, OtherNaming) = (default, default, default, null);
    }

    protected override bool TryProperty(ref Utf8JsonReader reader, TextCache texts)
    {
        var isRead = true;
        if (reader.IsNamed("costMicros"u8))
        {
            isRead = TryWhole(ref reader, out var value);
            CostMicros = value;
        }
        else if (reader.IsNamed("clicks"u8))
        {
            isRead = TryWhole(ref reader, out var value);
            Clicks = value;
        }
        else if (reader.IsNamed("impressions"u8))
        {
            isRead = TryWhole(ref reader, out var value);
            Impressions = value;
        }
        else if (reader.IsNamed("viewThroughConversions"u8))
        {
            isRead = TryWhole(ref reader, out var value);
            ViewThroughConversions = value;
        }
        else if (reader.IsNamed("conversions"u8))
        {
            isRead = TryFraction(ref reader, out var value);
            Conversions = value;
        }
        else if (reader.IsNamed("conversionsValue"u8))
        {
            isRead = TryFraction(ref reader, out var value);
            ConversionsValue = value;
        }
        else if (reader.IsNamed("allConversions"u8))
        {
            isRead = TryFraction(ref reader, out var value);
            AllConversions = value;
        }
        else
        {
            var name = texts.Of(in reader);
            OtherNaming ??= name.Contains('_', StringComparison.Ordinal) ? name : null;
            isRead = reader.TrySkip();
        }

        return isRead;
    }

    private static bool TryWhole(ref Utf8JsonReader reader, out Whole value)
    {
        value = default;
        if (!reader.Read())
        {
            return false;
        }

        if (!IsNumberText(in reader))
        {
            value = reader.TokenType == JsonTokenType.Null ? default : new Whole(0, "is no number.");
            return reader.TrySkip();
        }

        value = ExactNumber.TryInt64(TextOf(in reader), out var whole) ? new Whole(whole, null) : new Whole(0, $"is '{Shown(in reader)}', which is no whole number.");
        return true;
    }

    private static bool TryFraction(ref Utf8JsonReader reader, out Fraction value)
    {
        value = default;
        if (!reader.Read())
        {
            return false;
        }

        if (!IsNumberText(in reader))
        {
            value = reader.TokenType == JsonTokenType.Null ? default : new Fraction(null, "is no number.");
            return reader.TrySkip();
        }

        var text = TextOf(in reader);
        if (!text.SequenceEqual("NaN"u8) && !text.SequenceEqual("Infinity"u8) && !text.SequenceEqual("-Infinity"u8))
        {
            value = ExactNumber.TryDecimal(text, out var fraction)
                ? new Fraction(fraction, null)
                : new Fraction(null, $"is '{Shown(in reader)}', which is no number that a NUMERIC holds.");
        }

        return true;
    }

    private static bool IsNumberText(ref readonly Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String or JsonTokenType.Number;

    private static ReadOnlySpan<byte> TextOf(ref readonly Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    private static string Shown(ref readonly Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
}
