using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources.Files;
using MarketingPipeline.Core.Workspaces;
using static DuckDB.NET.Native.NativeMethods;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// What holds if a text from outside should ever be run as SQL: the database reaches the client's export and its own file, no
/// other file and no network; none of its settings changes but those that a load needs; and a text is one statement.
/// </summary>
internal static class DuckDbWall
{
    /// <summary>The settings that a run may change.</summary>
    private static readonly string[] Changing = ["threads", "memory_limit", "max_vacuum_tasks"];

    private static readonly DuckDbDialect Dialect = new();

    /// <summary>The settings that build it, in their order: after the last one no setting changes that is not named in them.</summary>
    public static IEnumerable<string> Settings(Client client)
    {
        yield return $"SET allowed_configs = {List(Changing)}";
        if (client.Ga4?.Path is { } path)
        {
            // DuckDB looks at what it is asked for, in which the characters of patterns are escaped, and at what it opens.
            var folder = RealPath.TryOf(path) ?? Path.GetFullPath(path);
            yield return $"SET allowed_directories = {List([folder, Ga4FileLook.Globbed(folder)])}";
        }

        yield return "SET enable_external_access = false";
        yield return "SET lock_configuration = true";
    }

    /// <summary>Refuses a text of several statements, which DuckDB.NET would run one after the other.</summary>
    public static void CheckIsOne(DuckDBConnection connection, string sql)
    {
        var count = ExtractStatements.DuckDBExtractStatements(connection.NativeConnection, sql, out var statements);
        using (statements)
        {
            if (count > 1)
            {
                throw new PipelineException(
                    PipelineErrorKind.WarehouseFailed,
                    "A text that was to be one SQL statement is several; none of them was run.",
                    "Look for a name in the sources that holds SQL, and report this with it.");
            }
        }
    }

    private static string List(IEnumerable<string> texts) => "[" + string.Join(", ", texts.Select(text => Dialect.Literal(text))) + "]";
}
