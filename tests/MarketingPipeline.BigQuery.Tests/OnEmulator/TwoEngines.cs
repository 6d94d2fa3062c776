using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAds;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// One workspace on both engines: the bench's own on DuckDB, and its twin on the emulator, whose datasets hold what the
/// bench's export files hold.
/// </summary>
internal sealed class TwoEngines : IDisposable
{
    private readonly Emulator _emulator;
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N")[..8] + "_";
    private readonly Bench _twin = new();
    private readonly decimal? _pricePerTiB;
    private readonly Dictionary<string, DateTime> _exported = new(StringComparer.Ordinal);

    public TwoEngines(Bench bench, Emulator emulator, decimal? pricePerTiB = null)
    {
        (Bench, _emulator, _pricePerTiB) = (bench, emulator, pricePerTiB);
        WriteTwin();
        Export();
    }

    public Bench Bench { get; }

    public Workspace Twin => _twin.Workspace;

    /// <summary>How the emulator is reached.</summary>
    public Func<Workspace, BigQueryWarehouse> Warehouse { get; set; } = workspace =>
        new(workspace.BigQuery!, SignIn.Of(workspace.BigQuery!, workspace.Root), Bench.Clock, new Retrying(TimeProvider.System) { Deadline = TimeSpan.FromSeconds(3), FirstPoll = TimeSpan.FromMilliseconds(5) });

    /// <summary>The pipeline on the emulator.</summary>
    public ClientPipeline Pipeline => PipelineOn(warehouse => warehouse);

    /// <summary>The pipeline on a warehouse that is made of the emulator's.</summary>
    public ClientPipeline PipelineOn(Func<IWarehouse, IWarehouse> made)
    {
        var workspace = Twin;
        return new ClientPipeline(workspace, made(Warehouse(workspace)), client => new GoogleAdsReportFiles(client.GoogleAds!.Path!, client.GoogleAds.CustomerId), Bench.Clock);
    }

    public Client Find(string client) => Twin.Clients.Single(entry => entry.Name.Value == client);

    /// <summary>Sets one of the twin's BigQuery settings.</summary>
    public void Set(string setting, string value)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(_twin.Root, "pipeline.json")))!;
        settings["bigQuery"]![setting] = value;
        _twin.Settings(settings.ToJsonString());
    }

    /// <summary>Stages and builds on both.</summary>
    public async Task RunAsync(string client, DateOnly? asOf = null)
    {
        await Bench.RunAsync(client, asOf);
        await Pipeline.RefreshStagingAsync(Find(client), new StagingRequest { AsOf = asOf }, null, default);
        await Pipeline.BuildMartsAsync(Find(client), new BuildRequest { AsOf = asOf }, null, default);
    }

    /// <summary>Rows of a query against the client's dataset.</summary>
    public async Task<IReadOnlyList<Row>> QueryAsync(string client, string sql)
    {
        await using var warehouse = await Warehouse(Twin).OpenAsync(Find(client), WarehouseAccess.Read, "test", default);
        var rows = new List<Row>();
        await foreach (var row in warehouse!.QueryAsync(sql, default))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Changes the client's tables behind the pipeline's back, on both.</summary>
    public async Task ExecuteAsync(string client, string sql)
    {
        await using var duck = await new DuckDb.DuckDbWarehouse(Bench.Workspace.DuckDbPath).OpenAsync(Bench.Find(client), WarehouseAccess.Write, "test", default);
        await duck!.ExecuteAsync([sql], null, default);
        await using var big = await Warehouse(Twin).OpenAsync(Find(client), WarehouseAccess.Write, "test", default);
        await big!.ExecuteAsync([sql], null, default);
    }

    /// <summary>Settings and export of the bench have changed: the twin's become the same, tables of unchanged files staying as they are.</summary>
    public void Follow()
    {
        WriteTwin();
        _emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        Export(onlyChanged: true);
    }

    /// <summary>What the export's files hold now becomes what its datasets hold.</summary>
    /// <param name="where">Which rows of the export's files, where they are more than the engine takes.</param>
    /// <param name="onlyChanged">Whether tables stay as they are whose files were not written since they were exported.</param>
    public void Export(string where = "TRUE", bool onlyChanged = false)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Bench.Root, "clients"), "*.json"))
        {
            if (JsonNode.Parse(File.ReadAllText(file))!["ga4"]?["path"]?.GetValue<string>() is { } path && Directory.Exists(Path.Combine(Bench.Root, path)))
            {
                var days = Directory.GetFiles(Path.Combine(Bench.Root, path)).GroupBy(TableOf).Where(day => day.Key is not null).ToArray();
                foreach (var day in days)
                {
                    var written = day.Max(File.GetLastWriteTimeUtc);
                    var table = $"{DatasetOf(path)}.{day.Key}";
                    if (!onlyChanged || _exported.GetValueOrDefault(table) != written)
                    {
                        var (schema, rows) = ExportFiles.Read([.. day.Order(StringComparer.Ordinal)], where);
                        _emulator.Put(DatasetOf(path), day.Key!, schema, rows);
                        _exported[table] = written;
                    }
                }

                _emulator.Drop(DatasetOf(path), days.Select(day => day.Key!).ToHashSet());
            }
        }
    }

    public void Dispose() => _twin.Dispose();

    /// <summary>The bench's settings, with the engine, the datasets and absolute paths in place of its own.</summary>
    private void WriteTwin()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(Bench.Root, "pipeline.json")))!.AsObject();
        settings.Remove("duckDb");
        settings.Remove("$schema");
        settings["engine"] = "BigQuery";
        settings["bigQuery"] = new JsonObject { ["project"] = Emulator.Project, ["location"] = "US", ["endpoint"] = _emulator.Address.ToString() };
        if (_pricePerTiB is { } price)
        {
            settings["bigQuery"]!["pricePerTiB"] = price;
        }

        _twin.Settings(settings.ToJsonString());
        foreach (var file in Directory.GetFiles(Path.Combine(Bench.Root, "clients"), "*.json"))
        {
            var client = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            client.Remove("$schema");
            client["outputDataset"] = _prefix + client["name"]!.GetValue<string>();
            if (client["ga4"] is JsonObject ga4)
            {
                ga4["dataset"] = DatasetOf(ga4["path"]!.GetValue<string>());
                ga4.Remove("path");
            }

            if (client["googleAds"]?["path"] is JsonValue path)
            {
                client["googleAds"]!["path"] = Path.Combine(Bench.Root, path.GetValue<string>());
            }

            _twin.Write("clients/" + Path.GetFileName(file), client.ToJsonString());
        }
    }

    private string DatasetOf(string path) => _prefix + "export_" + string.Concat(path.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string? TableOf(string file)
    {
        var name = Path.GetFileName(file);
        var kind = name.StartsWith("events_intraday_", StringComparison.Ordinal) ? "events_intraday_" : name.StartsWith("events_", StringComparison.Ordinal) ? "events_" : null;
        return kind is null ? null : kind + name.Substring(kind.Length, 8);
    }
}
