using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.GoogleAds;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Whole inputs made after public reports, with the right value, as tables of BigQuery: ../shared/cases/inputs.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class InputCaseTests(Emulator emulator)
{
    /// <summary>What the product does not do yet; a case that it does is to be taken off.</summary>
    private static readonly string[] NotYet =
    [
        "ga4_refund",
    ];

    public static IEnumerable<object?[]> Cases => InputCase.Of("BigQuery");

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task An_input_gives_its_known_answers(string? name)
    {
        Skip.If(name is null, SharedData.Missing("cases/inputs"));
        var one = InputCase.Find(name);
        using var bench = one.Open();
        var prefix = "case_" + Guid.NewGuid().ToString("N")[..8];
        LoadGa4(bench, prefix + "_ga4");
        LoadTransfer(bench, prefix + "_ads");
        MoveToBigQuery(bench, prefix);
        var workspace = bench.Workspace;
        BigQueryWarehouse Warehouse() => new(workspace.BigQuery!, SignIn.Of(workspace.BigQuery!, workspace.Root), one.Clock, new Retrying(TimeProvider.System) { Deadline = TimeSpan.FromSeconds(3), FirstPoll = TimeSpan.FromMilliseconds(5) });
        var pipeline = new ClientPipeline(workspace, Warehouse(), client => new GoogleAdsReportFiles(client.GoogleAds!.Path!, client.GoogleAds.CustomerId), one.Clock);

        var faults = await InputCaseRun.FaultsAsync(one, pipeline, bench.Find(InputCase.Client), async sql =>
        {
            await using var warehouse = await Warehouse().OpenAsync(bench.Find(InputCase.Client), WarehouseAccess.Read, "test", default);
            var rows = new List<Row>();
            await foreach (var row in warehouse!.QueryAsync(OfBigQuery(sql), default))
            {
                rows.Add(row);
            }

            return rows;
        });

        Assert.True(faults.Count > 0 == NotYet.Contains(name), faults.Count > 0 ? string.Join("\n", faults) : $"{name} holds now: take it off the list.");
    }

    /// <summary>Types by BigQuery's names, and a filter where a table demands one.</summary>
    private static string OfBigQuery(string sql) => sql
        .Replace("DOUBLE", "FLOAT64", StringComparison.Ordinal)
        .Replace("FROM stg_acme_ga4_events", "FROM (SELECT * FROM stg_acme_ga4_events WHERE event_date > DATE '2000-01-01')", StringComparison.Ordinal)
        .Replace("FROM stg_acme_google_ads_cost", "FROM (SELECT * FROM stg_acme_google_ads_cost WHERE date > DATE '2000-01-01')", StringComparison.Ordinal);

    private void LoadGa4(Bench bench, string dataset)
    {
        foreach (var file in Files(bench, "ga4"))
        {
            var (schema, rows) = ExportFiles.Read([file]);
            emulator.Put(dataset, Path.GetFileNameWithoutExtension(file), schema, rows.Replace(":NaN", ":\"NaN\"", StringComparison.Ordinal));
        }
    }

    /// <summary>Tables of a transfer, each column of the type that its values have.</summary>
    private void LoadTransfer(Bench bench, string dataset)
    {
        foreach (var file in Files(bench, "google_ads"))
        {
            var rows = File.ReadAllLines(file).Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
            var columns = rows.SelectMany(row => row).GroupBy(column => column.Key, column => column.Value);
            ImmutableArray<StoredField> schema = [.. columns.Select(column => new StoredField(column.Key, TypeOf(column.Key, [.. column]), "NULLABLE", []))];
            emulator.Put(dataset, Path.GetFileNameWithoutExtension(file), schema, File.ReadAllText(file));
        }
    }

    private static string TypeOf(string column, JsonNode?[] values) =>
        column is "_DATA_DATE" or "_LATEST_DATE" or "segments_date" ? "DATE"
        : values.All(value => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) ? "BOOLEAN"
        : !values.All(value => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number) ? "STRING"
        : column.Contains("conversions", StringComparison.Ordinal) && !column.Contains("view_through", StringComparison.Ordinal) ? "FLOAT" : "INTEGER";

    private static IEnumerable<string> Files(Bench bench, string folder) =>
        Directory.Exists(Path.Combine(bench.Root, folder)) ? Directory.GetFiles(Path.Combine(bench.Root, folder)) : [];

    private void MoveToBigQuery(Bench bench, string prefix)
    {
        bench.Settings($$"""{ "engine": "BigQuery", "bigQuery": { "project": "{{Emulator.Project}}", "location": "US", "endpoint": "{{emulator.Address}}" } }""");
        var file = Path.Combine(bench.Root, "clients", InputCase.Client + ".json");
        var client = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        client["outputDataset"] = prefix;
        if (client["ga4"] is JsonObject ga4)
        {
            ga4.Remove("path");
            ga4["dataset"] = prefix + "_ga4";
        }

        if (client["googleAds"]?["dataset"] is not null)
        {
            client["googleAds"]!["dataset"] = prefix + "_ads";
        }

        File.WriteAllText(file, client.ToJsonString());
    }
}
