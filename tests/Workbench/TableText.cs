using System.Globalization;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Workbench;

/// <summary>Tables as text that a test can state exactly.</summary>
public static class TableText
{
    /// <summary>Rows as lines: values joined by ' | ', numbers without trailing zeros, NULL written out.</summary>
    public static async Task<string[]> ShowAsync(this Bench bench, string client, string sql) => [.. (await bench.QueryAsync(client, sql)).Select(Line)];

    /// <summary>What each of a client's tables holds, apart from when and by which run it was written, and of which size the file then was.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ContentsAsync(this Bench bench, string client, params string[] except)
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(Path.Combine(bench.Workspace.DuckDbPath, client + ".duckdb")))
        {
            return contents;
        }

        foreach (var row in await bench.QueryAsync(client, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'"))
        {
            var table = row.Get<string>("table_name")!;
            if (table != "pipeline_runs" && !except.Contains(table))
            {
                contents[table] = (string)(await bench.ValueAsync(client, $"SELECT COUNT(*) || ' rows, ' || COALESCE(SUM(CAST(hash(kept) AS HUGEINT)), 0) FROM (SELECT COLUMNS(c -> c NOT IN ('loaded_at', 'run_id', 'modified_at', 'bytes')) FROM \"{table}\") AS kept"))!;
            }
        }

        return contents;
    }

    private static string Line(Row row) => string.Join(" | ", row.Columns.Select((_, index) => Text(row[index])));

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        decimal number => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
