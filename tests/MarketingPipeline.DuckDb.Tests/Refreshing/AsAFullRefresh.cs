using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>An incremental history of any kind ends in the same tables as one full refresh.</summary>
internal static class AsAFullRefresh
{
    public static async Task AssertAsAFullRefreshAsync(this Bench bench, string client)
    {
        var incremental = await bench.ContentsAsync(client, "pipeline_state");
        Directory.Delete(bench.Workspace.DuckDbPath, recursive: true);
        await bench.RunAsync(client);
        Assert.Equal(await bench.ContentsAsync(client, "pipeline_state"), incremental);
    }
}
