using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>What BigQuery demands of a table's columns, partitioning and clustering.</summary>
public static class TableRules
{
    /// <exception cref="SqlException">The table breaks a rule.</exception>
    public static void Check(StoredTable table)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in table.Schema)
        {
            if (!names.Add(field.Name))
            {
                throw new SqlException("invalid", $"Duplicate field name: {field.Name}");
            }
        }

        if (table.PartitionField is { } partition)
        {
            var field = Find(table, partition) ?? throw new SqlException("invalid", $"The field specified for partitioning cannot be found in the schema: {partition}");
            if (field.Type is not ("DATE" or "TIMESTAMP" or "DATETIME") || field.Mode == "REPEATED")
            {
                throw new SqlException("invalid", $"The field specified for time partitioning can only be of type TIMESTAMP, DATE or DATETIME. The type found is: {field.Type}.");
            }
        }

        if (table.Clustering.Length > 4)
        {
            throw new SqlException("invalid", $"Too many fields specified for clustering: {table.Clustering.Length}. The limit is 4.");
        }

        foreach (var clustering in table.Clustering)
        {
            var field = Find(table, clustering) ?? throw new SqlException("invalid", $"The field specified for clustering cannot be found in the schema. Invalid field: {clustering}.");
            if (field.Type is "RECORD" or "FLOAT" or "JSON" or "BYTES" or "TIME" || field.Mode == "REPEATED")
            {
                throw new SqlException("invalid", $"Entity name: {clustering} of type {field.Type} cannot be used for clustering.");
            }
        }
    }

    private static StoredField? Find(StoredTable table, string name) => table.Schema.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
