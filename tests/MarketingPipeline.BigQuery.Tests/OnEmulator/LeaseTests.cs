using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using Definition = MarketingPipeline.Core.Warehouses.TableDefinition;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>One run per client: who holds it, for how long, and who may end it.</summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class LeaseTests(Emulator emulator)
{
    private static readonly Definition Table = new("t", "A table.", [new("id", ColumnType.Int64, "An id.")]);

    [Fact]
    public async Task A_second_run_is_refused_and_told_who_works()
    {
        using var stage = new FaultStage(emulator);
        await using var first = await OpenAsync(stage, "first");
        var error = await Assert.ThrowsAsync<PipelineException>(() => stage.RunAsync());

        Assert.Equal((PipelineErrorKind.WarehouseBusy, "acme"), (error.Kind, error.Target));
        Assert.Contains($"run first of {Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId}), since 2026-06-1", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        Assert.Contains("pipeline_lock", stage.TableNames);
    }

    [Fact]
    public async Task Two_clients_work_at_once()
    {
        using var stage = new FaultStage(emulator, hasGa4: true);
        await using var other = await stage.Open(stage.Engines.Twin).OpenAsync(stage.Engines.Find("other"), WarehouseAccess.Write, "other", default);
        await using var acme = await OpenAsync(stage, "acme");
    }

    [Fact]
    public async Task A_lease_that_is_renewed_stays_and_one_that_is_not_is_taken_over_and_never_deleted_by_its_old_holder()
    {
        using var stage = new FaultStage(emulator);
        var first = await OpenAsync(stage, "first");
        await AdvanceAsync(stage, renewals: 6);
        await first.PrepareAsync([Table], default);
        Assert.Equal(PipelineErrorKind.WarehouseBusy, (await Assert.ThrowsAsync<PipelineException>(() => OpenAsync(stage, "second"))).Kind);

        // The holder cannot renew any more: its process hangs, or its network is gone.
        stage.Server.Faults.Add("tables.patch", MarketingPipeline.BigQueryEmulator.Faults.Fault.Error("accessDenied"));
        emulator.Clock.Advance(TimeSpan.FromMinutes(11));
        await using var second = await OpenAsync(stage, "second");
        stage.Server.Faults.Clear();

        var error = await Assert.ThrowsAsync<PipelineException>(() => first.PrepareAsync([Table with { Name = "u" }], default));
        Assert.Equal(PipelineErrorKind.WarehouseBusy, error.Kind);
        Assert.DoesNotContain("u", stage.TableNames);
        Assert.Equal(PipelineErrorKind.WarehouseBusy, (await Assert.ThrowsAsync<PipelineException>(() => first.ExecuteAsync(["DELETE FROM t WHERE TRUE"], null, default))).Kind);
        await first.DisposeAsync();
        Assert.Contains("pipeline_lock", stage.TableNames);
        await second.PrepareAsync([Table], default);
    }

    [Fact]
    public async Task A_holder_whose_lease_is_anothers_does_not_renew_that()
    {
        using var stage = new FaultStage(emulator);
        await using var first = await OpenAsync(stage, "first");
        using var client = new BigQueryClient(BigQueryEndpoint.Of(stage.Engines.Twin.BigQuery!), retrying: new Retrying(stage.Retries));
        var name = new TableName(Emulator.Project, stage.Client.OutputDataset, "pipeline_lock");
        await client.DeleteTableAsync(name, default);
        // By the server's clock the first run's term was over.
        await using var second = await OpenAsync(stage, "second");
        var until = (await client.GetTableAsync(name, default))!.ExpiresAt;
        stage.Server.Log.Clear();
        emulator.Clock.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => stage.Server.Log.Count("tables.patch") >= 1 && stage.Server.Log.Count("tables.get") >= 2);

        await UntilAsync(() => Record.ExceptionAsync(() => first.PrepareAsync([Table], default)).GetAwaiter().GetResult() is PipelineException { Kind: PipelineErrorKind.WarehouseBusy });
        Assert.Single(stage.Server.Log.Requests, request => request.Method == "tables.patch");
        Assert.True((await client.GetTableAsync(name, default))!.ExpiresAt > until);
    }

    [Fact]
    public async Task Leaving_does_not_wait_for_a_server_that_is_gone()
    {
        using var stage = new FaultStage(emulator);
        var isGone = false;
        var warehouse = (await stage.Open(stage.Engines.Twin, new ClientHandler { BreaksWhen = () => isGone }).OpenAsync(stage.Client, WarehouseAccess.Write, "first", default))!;
        isGone = true;
        await warehouse.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Columns_are_added_even_where_the_answer_to_that_is_lost()
    {
        using var stage = new FaultStage(emulator);
        await using (var old = await OpenAsync(stage, "old"))
        {
            await old.PrepareAsync([Table], default);
            await old.AppendAsync(Table, [[1L]], default);
        }

        stage.Server.Faults.Add("tables.patch", MarketingPipeline.BigQueryEmulator.Faults.Fault.DropAfter, 1);
        var wider = Table with { Columns = [.. Table.Columns, new("name", ColumnType.String, "A name.")] };
        await using var warehouse = await OpenAsync(stage, "new");
        await warehouse.PrepareAsync([wider], default);
        await warehouse.AppendAsync(wider, [[2L, "two"]], default);
        var rows = new List<string>();
        await foreach (var row in warehouse.ScanAsync("t", default))
        {
            rows.Add($"{row["id"]} {row["name"]}");
        }

        Assert.Equal(["1 ", "2 two"], rows.Order(StringComparer.Ordinal));
    }

    private static async Task<IClientWarehouse> OpenAsync(FaultStage stage, string run) => (await stage.Open(stage.Engines.Twin).OpenAsync(stage.Client, WarehouseAccess.Write, run, default))!;

    private async Task AdvanceAsync(FaultStage stage, int renewals)
    {
        for (var turn = 0; turn < renewals; turn++)
        {
            await UntilAsync(() => emulator.Clock.Waiting > 0);
            var patches = stage.Server.Log.Requests.Count(request => request.Method == "tables.patch" && request.Status == 200);
            emulator.Clock.Advance(TimeSpan.FromMinutes(2));
            await UntilAsync(() => stage.Server.Log.Requests.Count(request => request.Method == "tables.patch" && request.Status == 200) > patches);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!isSo())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
