using System.Globalization;
using System.Text.Json;

namespace MarketingPipeline.Google;

/// <summary>Reads JSON in which anything may be absent and 64-bit numbers are strings.</summary>
internal static class JsonReading
{
    /// <summary>The property; undefined where there is none, so that a path of them can be followed without asking.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    public static string? Text(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Int64(this JsonElement element, string name) => element.At(name) switch
    {
        { ValueKind: JsonValueKind.String } value when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        _ => null,
    };

    public static bool? Flag(this JsonElement element, string name) => element.At(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } value when bool.TryParse(value.GetString(), out var flag) => flag,
        _ => null,
    };

    /// <summary>Milliseconds since 1970 as a moment.</summary>
    public static DateTimeOffset? Moment(this JsonElement element, string name) =>
        element.Int64(name) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    public static IReadOnlyDictionary<string, string> Texts(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>();
}
