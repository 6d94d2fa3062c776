using System.Globalization;
using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>A resource that a row names: the customer, the campaign, the ad group, or any other with a resource name.</summary>
/// <param name="name">The section's name in the row.</param>
/// <param name="collection">What comes before its id in its resource name.</param>
internal sealed class ResourceSection(string name, string collection) : RowSection(name)
{
    // Digits that a long holds whatever they are.
    private const int SafeLength = 18;

    private string? _resourceName;
    private string? _id;

    public RowText DisplayName { get; private set; }

    public RowText Status { get; private set; }

    public RowText ChannelType { get; private set; }

    public RowText Currency { get; private set; }

    public RowText TimeZone { get; private set; }

    /// <summary>The account in the resource's name, which is its owner's.</summary>
    public string? Account => IdIn(_resourceName, "customers");

    public override void Clear()
    {
        base.Clear();
        (_resourceName, _id) = (null, null);
        (DisplayName, Status, ChannelType, Currency, TimeZone) = (default, default, default, default, default);
    }

    /// <summary>The resource's id, else the id in its resource name; digits; null where it has neither.</summary>
    /// <exception cref="PipelineException">The id is none.</exception>
    public string? Id(RowPlace place, ReportFault fault)
    {
        if (_id is null)
        {
            return IdIn(_resourceName, collection);
        }

        if (_id.Length is > 0 and <= SafeLength && (_id[0] != '0' || _id.Length == 1) && _id.All(char.IsAsciiDigit))
        {
            return _id;
        }

        return long.TryParse(_id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw fault.At(place.ToString(), $"{Name}.id is '{_id}', which is no id.");
    }

    protected override bool TryProperty(ref Utf8JsonReader reader, TextCache texts)
    {
        var isRead = true;
        if (reader.IsNamed("resourceName"u8))
        {
            isRead = RowText.TryRead(ref reader, texts, out var text);
            _resourceName = text.Text;
        }
        else if (reader.IsNamed("id"u8))
        {
            isRead = TryId(ref reader, texts);
        }
        else if (reader.IsNamed("name"u8))
        {
            isRead = RowText.TryRead(ref reader, texts, out var text);
            DisplayName = text;
        }
        else if (reader.IsNamed("status"u8))
        {
            isRead = RowText.TryRead(ref reader, texts, out var text);
            Status = text;
        }
        else if (reader.IsNamed("advertisingChannelType"u8))
        {
            isRead = RowText.TryRead(ref reader, texts, out var text);
            ChannelType = text;
        }
        else if (reader.IsNamed("currencyCode"u8))
        {
            isRead = RowText.TryRead(ref reader, texts, out var text);
            Currency = text;
        }
        else if (reader.IsNamed("timeZone"u8))
        {
            isRead = RowText.TryRead(ref reader, texts, out var text);
            TimeZone = text;
        }
        else
        {
            isRead = reader.TrySkip();
        }

        return isRead;
    }

    private bool TryId(ref Utf8JsonReader reader, TextCache texts)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                _id = null;
                return true;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                if (!JsonDocument.TryParseValue(ref reader, out var document))
                {
                    return false;
                }

                using (document)
                {
                    _id = document.RootElement.GetRawText();
                }

                return true;
            default:
                _id = texts.Of(in reader);
                return true;
        }
    }

    // customers/1234567890/campaigns/987: collections and ids in turn.
    private static string? IdIn(string? resourceName, string collection)
    {
        if (resourceName is null)
        {
            return null;
        }

        var parts = resourceName.Split('/');
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            if (parts[i] == collection && parts[i + 1].Length > 0 && parts[i + 1].All(char.IsAsciiDigit))
            {
                return parts[i + 1];
            }
        }

        return null;
    }
}
