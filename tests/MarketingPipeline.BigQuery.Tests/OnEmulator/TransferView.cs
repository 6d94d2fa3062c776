using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// A view of a Google Ads transfer: its report's columns, and the two of the delivery; or the table below it, whose rows have
/// their delivery's day in BigQuery's own column (the emulator has it as any other).
/// </summary>
internal static class TransferView
{
    /// <summary>Fields of <c>name TYPE, name TYPE</c>.</summary>
    public static ImmutableArray<StoredField> Fields(string columns, bool isTable = false) =>
        [.. (columns + (isTable ? ", _PARTITIONTIME TIMESTAMP" : ", _DATA_DATE DATE, _LATEST_DATE DATE")).Split(", ").Select(column => column.Split(' ')).Select(column => new StoredField(column[0], column[1], "NULLABLE", []))];

    /// <summary>The rows of deliveries as lines of JSON.</summary>
    public static string Json(ImmutableArray<StoredField> fields, IEnumerable<(DateOnly Day, object?[] Values)> rows, DateOnly latest) =>
        string.Concat(rows.Select(row => new JsonObject(fields.Zip([.. row.Values, row.Day, latest]).Select(pair => KeyValuePair.Create(pair.First.Name, Node(pair.Second)))).ToJsonString() + "\n"));

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag,
        double number => number,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
