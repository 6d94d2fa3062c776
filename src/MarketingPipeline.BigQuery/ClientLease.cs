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

    private const int Lookups = 3;

    private static readonly TimeSpan Term = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookupDelay = TimeSpan.FromMilliseconds(500);

    private readonly BigQueryClient _bigQuery;
    private readonly RestTable _mine;
    private readonly Client _client;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewing;
    private long _heldUntil;

    private ClientLease(BigQueryClient bigQuery, RestTable mine, Client client, TimeProvider clock)
    {
        (_bigQuery, _mine, _client, _clock, _heldUntil) = (bigQuery, mine, client, clock, mine.ExpiresAt!.Value.UtcTicks);
        _renewing = Task.Run(RenewAsync);
    }

    /// <summary>Takes the lease.</summary>
    /// <exception cref="PipelineException">Another run holds it (WarehouseBusy): who, where and since when.</exception>
    public static async Task<ClientLease> TakeAsync(BigQueryClient bigQuery, string project, Client client, string runId, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var mine = new RestTable
        {
            Name = new TableName(project, client.OutputDataset, TableName),
            Schema = [new TableField("run_id", "STRING", "NULLABLE", [])],
            Description = string.Create(CultureInfo.InvariantCulture, $"run {runId} of {Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId}), since {now:yyyy-MM-dd HH:mm:ss} UTC"),
            ExpiresAt = now + Term,
        };
        try
        {
            await CreateAsync(bigQuery, mine, client, now, cancellation).ConfigureAwait(false);
            return new ClientLease(bigQuery, mine, client, clock);
        }
        catch (Exception error) when (error is BigQueryException or OperationCanceledException)
        {
            // The request may have arrived, or be about to: without this the client would be held by nobody for a term.
            await ReleaseAsync(bigQuery, mine, error is BigQueryException { IsRetryable: false } ? 1 : Lookups).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Refuses to go on where the lease could not be renewed in time: another run may have begun.</summary>
    public void EnsureHeld()
    {
        if (_clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _heldUntil))
        {
            throw new PipelineException(
                PipelineErrorKind.WarehouseBusy,
                $"This run lost its hold of client '{_client.Name}': it could not renew it for {Term.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes, and another run may have begun.",
                "Nothing was left half done. Run again.",
                _client.Name.Value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        _released.Dispose();
        await ReleaseAsync(_bigQuery, _mine, 1).ConfigureAwait(false);
    }

    private static async Task CreateAsync(BigQueryClient bigQuery, RestTable mine, Client client, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var isSecond = false; !await bigQuery.CreateTableAsync(mine, cancellation).ConfigureAwait(false); isSecond = true)
        {
            // There already: by this run, where an answer was lost; by another; or by one that has ended in between.
            var holder = await bigQuery.GetTableAsync(mine.Name, cancellation).ConfigureAwait(false);
            if (holder?.Description == mine.Description)
            {
                return;
            }

            if (isSecond || holder is { ExpiresAt: var until } && (until is null || until > now))
            {
                throw Busy(client, holder?.Description ?? "another run");
            }

            if (holder is not null)
            {
                await bigQuery.DeleteTableAsync(mine.Name, cancellation, holder.ETag).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Deletes the table where it is this run's own, and never another's: the lease may have been lost since.</summary>
    private static Task ReleaseAsync(BigQueryClient bigQuery, RestTable mine, int lookups) => TidyingUp.TryAsync(async patience =>
    {
        for (var lookup = 1; lookup <= lookups; lookup++)
        {
            if (await bigQuery.GetTableAsync(mine.Name, patience).ConfigureAwait(false) is { } holder)
            {
                if (holder.Description == mine.Description)
                {
                    await bigQuery.DeleteTableAsync(mine.Name, patience, holder.ETag).ConfigureAwait(false);
                }

                return;
            }

            if (lookup < lookups)
            {
                await Task.Delay(LookupDelay, patience).ConfigureAwait(false);
            }
        }
    });

    private async Task RenewAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(Renewal, _clock, _released.Token).ConfigureAwait(false);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_released.Token);
                patience.CancelAfter(Renewal);
                if (!await RenewOnceAsync(patience.Token).ConfigureAwait(false))
                {
                    Interlocked.Exchange(ref _heldUntil, 0);
                    return;
                }
            }
            catch (OperationCanceledException) when (_released.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is BigQueryException or PipelineException or OperationCanceledException)
            {
                // Tried again at the next turn; EnsureHeld stops the run when the term has passed.
            }
        }
    }

    /// <summary>Renews the lease; false where it is gone, or another's.</summary>
    private async Task<bool> RenewOnceAsync(CancellationToken cancellation)
    {
        var until = _clock.GetUtcNow() + Term;
        if (await _bigQuery.GetTableAsync(_mine.Name, cancellation).ConfigureAwait(false) is not { } holder || holder.Description != _mine.Description)
        {
            return false;
        }

        await _bigQuery.PatchTableAsync(_mine.Name, new TablePatch { ExpiresAt = until }, holder.ETag, cancellation).ConfigureAwait(false);
        Interlocked.Exchange(ref _heldUntil, until.UtcTicks);
        return true;
    }

    private static PipelineException Busy(Client client, string holder) => new(
        PipelineErrorKind.WarehouseBusy,
        $"Client '{client.Name}' is held by {holder}.",
        $"Wait until that run has ended. If it has died, its hold ends {Term.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes after its last sign of life.",
        client.Name.Value);
}
