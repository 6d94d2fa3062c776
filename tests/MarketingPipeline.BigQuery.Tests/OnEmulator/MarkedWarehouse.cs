using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>A warehouse whose SQL says of every line which .sql file and line it comes from.</summary>
internal sealed class MarkedWarehouse(IWarehouse warehouse) : IWarehouse
{
    public ISqlDialect Dialect { get; } = new MarkedDialect(warehouse.Dialect);

    public Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation) => warehouse.OpenAsync(client, access, runId, cancellation);

    private sealed class MarkedDialect(ISqlDialect dialect) : ISqlDialect
    {
        public string Name => dialect.Name;

        public bool MarksLines => true;

        public string TypeName(ColumnType type) => dialect.TypeName(type);

        public string Literal(object? value) => dialect.Literal(value);

        public string Parameter(string name, object value) => dialect.Parameter(name, value);

        public string Identifier(string name) => dialect.Identifier(name);

        public string Text(string value, ColumnType type) => dialect.Text(value, type);

        public string EmptyTable(string table, IReadOnlyList<ModelColumn> columns) => dialect.EmptyTable(table, columns);

        public void Register(SqlVocabulary vocabulary) => dialect.Register(vocabulary);
    }
}
