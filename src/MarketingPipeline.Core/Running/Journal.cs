using System.Text.Json;
using System.Text.Json.Serialization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>The journal of a client's runs, in its warehouse.</summary>
internal sealed class Journal(IClientWarehouse warehouse)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Adds what is known of a run: once when it begins, once when it ends.</summary>
    public Task AddAsync(PipelineRun run, CancellationToken cancellation) => warehouse.AppendAsync(
        LedgerTables.RunsDefinition,
        [
            [
                run.RunId, run.Command, run.Status, run.AsOf, run.StartedAt, run.FinishedAt, run.RunBy, run.FinishedAt is null ? null : JsonSerializer.Serialize(run.Tables, Json), run.Error,
                run.Cost?.BytesEstimated, run.Cost?.BytesProcessed, run.Cost?.BytesBilled, run.Cost?.SlotMilliseconds,
            ],
        ],
        cancellation);

    /// <summary>The runs, newest first: of each what was written last.</summary>
    public async Task<IReadOnlyList<PipelineRun>> ReadAsync(string client, string? runId, int last, CancellationToken cancellation)
    {
        var runs = new Dictionary<string, PipelineRun>(StringComparer.Ordinal);
        if (!(await warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(LedgerTables.Runs))
        {
            return [];
        }

        await foreach (var row in warehouse.ScanAsync(LedgerTables.Runs, cancellation).ConfigureAwait(false))
        {
            var run = Read(client, row);
            if ((runId is null || run.RunId == runId) && (run.FinishedAt is not null || !runs.ContainsKey(run.RunId)))
            {
                runs[run.RunId] = run;
            }
        }

        return [.. runs.Values.OrderByDescending(run => run.StartedAt).ThenByDescending(run => run.RunId, StringComparer.Ordinal).Take(last)];
    }

    private static PipelineRun Read(string client, Row row) => new()
    {
        RunId = row.Get<string>("run_id")!,
        Client = client,
        Command = row.Get<string>("command")!,
        Status = row.Get<string>("status")!,
        AsOf = row.Get<DateOnly>("as_of"),
        StartedAt = row.Get<DateTimeOffset>("started_at"),
        FinishedAt = row.Get<DateTimeOffset?>("finished_at"),
        RunBy = row.Get<string>("run_by")!,
        Tables = row.Get<string>("tables_json") is { } tables ? JsonSerializer.Deserialize<TableResult[]>(tables, Json)! : [],
        Error = row.Get<string>("error"),
        Cost = row.Get<long?>("bytes_processed") is not { } processed ? null : new WarehouseCost
        {
            BytesEstimated = row.Get<long>("bytes_estimated"),
            BytesProcessed = processed,
            BytesBilled = row.Get<long>("bytes_billed"),
            SlotMilliseconds = row.Get<long>("slot_ms"),
        },
    };
}
