using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A row's metrics, bounded. A value that is no number, or beyond all bounds, is lost: it is counted, and its metric is null. So
/// is an absent one, until it is known that the report has selected it.
/// </summary>
internal sealed partial class MetricsSection() : RowSection("metrics")
{
    /// <summary>The metrics that the row has, readable or not.</summary>
    public ReportMetrics There { get; private set; }

    public int Unreadable { get; private set; }

    public int Implausible { get; private set; }

    public long? CostMicros { get; private set; }

    public long? Clicks { get; private set; }

    public long? Impressions { get; private set; }

    public long? ViewThroughConversions { get; private set; }

    public decimal? Conversions { get; private set; }

    public decimal? ConversionsValue { get; private set; }

    public decimal? AllConversions { get; private set; }

    /// <summary>The first metric that is not named as the REST API names it.</summary>
    public string? OtherNaming { get; private set; }

    /// <summary>The metric of a name; none where it is not staged.</summary>
    public static ReportMetrics Of(string name) => name switch
    {
        "costMicros" => ReportMetrics.CostMicros,
        "clicks" => ReportMetrics.Clicks,
        "impressions" => ReportMetrics.Impressions,
        "conversions" => ReportMetrics.Conversions,
        "conversionsValue" => ReportMetrics.ConversionsValue,
        "allConversions" => ReportMetrics.AllConversions,
        "viewThroughConversions" => ReportMetrics.ViewThroughConversions,
        _ => ReportMetrics.None,
    };

    public override void Clear()
    {
        base.Clear();
        (There, Unreadable, Implausible, OtherNaming) = (ReportMetrics.None, 0, 0, null);
        (CostMicros, Clicks, Impressions, ViewThroughConversions) = (null, null, null, null);
        (Conversions, ConversionsValue, AllConversions) = (null, null, null);
    }

    /// <summary>Says what the report has selected: what of it the row does not have is 0.</summary>
    public void Fill(ReportMetrics selected)
    {
        var zeros = selected & ~There;
        CostMicros = zeros.HasFlag(ReportMetrics.CostMicros) ? 0 : CostMicros;
        Clicks = zeros.HasFlag(ReportMetrics.Clicks) ? 0 : Clicks;
        Impressions = zeros.HasFlag(ReportMetrics.Impressions) ? 0 : Impressions;
        Conversions = zeros.HasFlag(ReportMetrics.Conversions) ? 0 : Conversions;
        ConversionsValue = zeros.HasFlag(ReportMetrics.ConversionsValue) ? 0 : ConversionsValue;
        AllConversions = zeros.HasFlag(ReportMetrics.AllConversions) ? 0 : AllConversions;
        ViewThroughConversions = zeros.HasFlag(ReportMetrics.ViewThroughConversions) ? 0 : ViewThroughConversions;
    }

    protected override bool TryProperty(ref Utf8JsonReader reader, TextCache texts)
    {
        var isRead = true;
        if (reader.IsNamed("costMicros"u8))
        {
            isRead = TryWhole(ref reader, ReportMetrics.CostMicros, GoogleAdsLimits.Micros, out var value);
            CostMicros = value;
        }
        else if (reader.IsNamed("clicks"u8))
        {
            isRead = TryWhole(ref reader, ReportMetrics.Clicks, GoogleAdsLimits.Count, out var value);
            Clicks = value;
        }
        else if (reader.IsNamed("impressions"u8))
        {
            isRead = TryWhole(ref reader, ReportMetrics.Impressions, GoogleAdsLimits.Count, out var value);
            Impressions = value;
        }
        else if (reader.IsNamed("viewThroughConversions"u8))
        {
            isRead = TryWhole(ref reader, ReportMetrics.ViewThroughConversions, GoogleAdsLimits.Count, out var value);
            ViewThroughConversions = value;
        }
        else if (reader.IsNamed("conversions"u8))
        {
            isRead = TryFraction(ref reader, ReportMetrics.Conversions, GoogleAdsLimits.Count, out var value);
            Conversions = value;
        }
        else if (reader.IsNamed("conversionsValue"u8))
        {
            isRead = TryFraction(ref reader, ReportMetrics.ConversionsValue, GoogleAdsLimits.Amount, out var value);
            ConversionsValue = value;
        }
        else if (reader.IsNamed("allConversions"u8))
        {
            isRead = TryFraction(ref reader, ReportMetrics.AllConversions, GoogleAdsLimits.Count, out var value);
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

    private bool TryWhole(ref Utf8JsonReader reader, ReportMetrics metric, decimal limit, out long? value)
    {
        value = null;
        if (!TryNumber(ref reader, metric, out var text))
        {
            return false;
        }

        if (ExactNumber.TryInt64(text, out var whole))
        {
            value = Math.Abs((decimal)whole) < limit ? whole : null;
            Implausible += value is null ? 1 : 0;
        }
        else if (!text.IsEmpty)
        {
            // What is written as a number and no whole one is a fraction, or too large to be held.
            Lose(isNumber: IsNumber(text) && !(ExactNumber.TryDecimal(text, out var fraction) && Math.Abs(fraction) < limit));
        }

        return true;
    }

    private bool TryFraction(ref Utf8JsonReader reader, ReportMetrics metric, decimal limit, out decimal? value)
    {
        value = null;
        if (!TryNumber(ref reader, metric, out var text))
        {
            return false;
        }

        if (ExactNumber.TryDecimal(text, out var fraction) && Math.Abs(fraction) < limit)
        {
            value = fraction;
        }
        else if (!text.IsEmpty)
        {
            Lose(IsNumber(text));
        }

        return true;
    }

    /// <summary>Reads on to a metric's value; false where the bytes end before it does. Without text there is none, or none that is a number.</summary>
    private bool TryNumber(ref Utf8JsonReader reader, ReportMetrics metric, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        There |= metric;
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        }

        if (text.IsEmpty)
        {
            Lose(isNumber: false);
        }

        return reader.TrySkip();
    }

    private void Lose(bool isNumber)
    {
        Unreadable += isNumber ? 0 : 1;
        Implausible += isNumber ? 1 : 0;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => Number().IsMatch(Encoding.UTF8.GetString(text));

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();
}
