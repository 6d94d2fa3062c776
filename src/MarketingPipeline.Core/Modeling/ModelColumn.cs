namespace MarketingPipeline.Core.Modeling;

/// <summary>A column's type, in BigQuery's names.</summary>
public enum ColumnType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>64-bit integer.</summary>
    Int64,

    /// <summary>Double precision.</summary>
    Float64,

    /// <summary>Exact decimal, 38 digits, 9 of them after the point.</summary>
    Numeric,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>A moment, UTC, microseconds.</summary>
    Timestamp,

    /// <summary>GA4's items: a list of records.</summary>
    Items,
}

/// <summary>A column of a model's table.</summary>
/// <param name="Name">Its name, as in definitions.md.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">What it means; becomes the column's description where the engine keeps one.</param>
public sealed record ModelColumn(string Name, ColumnType Type, string Description);
