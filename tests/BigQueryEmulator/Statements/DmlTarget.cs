using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>The table that a statement changes.</summary>
public static class DmlTarget
{
    public static StoredTable Of(BoundStatement statement, ResolvedTableScanProto scan)
    {
        // A view is rewritten to its query, and so is no source by its own name.
        var source = statement.Sources.GetValueOrDefault(scan.Table.Name) ?? throw new SqlException("invalidQuery", $"{scan.Table.Name} is not allowed for this operation because it is a view.");
        return source.Parts is [{ Suffix: null, Table: var table }] && !table.Id.Table.StartsWith("INFORMATION_SCHEMA.", StringComparison.Ordinal)
            ? table
            : throw new SqlException("invalidQuery", $"{scan.Table.Name} cannot be modified.");
    }

    /// <summary>The target as a FROM clause has it, under the name by which the statement's expressions call it.</summary>
    public static string From(BoundStatement statement, StoredTable table, ASTAliasProto? alias) =>
        $"`{table.Id.Project}.{table.Id.Dataset}.{table.Id.Table}` AS {Alias(table, alias)}";

    public static string Alias(StoredTable table, ASTAliasProto? alias) => $"`{alias?.Identifier.IdString ?? table.Id.Table}`";

    /// <summary>A value's expression, in parentheses; DEFAULT is NULL where there are no defaults.</summary>
    public static string ValueText(BoundStatement statement, IMessage value) =>
        ResolvedTree.Unwrap(value) is ASTDefaultLiteralProto ? "NULL" : Expression(statement, value);

    public static string Expression(BoundStatement statement, IMessage expression) =>
        $"({statement.Rewritten(ResolvedTree.Base<ASTNodeProto>(ResolvedTree.Unwrap(expression)!)!.ParseLocationRange)}\n)";

    /// <summary>Puts changed rows in place; another's change in the meantime ends the statement.</summary>
    public static void Replace(ScriptSession session, StoredTable read, Func<StoredTable, StoredTable> change) => session.Change(read.Id, stored =>
        stored is not null && stored.ETag == read.ETag
            ? change(stored)
            : throw new SqlException("invalidQuery", $"Could not serialize access to table {read.Id.Project}:{read.Id.Dataset}.{read.Id.Table} due to concurrent update"));
}
