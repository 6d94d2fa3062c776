using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>What tables' names mean in a statement, or in a view of another project.</summary>
public sealed class NameScope(ScriptSession session, string project, string? defaultDataset)
{
    private static readonly StoredField _suffix = new("_TABLE_SUFFIX", "STRING", "NULLABLE", ImmutableArray<StoredField>.Empty);

    public ScriptSession Session => session;

    public string Project => project;

    /// <summary>A name's table, stored or not.</summary>
    public TableId Id(IReadOnlyList<string> path)
    {
        if (path.Count == 1 && session.Temporary.ContainsKey(path[0]))
        {
            return new TableId(project, "_SESSION", path[0]);
        }

        var (home, dataset) = DefaultDataset();
        return path switch
        {
            [var table] => new TableId(home, dataset ?? throw new SqlException("invalid", $"Table \"{table}\" must be qualified with a dataset (e.g. dataset.table)."), table),
            [var named, var table] => new TableId(project, named, table),
            [var other, var named, var table] => new TableId(other, named, table),
            _ => throw new SqlException("invalidQuery", $"Invalid table name: `{string.Join('.', path)}`."),
        };
    }

    /// <summary>The dataset that a path of one or two parts names.</summary>
    public (string Project, string Dataset) Dataset(IReadOnlyList<string> path) => path is [var other, var dataset] ? (other, dataset) : (project, path[^1]);

    /// <summary>What a statement reads by a name.</summary>
    public SourceTable Read(IReadOnlyList<string> path)
    {
        if (path.Count >= 2 && path[^2].Equals("INFORMATION_SCHEMA", StringComparison.OrdinalIgnoreCase))
        {
            var (home, dataset) = path.Count == 2 ? DefaultDataset() : Dataset([.. path.SkipLast(2)]);
            var named = dataset is null ? throw new SqlException("invalidQuery", "INFORMATION_SCHEMA must be qualified with a dataset.") : (home, dataset);
            return Whole(path, MetadataTables.InformationSchema(session.State, Existing(named), path[^1].ToUpperInvariant()));
        }

        var id = Id(path);
        if (id.Table == "__TABLES__")
        {
            return Whole(path, MetadataTables.Tables(session.State, Existing((id.Project, id.Dataset))));
        }

        return id.Table.EndsWith('*') ? Wildcard(path, id) : Whole(path, session.Find(id) ?? throw NotFound(id));
    }

    public SqlException NotFound(TableId id)
    {
        var location = session.State.Datasets.TryGetValue((id.Project, id.Dataset), out var dataset) ? dataset.Location : null;
        return location is null && !ScriptSession.IsTemporary(id)
            ? new SqlException("notFound", $"Not found: Dataset {id.Project}:{id.Dataset} was not found in location US")
            : new SqlException("notFound", $"Not found: Table {id.Project}:{id.Dataset}.{id.Table} was not found in location {location ?? "US"}");
    }

    public StoredDataset Existing((string Project, string Dataset) name) =>
        session.State.Datasets.GetValueOrDefault(name) ?? throw new SqlException("notFound", $"Not found: Dataset {name.Project}:{name.Dataset} was not found in location US");

    private static SourceTable Whole(IReadOnlyList<string> path, StoredTable table) => new(new NamedTable(path, table), [new TablePart(null, table)]);

    private (string Project, string? Dataset) DefaultDataset() =>
        defaultDataset?.IndexOfAny(['.', ':']) is > 0 and var at ? (defaultDataset[..at], defaultDataset[(at + 1)..]) : (project, defaultDataset);

    private SourceTable Wildcard(IReadOnlyList<string> path, TableId id)
    {
        var prefix = id.Table[..^1];
        TablePart[] parts = [.. session.State.Tables.Values
            .Where(table => table.Id.Project == id.Project && table.Id.Dataset == id.Dataset && table.Id.Table.StartsWith(prefix, StringComparison.Ordinal) && table.ViewSql is null)
            .OrderBy(table => table.Id.Table, StringComparer.Ordinal)
            .Select(table => new TablePart(table.Id.Table[prefix.Length..], table))];
        if (parts.Length == 0)
        {
            throw new SqlException("notFound", $"Not found: {id.Project}:{id.Dataset}.{id.Table} does not match any table.");
        }

        var newest = parts.OrderBy(part => part.Table.CreatedAt).Last().Table;
        return new SourceTable(new NamedTable(path, newest with { Id = id, Rows = [] }) { PseudoColumns = [_suffix] }, parts);
    }
}

/// <summary>One stored table of those behind a name; with the rest of its name where the name is a wildcard.</summary>
public sealed record TablePart(string? Suffix, StoredTable Table);

/// <summary>What is behind a name: a table, or all of a wildcard's.</summary>
public sealed record SourceTable(NamedTable Named, IReadOnlyList<TablePart> Parts)
{
    /// <summary>The name by which rewritten SQL calls it: one identifier.</summary>
    public string Canonical => $"{Named.Table.Id.Project}.{Named.Table.Id.Dataset}.{Named.Table.Id.Table}";
}
