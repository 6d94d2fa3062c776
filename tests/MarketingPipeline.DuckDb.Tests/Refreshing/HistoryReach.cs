using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>
/// A stage that notes what a history makes its runs do: what each says of each table, and which columns of which tables
/// become others, on dates that were staged again and on dates that were not. Histories to keep are chosen by it.
/// </summary>
internal sealed partial class HistoryReach(DuckDbHistoryStage stage) : IHistoryStage
{
    private static readonly string[] Tables = ["stg_google_ads_cost", "int_sessions_enriched", "int_conversions_attributed", "mart_campaign_performance"];
    private static readonly string[] Apart = ["run_id", "loaded_at"];

    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);
    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);
    private Holding _before = Holding.Nothing;

    public IReadOnlySet<string> Reached => _reached;

    public Bench Bench => stage.Bench;

    public Client Client => stage.Client;

    public bool ReadsExportFiles => stage.ReadsExportFiles;

    public void Changed() => stage.Changed();

    public Task<IReadOnlyList<string>> DifferencesAsync(DateOnly asOf) => stage.DifferencesAsync(asOf);

    /// <summary>A run begins: the one before has ended.</summary>
    public ClientPipeline PipelineOn(Func<IWarehouse, IWarehouse> made)
    {
        Note();
        return stage.PipelineOn(made);
    }

    /// <summary>Notes what the run before did.</summary>
    public void Note() => Task.Run(NoteAsync).GetAwaiter().GetResult();

    private async Task NoteAsync()
    {
        await using var warehouse = await new OneThreadWarehouse(new DuckDbWarehouse(Bench.Workspace.DuckDbPath)).OpenAsync(Client, WarehouseAccess.Read, "test", default);
        if (warehouse is null)
        {
            return;
        }

        var now = await HoldingAsync(warehouse);
        var command = "";
        foreach (var run in now.Runs.Where(run => _runs.Add(run.Get<string>("run_id") + run.Get<string>("status"))))
        {
            command = run.Get<string>("command");
            _reached.Add($"{command} {run.Get<string>("status")} {Plain(run.Get<string>("error"))}");
            foreach (var table in JsonNode.Parse(run.Get<string>("tables_json") ?? "[]")!.AsArray())
            {
                _reached.Add($"{table!["Table"]} {table["Status"]} {Plain((string?)table["Message"])}");
            }
        }

        // A build takes in what was staged since the one before; staging only what it stages itself.
        var staged = command == "build" ? _before.Dates.Where(date => !_before.Built.Contains(date)) : now.Dates.Where(date => !_before.Dates.Contains(date));
        var changed = staged.Select(load => load.Date).ToHashSet();
        foreach (var table in Tables)
        {
            var (then, after) = (_before.Rows[table], now.Rows[table]);
            foreach (var key in then.Keys.Union(after.Keys))
            {
                var (old, young) = (then.GetValueOrDefault(key), after.GetValueOrDefault(key));
                var place = $"{table}, {(changed.Contains(DateOf(old ?? young!)) ? "a date staged again" : "another date")}: ";
                foreach (var what in old is null ? ["a row is new"] : young is null ? ["a row is gone"] : young.Columns.Except(Apart).Where(column => Text(old[column]) != Text(young[column])))
                {
                    _reached.Add(place + what);
                }
            }
        }

        _before = now;
    }

    private static async Task<Holding> HoldingAsync(IClientWarehouse warehouse)
    {
        var there = await warehouse.TablesAsync(default);
        var rows = new Dictionary<string, Dictionary<string, Row>>();
        foreach (var model in Tables.Select(name => ModelGraph.Load()[name]))
        {
            var table = model.TableFor(ClientName.Parse(LittleClient.Name));
            rows[model.Name] = (await RowsAsync(warehouse, there, table)).GroupBy(row => string.Join('|', model.Key.Select(column => Text(row[column])))).ToDictionary(group => group.Key, group => group.First());
        }

        return new(
            rows,
            [.. (await RowsAsync(warehouse, there, LedgerTables.Ledger)).Select(Load)],
            [.. (await RowsAsync(warehouse, there, LedgerTables.Built)).Where(row => row.Get<string>("layer") == "intermediate").Select(Load)],
            await RowsAsync(warehouse, there, LedgerTables.Runs));
    }

    private static async Task<List<Row>> RowsAsync(IClientWarehouse warehouse, IReadOnlySet<string> there, string table)
    {
        var rows = new List<Row>();
        if (there.Contains(table))
        {
            await foreach (var row in warehouse.ScanAsync(table, default))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static (string Source, DateOnly Date, string Run) Load(Row row) => (row.Get<string>("source")!, row.Get<DateOnly>("date"), row.Get<string>("run_id")!);

    private static DateOnly DateOf(Row row) => (DateOnly)row[row.Columns.First(column => column is "date" or "session_date" or "conversion_date")]!;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Dates are one; of numbers only whether there is none, one or more.</summary>
    private static string Plain(string? text) => Number().Replace(Stamp().Replace(text ?? "", "D"), number => number.Value is "0" or "1" ? number.Value : "n");

    [GeneratedRegex(@"\d{4}-\d\d-\d\d((, | to )\d{4}-\d\d-\d\d)*|/\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private sealed record Holding(Dictionary<string, Dictionary<string, Row>> Rows, HashSet<(string Source, DateOnly Date, string Run)> Dates, HashSet<(string Source, DateOnly Date, string Run)> Built, List<Row> Runs)
    {
        public static Holding Nothing => new(Tables.ToDictionary(table => table, _ => new Dictionary<string, Row>()), [], [], []);
    }
}
