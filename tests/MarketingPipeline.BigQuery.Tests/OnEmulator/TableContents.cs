using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>A dataset's tables as texts, to see whether two runs ended alike.</summary>
internal static class TableContents
{
    /// <summary>Differ from run to run: when and by which run a row was written, and what was derived from that.</summary>
    private static readonly string[] OfTheRun = ["run_id", "loaded_at"];

    /// <summary>The journal says what happened; the state holds hashes of an engine's own SQL.</summary>
    private static readonly string[] OfTheRuns = ["pipeline_runs", "pipeline_state", "pipeline_lock"];

    /// <summary>How the names of tables begin that outlive a run; the others are what a run keeps for itself.</summary>
    private static readonly string[] Lasting = ["stg_", "int_", "mart_", "pipeline_"];

    public static SortedDictionary<string, string> Of(StoreState state, string dataset) => new(
        state.Tables.Values
            .Where(table => table.Id.Dataset == dataset && IsLasting(table.Id.Table) && !OfTheRuns.Contains(table.Id.Table))
            .ToDictionary(table => table.Id.Table, Text),
        StringComparer.Ordinal);

    public static bool IsLasting(string table) => Lasting.Any(beginning => table.StartsWith(beginning, StringComparison.Ordinal));

    public static IReadOnlyList<string> Names(StoreState state, string dataset) => [.. state.Tables.Keys.Where(table => table.Dataset == dataset).Select(table => table.Table).Order(StringComparer.Ordinal)];

    public static void AssertSame(IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> actual, string when)
    {
        var different = expected.Keys.Union(actual.Keys).Where(table => expected.GetValueOrDefault(table) != actual.GetValueOrDefault(table)).ToArray();
        Assert.True(
            different.Length == 0,
            different.Length == 0 ? "" : $"{when}: {string.Join(", ", different)} differ\n{expected.GetValueOrDefault(different[0])}\n---\n{actual.GetValueOrDefault(different[0])}");
    }

    private static string Text(StoredTable table)
    {
        int[] columns = [.. table.Schema.Select((field, index) => (field, index)).Where(column => !OfTheRun.Contains(column.field.Name)).Select(column => column.index)];
        return string.Join('\n', table.Rows.Select(row => Text(row, columns)).Order(StringComparer.Ordinal));
    }

    private static string Text(ValueProto row, int[] columns) => string.Join(" | ", columns.Select(column => row.StructValue.Field[column].ToString()));
}
