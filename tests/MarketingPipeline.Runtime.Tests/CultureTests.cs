using System.Globalization;
using MarketingPipeline.Core.Dashboards;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime.Samples;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.Runtime.Tests;

/// <summary>Whoever runs it: the same tables, the same dashboards, the same file names.</summary>
public sealed class CultureTests : IAsyncLifetime
{
    private const int Days = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("cultures-").FullName;

    private Bench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = new Bench(Path.Combine(_folder, "workspace"));
        WorkspaceWriter.Create(_bench.Root, WarehouseEngine.DuckDb, bigQuery: null);
        await SampleData.WriteAsync(_bench.Root, Bench.Yesterday, Days, new Progress<string>(), default);
        foreach (var client in SampleClients.All)
        {
            WorkspaceFiles.AddClient(_bench.Root, client);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Tables_dashboards_and_file_names_do_not_depend_on_the_culture()
    {
        var invariant = await RunAsync(CultureInfo.InvariantCulture);
        foreach (var name in (string[])["th-TH", "tr-TR", "de-DE", "ar-SA"])
        {
            var lines = await RunAsync(CultureInfo.GetCultureInfo(name));
            Assert.Equal([name, .. invariant], [name, .. lines]);
        }
    }

    private async Task<List<string>> RunAsync(CultureInfo culture)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            // The sources are the same files, so that what the ledger says of them is comparable; a client of each scenario runs.
            Directory.CreateDirectory(Path.Combine(_folder, "other"));
            await SampleData.WriteAsync(Path.Combine(_folder, "other"), Bench.Yesterday, 1, new Progress<string>(), default);
            var lines = new List<string>();
            var pipeline = PipelineRuntime.Open(_bench.Workspace, clock: new SampleRun.Clock());
            foreach (var name in (string[])["barracuda_phuket", "roost_glamping", "gofresh_ct"])
            {
                var client = _bench.Find(name);
                var results = (IEnumerable<TableResult>)[.. await pipeline.RefreshStagingAsync(client, new(), null, default), .. await pipeline.BuildMartsAsync(client, new(), null, default)];
                lines.AddRange(results.Select(result => result.Message));

                // The state names the runs that loaded each date.
                lines.AddRange((await _bench.ContentsAsync(name, "pipeline_state")).Select(table => table.Key + ": " + table.Value));
                lines.Add(DashboardJson.Write(await pipeline.GetDashboardAsync(client, default)));
                lines.AddRange((await _bench.QueryAsync(name, "SELECT command || status || as_of || tables_json AS text FROM pipeline_runs WHERE finished_at IS NOT NULL ORDER BY command")).Select(row => Timeless(row.Get<string>("text")!)));
            }

            lines.AddRange(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal));
            return lines;
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
            Directory.Delete(_bench.Workspace.DuckDbPath, recursive: true);
            Directory.Delete(Path.Combine(_folder, "other"), recursive: true);
        }
    }

    // Run ids and durations differ from run to run.
    private static string Timeless(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"(RunId|Duration)\":\"[^\"]*\"", "");
}
