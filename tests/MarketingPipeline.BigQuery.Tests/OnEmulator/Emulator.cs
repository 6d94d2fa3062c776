using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Loading;
using MarketingPipeline.BigQueryEmulator.Rest;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>A BigQuery for the tests of a collection, on the benches' clock; each test uses datasets of its own.</summary>
public sealed class Emulator : IAsyncLifetime
{
    public const string Project = "agency-test";

    private readonly SqlEngine _engine = new();

    public Emulator()
    {
        Statements = new StatementLog(new StatementRunner(_engine));
        Server = new BigQueryServer(Statements, Clock);
    }

    /// <summary>The server's clock: it stands still until a test moves it.</summary>
    public ManualClock Clock { get; } = new(Bench.Clock.GetUtcNow());

    public BigQueryServer Server { get; }

    public StatementLog Statements { get; }

    public SqlEngine Engine => _engine;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync() => Address = await Server.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await _engine.DisposeAsync();
    }

    /// <summary>A table with rows of JSON, in a dataset that is made where it is not there.</summary>
    public void Put(string dataset, string table, ImmutableArray<StoredField> schema, string jsonLines)
    {
        var id = new TableId(Project, dataset, table);
        var read = JsonLinesFile.Read(System.Text.Encoding.UTF8.GetBytes(jsonLines), schema, ignoreUnknown: false);
        if (read.Bad.Count > 0)
        {
            throw new InvalidOperationException($"{table}: {read.Bad[0]}");
        }

        var now = Server.Store.Clock.GetUtcNow();
        Server.Store.Change(state => state with
        {
            Datasets = state.Datasets.SetItem((Project, dataset), new StoredDataset(Project, dataset, "US", now)),
            Tables = state.Tables.SetItem(id, new StoredTable(id, schema, [.. read.Rows], now)),
        });
    }

    /// <summary>Drops the tables of a dataset that are not among those to keep.</summary>
    public void Drop(string dataset, IReadOnlySet<string> keep) => Server.Store.Change(state => state with
    {
        Tables = state.Tables.RemoveRange(state.Tables.Keys.Where(id => id.Project == Project && id.Dataset == dataset && !keep.Contains(id.Table))),
    });
}

/// <summary>Tests that share an emulator run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class EmulatorCollection : ICollectionFixture<Emulator>
{
    public const string Name = "emulator";
}

/// <summary>Tests that make an emulator fail have one of their own, beside the others.</summary>
[CollectionDefinition(Name)]
public sealed class FaultyEmulatorCollection : ICollectionFixture<Emulator>
{
    public const string Name = "faulty emulator";
}
