using System.Text.Json;

namespace MarketingPipeline.GoogleAds;

/// <summary>Names of properties, compared as bytes: a row has some thirty, and they are nearly always written plainly.</summary>
internal static class PropertyNames
{
    /// <summary>Whether the property that the reader stands on has the name.</summary>
    public static bool IsNamed(this ref readonly Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped ? reader.ValueTextEquals(name) : reader.ValueSpan.SequenceEqual(name);
}
