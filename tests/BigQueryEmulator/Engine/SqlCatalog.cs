using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;
using Zetasql.OptionProtos;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>A table under one of the names by which a statement may call it.</summary>
public sealed record NamedTable(IReadOnlyList<string> Path, StoredTable Table)
{
    /// <summary>Columns that can be read but are no part of <c>*</c>, for example _TABLE_SUFFIX; their values follow the others' in a row.</summary>
    public IReadOnlyList<StoredField> PseudoColumns { get; init; } = [];
}

/// <summary>What a statement's names mean.</summary>
public sealed class SqlCatalog
{
    private readonly List<NamedTable> _tables = [];
    private readonly List<SimpleConstantProto> _constants = [];

    public IReadOnlyList<NamedTable> Tables => _tables;

    /// <summary>Every table by its whole name, by its dataset's and by its own; the first wins where two have the same.</summary>
    public static SqlCatalog Of(IEnumerable<StoredTable> tables)
    {
        var catalog = new SqlCatalog();
        foreach (var table in tables)
        {
            catalog.Add(new NamedTable([table.Id.Project, table.Id.Dataset, table.Id.Table], table));
            catalog.Add(new NamedTable([table.Id.Dataset, table.Id.Table], table));
            catalog.Add(new NamedTable([table.Id.Table], table));
        }

        return catalog;
    }

    public void Add(NamedTable table)
    {
        if (!_tables.Any(known => known.Path.SequenceEqual(table.Path, StringComparer.OrdinalIgnoreCase)))
        {
            _tables.Add(table);
        }
    }

    /// <summary>A script's variable.</summary>
    public void Add(SimpleConstantProto constant) => _constants.Add(constant);

    public SimpleCatalogProto Build(ZetaSQLBuiltinFunctionOptionsProto functions)
    {
        var root = new SimpleCatalogProto { Name = "root", BuiltinFunctionOptions = functions };
        root.Constant.AddRange(_constants);
        var catalogs = new Dictionary<string, SimpleCatalogProto>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in _tables)
        {
            var at = root;
            for (var depth = 1; depth < table.Path.Count; depth++)
            {
                var name = string.Join('\n', table.Path.Take(depth));
                if (!catalogs.TryGetValue(name, out var below))
                {
                    catalogs[name] = below = new SimpleCatalogProto { Name = table.Path[depth - 1] };
                    at.Catalog.Add(below);
                }

                at = below;
            }

            at.Table.Add(TableOf(table));
        }

        return root;
    }

    /// <summary>The engine's table: its whole name, known by the last part of the path.</summary>
    public static SimpleTableProto TableOf(NamedTable table)
    {
        var id = table.Table.Id;
        var proto = new SimpleTableProto { Name = $"{id.Project}.{id.Dataset}.{id.Table}", FullName = $"{id.Project}.{id.Dataset}.{id.Table}", NameInCatalog = table.Path[^1] };
        proto.Column.AddRange(table.Table.Schema.Select(field => new SimpleColumnProto { Name = field.Name, Type = SqlTypes.TypeOf(field) }));
        proto.Column.AddRange(table.PseudoColumns.Select(field => new SimpleColumnProto { Name = field.Name, Type = SqlTypes.TypeOf(field), IsPseudoColumn = true, IsWritableColumn = false }));
        return proto;
    }
}
