using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>stg_ into int_ into mart_ tables, all in one transaction: readers see the build before or the build after.</summary>
internal sealed class MartBuild(ClientRun run, BuildRequest request)
{
    /// <summary>What would be done, changing nothing.</summary>
    public async Task<IReadOnlyList<TableResult>> PlanAsync(CancellationToken cancellation)
    {
        Check();
        var plan = await new BuildPlanning(run, request).PlanAsync(cancellation).ConfigureAwait(false);
        var results = new List<TableResult>();
        foreach (var (layer, extent) in Layers(plan))
        {
            foreach (var model in ClientModels.Of(run.Client, layer))
            {
                // Which rows changes reach, only reading tells: a plan says what the whole table would read, which is the most.
                var isExact = IsByDate(model) && plan.Intermediate.Extent == BuildExtent.None && extent.GoogleAdsDates.Count == 0;
                var isMost = extent.Extent == BuildExtent.Changes && (IsByDate(model) || model.Layer == ModelLayer.Intermediate) && !isExact;
                var message = extent.Extent switch
                {
                    BuildExtent.None => extent.Reason,
                    BuildExtent.Whole => $"would rebuild: {extent.Reason}",
                    _ => $"would rebuild what changed: {extent.Reason}" + (isMost && run.IsBilledByTheByte ? "; bytes: at most, as of the whole table" : ""),
                };
                var result = Dated(model, extent, run.Result(model, extent.Extent == BuildExtent.None ? TableStatus.UpToDate : TableStatus.Planned, message), extent.MartDates);
                IReadOnlyList<SqlStatement> statements = extent.Extent switch
                {
                    BuildExtent.None => [],
                    BuildExtent.Changes when isExact => ReplaceDates(model, extent.MartDates),
                    _ => [Select(model)],
                };
                results.Add(await run.EstimatedAsync(result, statements, cancellation).ConfigureAwait(false));
            }
        }

        return results;
    }

    /// <summary>Does it.</summary>
    public async Task<IReadOnlyList<TableResult>> RunAsync(CancellationToken cancellation)
    {
        Check();
        return await run.JournalAsync("build", async results =>
        {
            var plan = await new BuildPlanning(run, request).PlanAsync(cancellation).ConfigureAwait(false);
            await BuildAsync(plan, results, cancellation).ConfigureAwait(false);
            foreach (var (layer, extent) in Layers(plan).Where(entry => entry.Plan.Extent == BuildExtent.None))
            {
                results.AddRange(ClientModels.Of(run.Client, layer).Select(model => Dated(model, extent, run.Result(model, TableStatus.UpToDate, extent.Reason), [])));
            }
        }, cancellation).ConfigureAwait(false);
    }

    private async Task BuildAsync(BuildPlan plan, List<TableResult> results, CancellationToken cancellation)
    {
        var models = Layers(plan).Where(entry => entry.Plan.Extent != BuildExtent.None).SelectMany(entry => ClientModels.Of(run.Client, entry.Layer)).ToArray();
        if (models.Length == 0)
        {
            return;
        }

        CheckInputs(models, await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false));
        var staging = ClientModels.Of(run.Client, ModelLayer.Staging);
        await run.Warehouse.PrepareAsync([.. staging.Concat(models).Select(model => model.DefinitionFor(run.Client.Name))], cancellation).ConfigureAwait(false);

        run.Report("what changes reach", 0);
        var changed = plan.Intermediate.Extent == BuildExtent.Changes ? await ChangedRows.ReadAsync(run, plan.Intermediate, cancellation).ConfigureAwait(false) : null;
        var martDates = plan.Mart.Extent == BuildExtent.Changes ? await MartDatesAsync(plan.Mart, changed, cancellation).ConfigureAwait(false) : [];

        var statements = new BuildStatements();
        foreach (var model in models)
        {
            statements.Add(model, Statements(model, plan, changed, martDates));
        }

        if (plan.Intermediate.Extent != BuildExtent.None)
        {
            statements.Add(IntermediateBuilt(changed));
        }

        if (plan.Mart.Extent != BuildExtent.None)
        {
            statements.Add(
            [
                .. new BuiltState(run, ModelLayer.Mart).Set(),
                .. MartWindow.Set(run.Ledger, run.Model.WindowFrom, run.AsOf),
                $"DELETE FROM {LedgerTables.StaleDates} WHERE TRUE",
            ]);
        }

