using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>What a run works with: the client, its opened warehouse, and the run's identity.</summary>
internal sealed class ClientRun
{
    /// <summary>The state that fixes the first staged date.</summary>
    public const string FirstAsOfKey = "first_as_of";

    /// <summary>How long to try to journal a failure: whoever cancels does not wait for a warehouse that is not there.</summary>
    private static readonly TimeSpan JournalPatience = TimeSpan.FromSeconds(30);

    public required ModelRun Model { get; init; }

    public required IClientWarehouse Warehouse { get; init; }

    public required ModelRenderer Renderer { get; init; }

    /// <summary>The client's Google Ads reports; null where it has none.</summary>
    public IGoogleAdsReports? GoogleAds { get; init; }

    public required TimeProvider Clock { get; init; }

    public IProgress<RunProgress>? Progress { get; init; }

    public Client Client => Model.Client;

    public DateOnly AsOf => Model.AsOf;

    public ISqlDialect Dialect => Renderer.Dialect;

    /// <summary>Whether what a statement reads is paid for: then plans say how much that is.</summary>
    public bool IsBilledByTheByte => Warehouse.Cost is not null;

    public ClientLedger Ledger => new(Warehouse, Dialect);

    /// <summary>A run's id: sorts by time, names no client.</summary>
    public static string NewId(TimeProvider clock) =>
        clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..8];

    public void Report(string activity, int percent) => Progress?.Report(new RunProgress(Client.Name.Value, activity, percent));

    /// <summary>Runs the work between the journal's two lines.</summary>
    public async Task<IReadOnlyList<TableResult>> JournalAsync(string command, Func<List<TableResult>, Task> work, CancellationToken cancellation)
    {
        await Ledger.EnsureAsync(cancellation).ConfigureAwait(false);
        var journal = new Journal(Warehouse);
        var begun = new PipelineRun
        {
            RunId = Model.RunId,
            Client = Client.Name.Value,
            Command = command,
            Status = "running",
            AsOf = AsOf,
            StartedAt = Clock.GetUtcNow(),
            RunBy = string.Create(CultureInfo.InvariantCulture, $"{Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId})"),
        };
        var results = new List<TableResult>();
        try
        {
            await journal.AddAsync(begun, cancellation).ConfigureAwait(false);
            await work(results).ConfigureAwait(false);
            await journal.AddAsync(Ended("succeeded", null), cancellation).ConfigureAwait(false);
            return results;
        }
        catch (Exception e)
        {
            await TryAddAsync(journal, Ended(e is OperationCanceledException ? "cancelled" : "failed", e.Message)).ConfigureAwait(false);
            throw;
        }

        PipelineRun Ended(string status, string? error) => begun with { Status = status, FinishedAt = Clock.GetUtcNow(), Tables = results, Error = error, Cost = Warehouse.Cost };
    }

    /// <summary>What ended the run is what its user has to hear, whether or not the journal can be told.</summary>
    private static async Task TryAddAsync(Journal journal, PipelineRun ended)
    {
        using var patience = new CancellationTokenSource(JournalPatience);
        try
        {
            await journal.AddAsync(ended, patience.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The journal says "running" without an end, as of any run that died.
        }
    }

    /// <summary>
    /// The first staged date: fixed by the as-of date of the client's first run, moved only by historyDays
    /// (definitions.md, History).
    /// </summary>
    public async Task<DateOnly> HistoryFromAsync(CancellationToken cancellation)
    {
        var fixedAt = await Ledger.StateAsync(FirstAsOfKey, cancellation).ConfigureAwait(false);
        var firstAsOf = fixedAt is null ? AsOf : DateOnly.ParseExact(fixedAt, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var from = firstAsOf.AddDays(1 - Client.HistoryDays);
        return AsOf >= from ? from : throw new PipelineException(
            PipelineErrorKind.Argument,
            $"The as-of date {AsOfDate.Text(AsOf)} lies before {AsOfDate.Text(from)}, the first staged date of client '{Client.Name}'.",
            AsOf == AsOfDate.Resolve(Client, null, Clock)
                ? "It is yesterday by this machine's clock: see that the clock is right. Else give a later -AsOf, or raise historyDays in the client's settings."
                : "Give a later -AsOf, or raise historyDays in the client's settings.",
            Client.Name.Value);
    }

    /// <summary>Statements that fix the first staged date, where it is not fixed yet.</summary>
    public async Task<IEnumerable<SqlStatement>> FixHistoryAsync(CancellationToken cancellation) =>
        await Ledger.StateAsync(FirstAsOfKey, cancellation).ConfigureAwait(false) is null
            ? Ledger.SetState(FirstAsOfKey, AsOfDate.Text(AsOf))
            : [];

    public TableResult Result(Model model, TableStatus status, string message) => new()
    {
        Client = Client.Name.Value,
        Table = model.TableFor(Client.Name),
        Layer = model.Layer.ToString().ToLowerInvariant(),
        Status = status,
        AsOf = AsOf,
        RunId = status == TableStatus.Planned ? null : Model.RunId,
        Message = message,
    };

    /// <summary>A planned result with what its statements would read, and the price of that.</summary>
    public async Task<TableResult> EstimatedAsync(TableResult result, IReadOnlyList<SqlStatement> statements, CancellationToken cancellation)
    {
        if (!IsBilledByTheByte)
        {
            return result;
        }

        var estimates = await Warehouse.EstimateAsync(statements, cancellation).ConfigureAwait(false);
        long? bytes = estimates.Contains(null) ? null : estimates.Sum(estimate => estimate!.Bytes);
        return result with { BytesEstimated = bytes, PriceEstimated = Model.Workspace.BigQuery?.PriceOf(bytes) };
    }

    /// <summary>The result of a table that is replaced date by date.</summary>
    public TableResult Result(Model model, IEnumerable<DateOnly> dates, TableStatus status, string message)
    {
        DateOnly[] all = [.. dates];
        return Result(model, status, message) with
        {
            Dates = all.Length,
            From = all.Length == 0 ? null : all[0],
            To = all.Length == 0 ? null : all[^1],
        };
    }
}
