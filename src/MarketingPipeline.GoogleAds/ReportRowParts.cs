using System.Globalization;
using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>The sections and values of one row. A null is an absent value, as proto3 JSON has it.</summary>
internal sealed class ReportRowParts(JsonElement row, string place, ReportFault fault)
{
    // Resources of which Google says whose they are; others (a shared strategy) can be a manager's.
    private static readonly string[] OwnResources = ["campaign", "adGroup"];

    /// <summary>A section of the row, <c>campaign</c> or <c>metrics</c>; null where it has none.</summary>
    public JsonElement? Section(string name) => Value(row, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } section => section,
        _ => throw fault.At(place, $"'{name}' is no object."),
    };

    /// <summary>A text or enum value, kept as it is; null where it is absent.</summary>
    /// <exception cref="PipelineException">It is something else.</exception>
    public string? Text(JsonElement section, string sectionName, string name) => Value(section, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw fault.At(place, $"{sectionName}.{name} is no text."),
    };

    /// <summary>A resource's id, else the id in its resource name; digits; null where it has neither.</summary>
    public string? Id(JsonElement section, string sectionName, string collection)
    {
        if (Value(section, "id") is { } id)
        {
            var text = id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText();
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw fault.At(place, $"{sectionName}.id is '{text}', which is no id.");
        }

        return IdIn(section, collection);
    }

    /// <summary>The account in the row's resource names: the campaign's or ad group's, else the first of any resource.</summary>
    public string? AccountInResourceNames(JsonElement whole)
    {
        foreach (var name in OwnResources)
        {
            if (Value(whole, name) is { ValueKind: JsonValueKind.Object } own && IdIn(own, "customers") is { } account)
            {
                return account;
            }
        }

        return whole.EnumerateObject()
            .Where(part => part.Value.ValueKind == JsonValueKind.Object)
            .Select(part => IdIn(part.Value, "customers"))
            .FirstOrDefault(account => account is not null);
    }

    /// <summary>A whole metric; 0 where it is absent.</summary>
    public long Whole(JsonElement metrics, string name) => NumberText(metrics, name) switch
    {
        null => 0,
        { } text when ExactNumber.TryInt64(text, out var value) => value,
        { } text => throw fault.At(place, $"metrics.{name} is '{text}', which is no whole number."),
    };

    /// <summary>A fractional metric of at most nine places; null where it is absent, not a number or infinite.</summary>
    public decimal? Fraction(JsonElement metrics, string name) => NumberText(metrics, name) switch
    {
        null or "NaN" or "Infinity" or "-Infinity" => null,
        { } text when ExactNumber.TryDecimal(text, out var value) => value,
        { } text => throw fault.At(place, $"metrics.{name} is '{text}', which is no number that a NUMERIC holds."),
    };

    private string? NumberText(JsonElement metrics, string name) => Value(metrics, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw fault.At(place, $"metrics.{name} is no number."),
    };

    // customers/1234567890/campaigns/987: collections and ids in turn.
    private static string? IdIn(JsonElement section, string collection)
    {
        if (Value(section, "resourceName") is not { ValueKind: JsonValueKind.String } resourceName)
        {
            return null;
        }

        var parts = resourceName.GetString()!.Split('/');
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            if (parts[i] == collection && parts[i + 1].Length > 0 && parts[i + 1].All(char.IsAsciiDigit))
            {
                return parts[i + 1];
            }
        }

        return null;
    }

    private static JsonElement? Value(JsonElement section, string name) =>
        section.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
