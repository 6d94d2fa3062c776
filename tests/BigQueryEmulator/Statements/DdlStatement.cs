using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;
using CreateMode = Zetasql.ResolvedCreateStatementEnums.Types.CreateMode;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>DDL apart from creating tables: DROP, ALTER TABLE, CREATE and DROP SCHEMA.</summary>
public static class DdlStatement
{
    public static void RefuseInTransaction(ScriptSession session)
    {
        if (session.InTransaction)
        {
            throw new SqlException("invalidQuery", "DDL statements are not supported in a transaction, except for those creating or droping temporary tables or temporary functions.");
        }
    }

    public static StatementResult Drop(BoundStatement statement, ResolvedDropStmtProto drop)
    {
        var session = statement.Scope.Session;
        if (drop.ObjectType is "SCHEMA")
        {
            RefuseInTransaction(session);
            return DropSchema(statement, drop);
        }

        var id = statement.Scope.Id(drop.NamePath);
        if (!ScriptSession.IsTemporary(id))
        {
            RefuseInTransaction(session);
        }

        var type = drop.ObjectType switch { "TABLE" => "DROP_TABLE", "VIEW" => "DROP_VIEW", _ => throw new SqlException("notImplemented", $"The emulator does not execute DROP {drop.ObjectType}.") };
        if (session.Find(id) is not { } table)
        {
            return drop.IsIfExists ? new StatementResult(type, [], []) { Target = id } : throw statement.Scope.NotFound(id);
        }

        if ((table.ViewSql is null) != (type == "DROP_TABLE"))
        {
            throw new SqlException("invalidQuery", $"Cannot drop {id.Project}:{id.Dataset}.{id.Table}: it is a {(table.ViewSql is null ? "TABLE" : "VIEW")}, not a {drop.ObjectType}.");
        }

        session.Change(id, _ => null);
        return new StatementResult(type, [], []) { Target = id };
    }

    public static async Task<StatementResult> CreateSchemaAsync(StatementServices services, BoundStatement statement, ResolvedCreateSchemaStmtProto create, CancellationToken cancellation)
    {
        var session = statement.Scope.Session;
        RefuseInTransaction(session);
        var name = statement.Scope.Dataset(create.Parent.NamePath);
        var options = await SqlOptions.OfAsync(services, statement, create.OptionList, cancellation);
        session.Change(state => state.Datasets.ContainsKey(name)
            ? create.Parent.CreateMode == CreateMode.CreateIfNotExists ? state : throw new SqlException("duplicate", $"Already Exists: Dataset {name.Project}:{name.Dataset}")
            : state with { Datasets = state.Datasets.SetItem(name, options.On(new StoredDataset(name.Project, name.Dataset, "US", session.Clock.GetUtcNow()))) });
        return new StatementResult("CREATE_SCHEMA", [], []);
    }

    public static async Task<StatementResult> AlterAsync(StatementServices services, BoundStatement statement, IMessage alter, CancellationToken cancellation)
    {
        RefuseInTransaction(statement.Scope.Session);
        var path = alter is ResolvedAlterTableSetOptionsStmtProto set ? set.NamePath : ResolvedTree.Base<ResolvedAlterObjectStmtProto>(alter)!.NamePath;
        var id = statement.Scope.Id(path);
        var changes = new List<Func<StoredTable, StoredTable>>();
        if (alter is ResolvedAlterTableSetOptionsStmtProto { OptionList: var list })
        {
            changes.Add((await SqlOptions.OfAsync(services, statement, list, cancellation)).On);
        }

        foreach (var action in ResolvedTree.Base<ResolvedAlterObjectStmtProto>(alter)?.AlterActionList ?? [])
        {
            changes.Add(await ActionAsync(services, statement, ResolvedTree.Unwrap(action)!, cancellation));
        }

        statement.Scope.Session.Change(id, stored => changes.Aggregate(stored ?? throw statement.Scope.NotFound(id), (table, change) => change(table)));
        return new StatementResult(alter is ResolvedAlterViewStmtProto ? "ALTER_VIEW" : "ALTER_TABLE", [], []) { Target = id };
    }

    private static async Task<Func<StoredTable, StoredTable>> ActionAsync(StatementServices services, BoundStatement statement, IMessage action, CancellationToken cancellation)
    {
        switch (action)
        {
            case ResolvedSetOptionsActionProto set:
                return (await SqlOptions.OfAsync(services, statement, set.OptionList, cancellation)).On;
            case ResolvedAddColumnActionProto add:
                var field = await ColumnDefinitions.FieldAsync(services, statement, add.ColumnDefinition, cancellation);
                return table => IndexOf(table, field.Name) >= 0
                    ? add.IsIfNotExists ? table : throw new SqlException("duplicate", $"Column already exists: {field.Name}")
                    : field.Mode == "REQUIRED" ? throw new SqlException("invalidQuery", $"Cannot add required columns to an existing schema. (field: {field.Name})")
                    : table with { Schema = table.Schema.Add(field), Rows = [.. table.Rows.Select(row => StoredRows.Of(table.Schema.Add(field), [.. row.StructValue.Field, new ValueProto()]))] };
            case ResolvedDropColumnActionProto drop:
                return table => IndexOf(table, drop.Name) is >= 0 and var at
                    ? table with { Schema = table.Schema.RemoveAt(at), Rows = [.. table.Rows.Select(row => Without(row, at))] }
                    : drop.IsIfExists ? table : throw new SqlException("invalidQuery", $"Column not found: {drop.Name}");
            case ResolvedAlterColumnOptionsActionProto alter:
                var options = await SqlOptions.OfAsync(services, statement, alter.OptionList, cancellation);
                return table => IndexOf(table, alter.Parent.Column) is >= 0 and var at
                    ? table with { Schema = table.Schema.SetItem(at, options.On(table.Schema[at])) }
                    : throw new SqlException("invalidQuery", $"Column not found: {alter.Parent.Column}");
            default:
                throw new SqlException("notImplemented", $"The emulator does not execute {AnalysisReader.KindOf(action)}.");
        }
    }

    private static StatementResult DropSchema(BoundStatement statement, ResolvedDropStmtProto drop)
    {
        var name = statement.Scope.Dataset(drop.NamePath);
        statement.Scope.Session.Change(state =>
        {
            if (!state.Datasets.ContainsKey(name))
            {
                return drop.IsIfExists ? state : throw new SqlException("notFound", $"Not found: Dataset {name.Project}:{name.Dataset} was not found in location US");
            }

            TableId[] tables = [.. state.Tables.Keys.Where(id => id.Project == name.Project && id.Dataset == name.Dataset)];
            return tables.Length == 0 || drop.DropMode == ResolvedDropStmtEnums.Types.DropMode.Cascade
                ? new StoreState(state.Datasets.Remove(name), state.Tables.RemoveRange(tables))
                : throw new SqlException("resourceInUse", $"Dataset {name.Project}:{name.Dataset} is still in use");
        });
        return new StatementResult("DROP_SCHEMA", [], []);
    }

    private static int IndexOf(StoredTable table, string name) => table.Schema.IndexOf(table.Schema.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))!);

    private static ValueProto Without(ValueProto row, int at)
    {
        var copy = new ValueProto.Types.Struct();
        copy.Field.AddRange(row.StructValue.Field.Where((_, index) => index != at));
        return new ValueProto { StructValue = copy };
    }
}
