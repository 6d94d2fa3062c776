namespace MarketingPipeline.BigQueryEmulator.Statements.Rules;

/// <summary>Every result is a table, if an anonymous one: its columns' names differ. https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#duplicate_aliases</summary>
public static class DuplicateColumns
{
    public static string? Find(IEnumerable<string> names)
    {
        string[] twice = [.. names.Where(name => name.Length > 0 && name[0] != '$').GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key)];
        return twice.Length == 0 ? null : $"Duplicate column names in the result are not supported when a destination table is present. Found duplicate(s): {string.Join(", ", twice)}";
    }

    public static void Check(IEnumerable<string> names)
    {
        if (Find(names) is { } message)
        {
            throw new SqlException("invalidQuery", message);
        }
    }
}
