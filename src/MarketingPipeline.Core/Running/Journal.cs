using System.Text.Json;
using System.Text.Json.Serialization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>The journal of a client's runs, in its warehouse.</summary>
internal sealed class Journal(IClientWarehouse warehouse, ISqlDialect dialect)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public Task BeginAsync(string runId, string command, DateOnly asOf, DateTimeOffset now, CancellationToken cancellation) =>
        warehouse.ExecuteAsync(
            [SqlStatements.Insert(dialect, LedgerTables.Runs, LedgerTables.RunColumns, [[runId, command, "running", asOf, now, null, $"{Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)})", null, null]])],
            null,
            cancellation);

    public Task EndAsync(string runId, string status, DateTimeOffset now, IReadOnlyList<TableResult> tables, string? error, CancellationToken cancellation) =>
        warehouse.ExecuteAsync(
            [$"UPDATE {LedgerTables.Runs} SET status = {dialect.Literal(status)}, finished_at = {dialect.Literal(now)}, tables_json = {dialect.Literal(JsonSerializer.Serialize(tables, Json))}, error = {dialect.Literal(error)} WHERE run_id = {dialect.Literal(runId)}"],
            null,
            cancellation);

    public async Task<IReadOnlyList<PipelineRun>> ReadAsync(string client, string? runId, int last, CancellationToken cancellation)
    {
        var runs = new List<PipelineRun>();
        if (!(await warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(LedgerTables.Runs))
        {
            return runs;
        }

        var filter = runId is null ? "" : $" WHERE run_id = {dialect.Literal(runId)}";
        await foreach (var row in warehouse.QueryAsync($"SELECT * FROM {LedgerTables.Runs}{filter} ORDER BY started_at DESC, run_id DESC LIMIT {dialect.Literal(last)}", cancellation).ConfigureAwait(false))
        {
            runs.Add(new PipelineRun
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
            });
        }

        return runs;
    }
}
