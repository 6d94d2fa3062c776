using System.Globalization;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>A bench whose twin on the emulator is where histories take place.</summary>
internal sealed class BigQueryHistoryStage : IHistoryStage, IDisposable
{
    private readonly TwoEngines _engines;
    private int _refreshed;

    public BigQueryHistoryStage(Emulator emulator)
    {
        _engines = new TwoEngines(Bench, emulator)
        {
            Warehouse = workspace => new(workspace.BigQuery!, SignIn.Of(workspace.BigQuery!, workspace.Root), emulator.Clock, new Retrying(TimeProvider.System) { FirstPoll = TimeSpan.FromMilliseconds(5) }),
        };
    }

    public Bench Bench { get; } = new();

    /// <summary>Its datasets are filled from the files by the tests.</summary>
    public bool ReadsExportFiles => false;

    public Client Client => _engines.Find(LittleClient.Name);

    public void Changed() => _engines.Follow();

    public ClientPipeline PipelineOn(Func<IWarehouse, IWarehouse> made) => _engines.PipelineOn(made);

    public async Task<IReadOnlyList<string>> DifferencesAsync(DateOnly asOf)
    {
        var (client, warehouse) = (Client, _engines.Warehouse(_engines.Twin));
        await using var actual = (await warehouse.OpenAsync(client, WarehouseAccess.Read, "test", default))!;
        var whole = await TableDifferences.AsFixedAsync(client, actual, asOf) with { OutputDataset = string.Create(CultureInfo.InvariantCulture, $"{client.OutputDataset}_refreshed{++_refreshed}") };
        await _engines.Pipeline.RefreshStagingAsync(whole, new() { AsOf = asOf }, null, default);
        await _engines.Pipeline.BuildMartsAsync(whole, new() { AsOf = asOf }, null, default);
        await using var expected = (await warehouse.OpenAsync(whole, WarehouseAccess.Read, "test", default))!;
        return await TableDifferences.OfAsync(client, actual, expected, asOf);
    }

    public void Dispose()
    {
        _engines.Dispose();
        Bench.Dispose();
    }
}
