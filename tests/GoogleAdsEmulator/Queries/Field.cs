using System.Text.Json;
using MarketingPipeline.GoogleAdsEmulator.Reports;

namespace MarketingPipeline.GoogleAdsEmulator.Queries;

internal enum FieldType
{
    Text,
    ResourceName,
    Enum,
    Date,
    Boolean,
    Integer,
    Number,
}

/// <summary>A field that queries may name, as resource.name.</summary>
internal sealed record Field(string Name, FieldType Type, Func<ReportRow, FieldValue> Read)
{
    public string Resource { get; } = Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Its property in a row's object of its resource.</summary>
    public JsonEncodedText JsonName { get; } = JsonEncodedText.Encode(JsonCase(Name[(Name.IndexOf('.', StringComparison.Ordinal) + 1)..]));

    /// <summary>As the answer's fieldMask names it.</summary>
    public string JsonPath { get; } = JsonCase(Name);

    /// <summary>The values that a condition on an enum may name.</summary>
    public IReadOnlyList<string> Constants { get; init; } = [];

    /// <summary>The first version of the API that has it.</summary>
    public int Since { get; init; }

    /// <summary>The last version of the API that has it.</summary>
    public int Until { get; init; } = int.MaxValue;

    public bool IsMetric => Resource == "metrics";

    public bool IsSegment => Resource == "segments";

    /// <summary>The one segment on which a query may set conditions without selecting it.</summary>
    public bool IsDate => Name == "segments.date";

    public static string JsonCase(string name) => string.Concat(name.Split('_').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
