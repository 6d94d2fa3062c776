using System.Buffers.Text;
using System.Text.Json;
using MarketingPipeline.GoogleAdsEmulator.Queries;

namespace MarketingPipeline.GoogleAdsEmulator.Reports;

/// <summary>Writes rows as the API does: selected fields by resource, each resource with its name, what is not set left out.</summary>
internal sealed class RowWriter
{
    private static readonly JsonEncodedText MetricsName = JsonEncodedText.Encode("metrics");

    private readonly (JsonEncodedText Name, Field[] Fields)[] _resources;
    private readonly Field[] _metrics;
    private readonly bool _omitsZeros;

    public RowWriter(QueryPlan plan, bool omitsZeros)
    {
        _omitsZeros = omitsZeros;
        _metrics = [.. plan.Select.Where(field => field.IsMetric)];
        _resources = [.. FieldCatalog.ResourceOrder.Select(resource => (JsonEncodedText.Encode(Field.JsonCase(resource)), Fields(plan, resource))).Where(resource => resource.Item2.Length > 0)];
    }

    public void Write(Utf8JsonWriter json, ReportRow row)
    {
        json.WriteStartObject();
        foreach (var (name, fields) in _resources)
        {
            WriteResource(json, name, fields, row);
        }

        json.WriteEndObject();
    }

    /// <summary>A row of sums: metrics and nothing else.</summary>
    public void WriteSummary(Utf8JsonWriter json, ReportRow row)
    {
        json.WriteStartObject();
        WriteResource(json, MetricsName, _metrics, row);
        json.WriteEndObject();
    }

    private static Field[] Fields(QueryPlan plan, string resource)
    {
        var selected = plan.Select.Where(field => field.Resource == resource).ToArray();
        if (resource is "metrics" or "segments" || plan.OmitsUnselectedResourceNames)
        {
            return selected;
        }

        return selected.Length > 0 || resource == plan.Resource ? [.. selected.Prepend(FieldCatalog.ResourceName(resource)).Distinct()] : [];
    }

    private void WriteResource(Utf8JsonWriter json, JsonEncodedText name, Field[] fields, ReportRow row)
    {
        json.WriteStartObject(name);
        foreach (var field in fields)
        {
            var value = field.Read(row);
            if (_omitsZeros && field.IsMetric && value.IsZero)
            {
                continue;
            }

            WriteValue(json, field.JsonName, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, JsonEncodedText name, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Text:
                json.WriteString(name, value.Text);
                break;
            case FieldKind.Integer:
                Span<byte> digits = stackalloc byte[20];
                Utf8Formatter.TryFormat(value.Integer, digits, out var written);
                json.WriteString(name, digits[..written]);
                break;
            case FieldKind.Boolean:
                json.WriteBoolean(name, value.Integer == 1);
                break;
            case FieldKind.Number when double.IsFinite(value.Number):
                json.WriteNumber(name, value.Number);
                break;
            case FieldKind.Number:
                // JSON has no number for these: protobuf writes NaN, Infinity and -Infinity as text.
                json.WriteString(name, value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