        var outcomes = await run.Warehouse.ExecuteAsync(
            statements.Sql,
            index =>
            {
                if (statements.BeginsAt(index) is { } model)
                {
                    run.Report(model.TableFor(run.Client.Name), 100 * Array.IndexOf(models, model) / models.Length);
                }
            },
            cancellation).ConfigureAwait(false);
        foreach (var model in models)
        {
            var result = Refreshed(model, model.Layer == ModelLayer.Mart ? plan.Mart : plan.Intermediate, martDates, statements.OutcomeOf(model, outcomes));
            results.Add(result with { Duration = result.Duration + (changed?.DurationOf(model) ?? TimeSpan.Zero) });
        }
    }

    /// <summary>A table's statements: what clears it, and what fills it.</summary>
    private IReadOnlyList<SqlStatement> Statements(Model model, BuildPlan plan, ChangedRows? changed, IReadOnlyList<DateOnly> martDates) =>
        model.Layer == ModelLayer.Intermediate && changed is not null ? changed.Replace(model)
        : IsByDate(model) && plan.Mart.Extent == BuildExtent.Changes ? ReplaceDates(model, martDates)
        : [run.Dialect.EmptyTable(model.TableFor(run.Client.Name), model.Columns), Insert(model, Select(model))];

    /// <summary>What changes reach is built again, and what has left the window is dropped.</summary>
    private SqlStatement[] ReplaceDates(Model model, IReadOnlyList<DateOnly> dates)
    {
        var values = ClientModels.Values(model, run.Model, run.Dialect);
        values["range_dates"] = SqlStatements.Dates(run.Dialect, dates);
        var (from, to) = (run.Dialect.Parameter("range_from", run.Model.WindowFrom), run.Dialect.Parameter("range_to", run.AsOf));
        var clear = SqlStatement.Given(
            $"DELETE FROM {run.Dialect.Identifier(model.TableFor(run.Client.Name))} WHERE date IN {values["range_dates"]} OR date < {from} OR date > {to}",
            ("range_from", run.Model.WindowFrom),
            ("range_to", run.AsOf));
        return dates.Count == 0 ? [clear] : [clear, Insert(model, run.Renderer.Render(model, values))];
    }

    private IEnumerable<SqlStatement> IntermediateBuilt(ChangedRows? changed) =>
    [
        .. new BuiltState(run, ModelLayer.Intermediate).Set(),
        ReplacedSessions.Forget,
        .. request.Marts ? [] : changed is null ? [new BuiltState(run, ModelLayer.Mart).Forget()] : MartWindow.AddStale(run.Dialect, changed.MartDates),
    ];

    /// <summary>The mart's dates to build: those that the plan knows, and those that sessions, conversions and campaigns reach.</summary>
    private async Task<IReadOnlyList<DateOnly>> MartDatesAsync(LayerPlan plan, ChangedRows? changed, CancellationToken cancellation)
    {
        var dates = new SortedSet<DateOnly>(plan.MartDates.Concat(changed?.MartDates ?? []));
        if (plan.GoogleAdsDates.Count > 0)
        {
            var values = new BuiltState(run, ModelLayer.Mart).Values();
            await run.Warehouse.KeepAsync("changed_campaigns", run.Renderer.RenderQuery("changed_campaigns", values), cancellation).ConfigureAwait(false);
            await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("cost_dates", values), cancellation).ConfigureAwait(false))
            {
                dates.Add(row.Get<DateOnly>("date"));
            }
        }

        return [.. dates.Where(date => date >= run.Model.WindowFrom && date <= run.AsOf)];
    }

    private TableResult Refreshed(Model model, LayerPlan plan, IReadOnlyList<DateOnly> martDates, (long Rows, TimeSpan Duration) outcome)
    {
        var message = plan.Extent == BuildExtent.Whole ? $"rebuilt: {plan.Reason}"
            : IsByDate(model) ? $"{LayerPlan.Count(martDates.Count)} rebuilt: {plan.Reason}"
            : model.Layer == ModelLayer.Mart ? $"rebuilt: {plan.Reason}"
            : string.Create(CultureInfo.InvariantCulture, $"{outcome.Rows} rows rebuilt: {plan.Reason}");
        return Dated(model, plan, run.Result(model, TableStatus.Refreshed, message), martDates) with { Rows = outcome.Rows, Duration = outcome.Duration };
    }

    private TableResult Dated(Model model, LayerPlan plan, TableResult result, IReadOnlyList<DateOnly> dates) =>
        !IsByDate(model) ? result
        : plan.Extent == BuildExtent.Changes
            ? result with { From = dates.Count == 0 ? null : dates[0], To = dates.Count == 0 ? null : dates[^1], Dates = dates.Count }
            : result with { From = run.Model.WindowFrom, To = run.AsOf, Dates = run.Client.WindowDays };

    private SqlStatement Insert(Model model, SqlStatement select) => SqlStatements.InsertSelect(run.Dialect, model.TableFor(run.Client.Name), model.Columns, select);

    private SqlStatement Select(Model model) => run.Renderer.Render(model, ClientModels.Values(model, run.Model, run.Dialect));

    private IEnumerable<(ModelLayer Layer, LayerPlan Plan)> Layers(BuildPlan plan)
    {
        if (request.Intermediate)
        {
            yield return (ModelLayer.Intermediate, plan.Intermediate);
        }

        if (request.Marts)
        {
            yield return (ModelLayer.Mart, plan.Mart);
        }
    }

    /// <summary>Only the mart that is partitioned by date is built date by date; the others are one piece.</summary>
    private static bool IsByDate(Model model) => model is { Layer: ModelLayer.Mart, Partition: "date" };

    private void Check()
    {
        var from = request.From is { } first && first > run.Model.WindowFrom ? first : run.Model.WindowFrom;
        var to = request.To is { } last && last < run.AsOf ? last : run.AsOf;
        if (from > to)
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"The range from {AsOfDate.Text(from)} to {AsOfDate.Text(to)} holds no date: the marts of client '{run.Client.Name}' cover {AsOfDate.Text(run.Model.WindowFrom)} to {AsOfDate.Text(run.AsOf)}.",
                "Give -From and -To within the window, From not after To.",
                run.Client.Name.Value);
        }
    }

    /// <summary>Marts alone are built on what is there.</summary>
    private void CheckInputs(Model[] models, IReadOnlySet<string> tables)
    {
        var missing = ClientModels.Of(run.Client, ModelLayer.Intermediate).Except(models).Select(model => model.TableFor(run.Client.Name)).FirstOrDefault(table => !tables.Contains(table));
        if (missing is not null)
        {
            throw new PipelineException(
                PipelineErrorKind.NotBuilt,
                $"{missing}, which the marts read, has not been built.",
                $"Run Invoke-MartBuild -Client {run.Client.Name} with both layers first.",
                run.Client.Name.Value);
        }
    }
}
