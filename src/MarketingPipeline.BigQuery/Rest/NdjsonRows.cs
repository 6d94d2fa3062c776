using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// Rows as newline-delimited JSON. Whole and decimal numbers are strings, so that no reader takes them for doubles; a
/// timestamp is UTC to the microsecond; what is null is left out.
/// </summary>
internal sealed class NdjsonRows(IReadOnlyList<TableField> schema)
{
    private const int FlushAt = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all rows.</summary>
    public async Task WriteAsync(IAsyncEnumerable<object?[]> rows, Stream target, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        using var json = new Utf8JsonWriter(buffer, Options);
        await foreach (var row in rows.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (row.Length != schema.Count)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A row has {row.Length} values, and the table {schema.Count} columns."), nameof(rows));
            }

            WriteObject(json, schema, index => row[index]);
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= FlushAt)
            {
                await target.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
                buffer.ResetWrittenCount();
            }
        }

        await target.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
    }

    private static void WriteObject(Utf8JsonWriter json, IReadOnlyList<TableField> fields, Func<int, object?> value)
    {
        json.WriteStartObject();
        for (var i = 0; i < fields.Count; i++)
        {
            if (value(i) is not { } some)
            {
                continue;
            }

            json.WritePropertyName(fields[i].Name);
            if (fields[i].IsRepeated)
            {
                WriteList(json, fields[i], some);
            }
            else
            {
                WriteSingle(json, fields[i], some);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, TableField field, object value)
    {
        if (value is string || value is not IEnumerable items)
        {
            throw Unfit(field, value.GetType().Name);
        }

        json.WriteStartArray();
        foreach (var item in items)
        {
            WriteSingle(json, field, item ?? throw Unfit(field, "null"));
        }

        json.WriteEndArray();
    }

    private static void WriteSingle(Utf8JsonWriter json, TableField field, object value)
    {
        switch (value)
        {
            case string text when field.Type == "JSON":
                WriteJson(json, text);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or decimal:
                json.WriteStringValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            case DateOnly date:
                json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                json.WriteStringValue(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IReadOnlyDictionary<string, object?> record:
                WriteObject(json, field.Fields, index => record.GetValueOrDefault(field.Fields[index].Name));
                break;
            default:
                throw Unfit(field, value.GetType().Name);
        }
    }

    // Written anew rather than copied: a line end within it would end the row.
    private static void WriteJson(Utf8JsonWriter json, string text)
    {
        using var document = JsonDocument.Parse(text);
        document.RootElement.WriteTo(json);
    }

    private static ArgumentException Unfit(TableField field, string what) =>
        new($"Column {field.Name} ({field.Mode} {field.Type}) cannot take a {what}.");
}
