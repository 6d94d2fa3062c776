using System.Globalization;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using RestTable = MarketingPipeline.BigQuery.Rest.TableDefinition;

namespace MarketingPipeline.BigQuery;

/// <summary>
/// One run per client: a table that only one can create, that says who holds it, and that disappears by itself when its
/// holder no longer renews it. Creating, renewing and deleting a table are atomic and cost nothing.
/// </summary>
internal sealed class ClientLease : IAsyncDisposable
{
    public const string TableName = "pipeline_lock";

    private static readonly TimeSpan Term = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(2);

    private readonly BigQueryClient _bigQuery;
    private readonly TableName _table;
    private readonly Client _client;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewing;
    private DateTimeOffset _heldUntil;

    private ClientLease(BigQueryClient bigQuery, TableName table, Client client, TimeProvider clock, DateTimeOffset heldUntil)
    {
        (_bigQuery, _table, _client, _clock, _heldUntil) = (bigQuery, table, client, clock, heldUntil);
        _renewing = Task.Run(RenewAsync);
    }

    /// <summary>Takes the lease.</summary>
    /// <exception cref="PipelineException">Another run holds it (WarehouseBusy): who, where and since when.</exception>
    public static async Task<ClientLease> TakeAsync(BigQueryClient bigQuery, string project, Client client, string runId, TimeProvider clock, CancellationToken cancellation)
    {
        var table = new TableName(project, client.OutputDataset, TableName);
        var now = clock.GetUtcNow();
        var definition = new RestTable
        {
            Name = table,
            Schema = [new TableField("run_id", "STRING", "NULLABLE", [])],
            Description = string.Create(CultureInfo.InvariantCulture, $"run {runId} of {Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId}), since {now:yyyy-MM-dd HH:mm:ss} UTC"),
            ExpiresAt = now + Term,
        };
        for (var isSecond = false; ; isSecond = true)
        {
            if (await bigQuery.CreateTableAsync(definition, cancellation).ConfigureAwait(false))
            {
                return new ClientLease(bigQuery, table, client, clock, now + Term);
            }

            // There already: by this run, where an answer was lost; by another; or by one that has ended in between.
            var holder = await bigQuery.GetTableAsync(table, cancellation).ConfigureAwait(false);
            if (holder?.Description == definition.Description)
            {
                return new ClientLease(bigQuery, table, client, clock, now + Term);
            }

            if (isSecond || holder is { ExpiresAt: var until } && (until is null || until > now))
            {
                throw Busy(client, holder?.Description ?? "another run");
            }

            if (holder is not null)
            {
                await bigQuery.DeleteTableAsync(table, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Refuses to go on where the lease could not be renewed in time: another run may have begun.</summary>
    public void EnsureHeld()
    {
        if (_clock.GetUtcNow() >= _heldUntil)
        {
            throw new PipelineException(
                PipelineErrorKind.WarehouseBusy,
                $"This run lost its hold of client '{_client.Name}': BigQuery could not be reached for {Term.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes.",
                "Nothing was left half done. Run again.",
                _client.Name.Value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        _released.Dispose();
        try
        {
            if (_clock.GetUtcNow() < _heldUntil)
            {
                await _bigQuery.DeleteTableAsync(_table, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (BigQueryException)
        {
            // It expires by itself; the run's own outcome is what its user has to hear.
        }
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(Renewal, _clock, _released.Token).ConfigureAwait(false);
                var until = _clock.GetUtcNow() + Term;
                await _bigQuery.PatchTableAsync(_table, new TablePatch { ExpiresAt = until }, null, _released.Token).ConfigureAwait(false);
                _heldUntil = until;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (BigQueryException)
            {
                // Tried again at the next turn; EnsureHeld stops the run when the term has passed.
            }
        }
    }

    private static PipelineException Busy(Client client, string holder) => new(
        PipelineErrorKind.WarehouseBusy,
        $"Client '{client.Name}' is held by {holder}.",
        $"Wait until that run has ended. If it has died, its hold ends {Term.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes after its last sign of life.",
        client.Name.Value);
}
