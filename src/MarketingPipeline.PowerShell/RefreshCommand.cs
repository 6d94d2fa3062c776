using System.Globalization;
using System.Management.Automation;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;
using MarketingPipeline.PowerShell.Views;

namespace MarketingPipeline.PowerShell;

/// <summary>A cmdlet that writes tables: dates, -WhatIf with the plan, and results that say what became of each table.</summary>
public abstract class RefreshCommand : ClientCommand
{
    private bool _isWhatIf;
    private bool _showsPlan;

    /// <summary>First date to do again, whether or not anything has changed: 'yyyy-MM-dd', a DateTime or a DateOnly.</summary>
    [Parameter]
    [DateArgument]
    public DateOnly? From { get; set; }

    /// <summary>Last date to do again, whether or not anything has changed: 'yyyy-MM-dd', a DateTime or a DateOnly.</summary>
    [Parameter]
    [DateArgument]
    public DateOnly? To { get; set; }

    /// <summary>
    /// The day that the work is done for: 'yyyy-MM-dd', a DateTime or a DateOnly. Default: the as-of date of the results that
    /// come through the pipeline, else yesterday in the client's time zone.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [DateArgument]
    public DateOnly? AsOf { get; set; }

    /// <summary>Do everything again, from the sources' first day.</summary>
    [Parameter]
    public SwitchParameter FullRefresh { get; set; }

    /// <summary>How many clients are worked on at once. Default: the number of processors, at least 2 and at most 8.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override int SideBySide => ThrottleLimit > 0 ? ThrottleLimit : base.SideBySide;

    /// <inheritdoc/>
    protected override bool InOrder => false;

    /// <inheritdoc/>
    protected override DateOnly? RecordAsOf => AsOf;

    /// <summary>What -WhatIf and -Confirm call the action.</summary>
    protected abstract string Action { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() => DateRange.Check(From, To));

    /// <inheritdoc/>
    protected override void Prepare(int clients)
    {
        _isWhatIf = IsOn("WhatIf", "WhatIfPreference");
        _showsPlan = _isWhatIf || IsOn("Confirm", null);
    }

    /// <inheritdoc/>
    protected sealed override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        var plan = _showsPlan ? await PlanOrGuessAsync(work, cancellation) : [];
        var target = _showsPlan ? Describe(work.Name, plan) : work.Name;
        if (!await work.Streams.ShouldProcessAsync(target, Action, cancellation))
        {
            if (_isWhatIf)
            {
                Warn(work, plan);
            }

            return _isWhatIf ? plan : [];
        }

        work.Streams.WriteVerbose($"{Activity} {work.Name}, as of {Text(work.Chosen.AsOf) ?? $"yesterday in {work.Client.TimeZone}"}.");
        var results = await RefreshAsync(work, cancellation);
        Warn(work, results);
        foreach (var result in results)
        {
            if (result.Status == TableStatus.Failed)
            {
                work.Streams.WriteError(ErrorTable.Record(Failure(result), work.Name));
            }

            work.Streams.WriteVerbose($"{result.Table}: {result.Message}");
        }

        return results;
    }

    /// <summary>What would be done.</summary>
    protected abstract Task<IReadOnlyList<TableResult>> PlanAsync(ClientWork work, CancellationToken cancellation);

    /// <summary>Does it.</summary>
    protected abstract Task<IReadOnlyList<TableResult>> RefreshAsync(ClientWork work, CancellationToken cancellation);

    /// <summary>Whether the work that was asked for includes a model, for clients that have what it reads.</summary>
    protected abstract bool Includes(Model model);

    /// <inheritdoc/>
    protected override IReadOnlyList<object> OnFailed(ClientWork work, Exception failure) =>
        StepTables.Of(work, ModelGraph.Load().Models.Where(Includes), TableStatus.Failed, failure.Message);

    // Names in a warning are Google Ads' own: printed without control characters.
    private static void Warn(ClientWork work, IEnumerable<TableResult> results)
    {
        foreach (var warning in results.SelectMany(result => result.Warnings))
        {
            work.Streams.WriteWarning($"{work.Name}: {PlainText.Clean(warning)}");
        }
    }

    // Under -WhatIf the step before has done nothing either, so what this one would read may not be there yet.
    private async Task<IReadOnlyList<TableResult>> PlanOrGuessAsync(ClientWork work, CancellationToken cancellation)
    {
        try
        {
            return await PlanAsync(work, cancellation);
        }
        catch (PipelineException missing) when (missing.Kind == PipelineErrorKind.NotBuilt && _isWhatIf && work.Chosen.IsPlanned)
        {
            return StepTables.Of(work, ModelGraph.Load().Models.Where(Includes), TableStatus.Planned, "after the step before, which is only planned");
        }
    }

    private static PipelineException Failure(TableResult result) => new(
        PipelineErrorKind.WarehouseFailed,
        $"{result.Table}: {result.Message}",
        $"The table is as it was before. 'Get-PipelineRun {result.Client} -Last 1' has the details; the next run finishes the work.",
        result.Table);

    private static string Describe(string client, IReadOnlyList<TableResult> plan) => plan.Any(table => table.Status == TableStatus.Planned)
        ? $"{client}: {string.Join(", ", plan.Where(table => table.Status == TableStatus.Planned).Select(Describe))}"
        : $"{client}: nothing new";

    private static string Describe(TableResult table) => table.Dates is { } dates
        ? string.Create(CultureInfo.InvariantCulture, $"{table.Table} ({dates:N0} {(dates == 1 ? "date" : "dates")}{Range(table)}{Bytes(table)})")
        : $"{table.Table} (whole{Bytes(table)})";

    private static string Bytes(TableResult table) => table.BytesEstimated is not { } bytes ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {bytes:N0} bytes") + (table.PriceEstimated is { } price ? $", price {Figure.Price(price)}" : "");

    private static string Range(TableResult table) => table.From is null ? ""
        : table.From == table.To ? $", {Text(table.From)}"
        : $", {Text(table.From)} to {Text(table.To)}";

    private static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private bool IsOn(string parameter, string? preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
            ? LanguagePrimitives.IsTrue(given)
            : preference is not null && LanguagePrimitives.IsTrue(GetVariableValue(preference));
}
