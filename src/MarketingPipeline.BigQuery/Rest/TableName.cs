namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A table's full name.</summary>
internal sealed record TableName(string Project, string Dataset, string Table)
{
    /// <summary>project.dataset.table, as messages show it.</summary>
    public override string ToString() => $"{Project}.{Dataset}.{Table}";
}
