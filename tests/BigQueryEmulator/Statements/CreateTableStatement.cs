using System.Collections.Immutable;
using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;
using CreateMode = Zetasql.ResolvedCreateStatementEnums.Types.CreateMode;
using CreateScope = Zetasql.ResolvedCreateStatementEnums.Types.CreateScope;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>CREATE TABLE, with or without a query, and CREATE VIEW.</summary>
public static class CreateTableStatement
{
    public static async Task<StatementResult> TableAsync(StatementServices services, BoundStatement statement, IMessage resolved, CancellationToken cancellation)
    {
        var made = ResolvedTree.Base<ResolvedCreateTableStmtBaseProto>(resolved)!;
        var id = Target(statement, made.Parent);
        var query = resolved as ResolvedCreateTableAsSelectStmtProto;
        var type = query is null ? "CREATE_TABLE" : "CREATE_TABLE_AS_SELECT";
        if (IsThere(statement, made.Parent, id))
        {
            return new StatementResult(type, [], []) { Target = id };
        }

        var schema = new List<StoredField>();
        foreach (var column in made.ColumnDefinitionList)
        {
            schema.Add(await ColumnDefinitions.FieldAsync(services, statement, column, cancellation));
        }

        var answer = query is null ? new QueryAnswer([], 0, []) : await RowsAsync(services, statement, schema, query, cancellation);
        var partitions = query?.PartitionByList ?? ((ResolvedCreateTableStmtProto)resolved).PartitionByList;
        var clustering = query?.ClusterByList ?? ((ResolvedCreateTableStmtProto)resolved).ClusterByList;
        var rows = StoredRows.Checked(schema, [.. answer.Rows.Select(row => StoredRows.Of(schema, row.Cell))]);
        var table = new StoredTable(id, [.. schema], [.. rows], statement.Scope.Session.Clock.GetUtcNow()) { PartitionField = ColumnDefinitions.PartitionField(partitions), Clustering = ColumnDefinitions.Clustering(clustering) };
        Put(statement, made.Parent, (await SqlOptions.OfAsync(services, statement, made.OptionList, cancellation)).On(table));
        return new StatementResult(type, [], []) { BytesProcessed = answer.BytesProcessed, ReferencedTables = answer.Read, Target = id };
    }

    public static async Task<StatementResult> ViewAsync(StatementServices services, BoundStatement statement, ResolvedCreateViewStmtProto resolved, CancellationToken cancellation)
    {
        var made = resolved.Parent;
        var id = Target(statement, made.Parent);
        if (!IsThere(statement, made.Parent, id))
        {
            var written = (ASTCreateViewStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
            var sql = statement.Written.Slice(ResolvedTree.Base<ASTNodeProto>(written.Parent.Query)!.ParseLocationRange);
            ImmutableArray<StoredField> schema = [.. made.OutputColumnList.Select(column => SqlTypes.FieldOf(column.Name, column.Column.Type))];
            var table = new StoredTable(id, schema, [], statement.Scope.Session.Clock.GetUtcNow()) { ViewSql = sql };
            Put(statement, made.Parent, (await SqlOptions.OfAsync(services, statement, made.OptionList, cancellation)).On(table));
        }

        return new StatementResult("CREATE_VIEW", [], []) { Target = id };
    }

    private static TableId Target(BoundStatement statement, ResolvedCreateStatementProto create)
    {
        if (create.CreateScope == CreateScope.CreateTemp)
        {
            return new TableId(statement.Scope.Project, "_SESSION", create.NamePath[^1]);
        }

        DdlStatement.RefuseInTransaction(statement.Scope.Session);
        var id = statement.Scope.Id(create.NamePath);
        statement.Scope.Existing((id.Project, id.Dataset));
        return id;
    }

    /// <summary>Whether the table is there already and nothing is to be done.</summary>
    private static bool IsThere(BoundStatement statement, ResolvedCreateStatementProto create, TableId id) => statement.Scope.Session.Find(id) is not null && create.CreateMode switch
    {
        CreateMode.CreateIfNotExists => true,
        CreateMode.CreateOrReplace => false,
        _ => throw Exists(id),
    };

    private static void Put(BoundStatement statement, ResolvedCreateStatementProto create, StoredTable table)
    {
        var session = statement.Scope.Session;
        var lifetime = session.State.Datasets.GetValueOrDefault((table.Id.Project, table.Id.Dataset))?.DefaultTableExpiration;
        table = table.ExpiresAt is null && lifetime is { } span ? table with { ExpiresAt = table.CreatedAt + span } : table;
        session.Change(table.Id, stored => stored is null || create.CreateMode == CreateMode.CreateOrReplace ? table : create.CreateMode == CreateMode.CreateIfNotExists ? stored : throw Exists(table.Id));
    }

    private static SqlException Exists(TableId id) => new("duplicate", $"Already Exists: Table {id.Project}:{id.Dataset}.{id.Table}");

    private static Task<QueryAnswer> RowsAsync(StatementServices services, BoundStatement statement, IReadOnlyList<StoredField> schema, ResolvedCreateTableAsSelectStmtProto resolved, CancellationToken cancellation)
    {
        var written = (ASTCreateTableStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
        var sql = statement.Rewritten(ResolvedTree.Base<ASTNodeProto>(written.Query)!.ParseLocationRange);
        var same = schema.Select(field => SqlTypes.TypeOf(field)).SequenceEqual(statement.Analysis.Output.Select(column => column.Type)) && written.Parent.TableElementList is null;
        return services.Evaluator.EvaluateAsync(same ? sql : InsertStatement.Coerced(schema, sql), statement, null, cancellation);
    }
}
