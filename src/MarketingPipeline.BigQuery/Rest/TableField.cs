namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A column of a schema, or a field of a RECORD.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">As REST spells it: STRING, INTEGER, FLOAT, BOOLEAN, TIMESTAMP, DATE, NUMERIC, RECORD, JSON.</param>
/// <param name="Mode">NULLABLE, REQUIRED or REPEATED.</param>
/// <param name="Fields">A RECORD's fields.</param>
/// <param name="Description">What it means.</param>
internal sealed record TableField(string Name, string Type, string Mode, IReadOnlyList<TableField> Fields, string? Description = null)
{
    /// <summary>A field that holds a list.</summary>
    public bool IsRepeated => Mode.Equals("REPEATED", StringComparison.OrdinalIgnoreCase);
}
