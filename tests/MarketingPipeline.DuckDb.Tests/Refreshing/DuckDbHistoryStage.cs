using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>A bench on the embedded warehouse, on which histories take place.</summary>
internal sealed class DuckDbHistoryStage : IHistoryStage, IDisposable
{
    public Bench Bench { get; } = new();

    /// <summary>Plays a history on a stage of its own.</summary>
    public static async Task PlayAsync(History history)
    {
        using var stage = new DuckDbHistoryStage();
        try
        {
            await new HistoryRun(stage, history).PlayAsync();
            await stage.Bench.AssertMartSumsHoldAsync(LittleClient.Name);
        }
        catch (Exception error)
        {
            throw KeptHistories.Failure(history, error);
        }
    }

    public bool ReadsExportFiles => true;

    public Client Client => Bench.Find(LittleClient.Name);

    public void Changed()
    {
        // The engine reads the bench's own files.
    }

    public ClientPipeline PipelineOn(Func<IWarehouse, IWarehouse> made) => Bench.PipelineOn(workspace => made(new OneThreadWarehouse(new DuckDbWarehouse(workspace.DuckDbPath))));

    public async Task<IReadOnlyList<string>> DifferencesAsync(DateOnly asOf)
    {
        var workspace = Bench.Workspace;
        var client = Client;
        var folder = Path.Combine(Bench.Root, "refreshed");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        await using var actual = (await new OneThreadWarehouse(new DuckDbWarehouse(workspace.DuckDbPath)).OpenAsync(client, WarehouseAccess.Read, "test", default))!;
        var refreshed = new OneThreadWarehouse(new DuckDbWarehouse(folder));
        var whole = await TableDifferences.AsFixedAsync(client, actual, asOf);
        await Bench.PipelineOn(_ => refreshed).RefreshStagingAsync(whole, new() { AsOf = asOf }, null, default);
        await Bench.PipelineOn(_ => refreshed).BuildMartsAsync(whole, new() { AsOf = asOf }, null, default);
        await using var expected = (await refreshed.OpenAsync(whole, WarehouseAccess.Read, "test", default))!;
        return await TableDifferences.OfAsync(client, actual, expected, asOf);
    }

    public void Dispose() => Bench.Dispose();
}
