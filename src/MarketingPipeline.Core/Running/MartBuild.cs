using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>stg_ into int_ into mart_ tables, all in one transaction: readers see the build before or the build after.</summary>
internal sealed class MartBuild(ClientRun run, BuildRequest request)
{
    private const string BuiltKey = "built_";

    /// <summary>True where only some dates of the mart are built again: the rest of it stands as of the same date.</summary>
    private bool _isPartial;

    /// <summary>What would be done, changing nothing.</summary>
    public async Task<IReadOnlyList<TableResult>> PlanAsync(CancellationToken cancellation)
    {
        Check();
        var staged = await StagedAsync(cancellation).ConfigureAwait(false);
        _isPartial = await IsPartialAsync(await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var results = new List<TableResult>();
        foreach (var layer in Layers())
        {
            var isNew = await IsChangedAsync(layer, staged, cancellation).ConfigureAwait(false);
            foreach (var model in Models(layer))
            {
                var result = Dated(model, run.Result(model, isNew ? TableStatus.Planned : TableStatus.UpToDate, isNew ? "would rebuild" : "nothing new"));
                results.Add(await run.EstimatedAsync(result, isNew ? Estimated(model) : [], cancellation).ConfigureAwait(false));
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
            var staged = await StagedAsync(cancellation).ConfigureAwait(false);
            _isPartial = await IsPartialAsync(await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            var layers = new List<ModelLayer>();
            foreach (var layer in Layers())
            {
                // A layer is stale where its inputs changed, and always after the layer below it was rebuilt.
                if (layers.Count > 0 || await IsChangedAsync(layer, staged, cancellation).ConfigureAwait(false))
                {
                    layers.Add(layer);
                }
            }

            await BuildAsync([.. layers.SelectMany(Models)], layers, staged, results, cancellation).ConfigureAwait(false);
            results.AddRange(Layers().Except(layers).SelectMany(Models).Select(model => Dated(model, run.Result(model, TableStatus.UpToDate, "nothing new"))));
        }, cancellation).ConfigureAwait(false);
    }

    private async Task BuildAsync(Model[] models, List<ModelLayer> layers, string staged, List<TableResult> results, CancellationToken cancellation)
    {
        if (models.Length == 0)
        {
            return;
        }

        var statements = new List<string>();
        var begins = new Dictionary<int, Model>();
        var inserts = new List<(Model Model, int Index)>();
        var tables = await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false);
        CheckInputs(models, tables);
        var staging = ModelGraph.Load().Models.Where(model => model.Layer == ModelLayer.Staging && Applies(model));
        await run.Warehouse.PrepareAsync([.. staging.Concat(models).Select(model => model.DefinitionFor(run.Client.Name))], cancellation).ConfigureAwait(false);

        foreach (var model in models)
        {
            begins[statements.Count] = model;
            var table = model.TableFor(run.Client.Name);
            statements.Add(IsPartial(model) ? ClearRange(table) : run.Dialect.EmptyTable(table, model.Columns));
            inserts.Add((model, statements.Count));
            statements.Add(SqlStatements.InsertSelect(run.Dialect, table, model.Columns, Select(model)));
        }

        foreach (var layer in layers)
        {
            // After a part, the other dates are as old as they were: the next build looks at them.
            statements.AddRange(layer == ModelLayer.Mart && _isPartial ? [] : run.Ledger.SetState(BuiltKey + layer, Fingerprint(layer, staged)));
        }

        if (layers.Contains(ModelLayer.Mart) && !_isPartial)
        {
            statements.AddRange(MartWindow.Set(run.Ledger, run.Model.WindowFrom, run.AsOf));
        }

        var outcomes = await run.Warehouse.ExecuteAsync(
            statements,
            index =>
            {
                if (begins.TryGetValue(index, out var model))
                {
                    run.Report(model.TableFor(run.Client.Name), 100 * Array.IndexOf(models, model) / models.Length);
                }
            },
            cancellation).ConfigureAwait(false);
        results.AddRange(inserts.Select(insert => Dated(
            insert.Model,
            run.Result(insert.Model, TableStatus.Refreshed, IsPartial(insert.Model) ? "rebuilt the range" : "rebuilt")
                with
            { Rows = outcomes[insert.Index].Rows, Duration = outcomes[insert.Index - 1].Duration + outcomes[insert.Index].Duration })));
    }

    /// <summary>What a plan can know: the SELECT, whose bytes are the INSERT's, and what clears a range. Emptying a table reads nothing.</summary>
    private string[] Estimated(Model model) => IsPartial(model) ? [ClearRange(model.TableFor(run.Client.Name)), Select(model)] : [Select(model)];

    private string ClearRange(string table) =>
        $"DELETE FROM {run.Dialect.Identifier(table)} WHERE date BETWEEN {run.Dialect.Literal(From)} AND {run.Dialect.Literal(To)}";

    private string Select(Model model) => run.Renderer.Render(model, Values(model, IsPartial(model)));

    private DateOnly From => request.From is { } from && from > run.Model.WindowFrom ? from : run.Model.WindowFrom;

    private DateOnly To => request.To is { } to && to < run.AsOf ? to : run.AsOf;

    private void Check()
    {
        if (From > To)
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"The range from {AsOfDate.Text(From)} to {AsOfDate.Text(To)} holds no date: the marts of client '{run.Client.Name}' cover {AsOfDate.Text(run.Model.WindowFrom)} to {AsOfDate.Text(run.AsOf)}.",
                "Give -From and -To within the window, From not after To.",
                run.Client.Name.Value);
        }
    }

    /// <summary>Only the mart that is partitioned by date is built by range; the others are one piece.</summary>
    private bool IsPartial(Model model) => _isPartial && model is { Layer: ModelLayer.Mart, Partition: "date" };

    /// <summary>A range is enough where the rest of the mart was built for the same window; a window that moved is built whole.</summary>
    private async Task<bool> IsPartialAsync(IReadOnlySet<string> tables, CancellationToken cancellation) =>
        (request.From is not null || request.To is not null)
        && Models(ModelLayer.Mart).All(model => tables.Contains(model.TableFor(run.Client.Name)))
        && await MartWindow.ReadAsync(run.Ledger, cancellation).ConfigureAwait(false) == (run.Model.WindowFrom, run.AsOf);

    private IEnumerable<ModelLayer> Layers() => new[] { (ModelLayer.Intermediate, request.Intermediate), (ModelLayer.Mart, request.Marts) }.Where(layer => layer.Item2).Select(layer => layer.Item1);

    private IEnumerable<Model> Models(ModelLayer layer) => ModelGraph.Load().Models.Where(model => model.Layer == layer && Applies(model));

    private bool Applies(Model model) => ClientModels.Applies(model, run.Client);

    private TableResult Dated(Model model, TableResult result) => model is { Layer: ModelLayer.Mart, Partition: "date" }
        ? _isPartial || result.Status == TableStatus.UpToDate
            ? result with { From = From, To = To, Dates = To.DayNumber - From.DayNumber + 1 }
            : result with { From = run.Model.WindowFrom, To = run.AsOf, Dates = run.Client.WindowDays }
        : result;

    /// <summary>Marts alone are built on what is there.</summary>
    private void CheckInputs(Model[] models, IReadOnlySet<string> tables)
    {
        var missing = Models(ModelLayer.Intermediate).Except(models).Select(model => model.TableFor(run.Client.Name)).FirstOrDefault(table => !tables.Contains(table));
        if (missing is not null)
        {
            throw new PipelineException(
                PipelineErrorKind.NotBuilt,
                $"{missing}, which the marts read, has not been built.",
                $"Run Invoke-MartBuild -Client {run.Client.Name} with both layers first.",
                run.Client.Name.Value);
        }
    }

    private Dictionary<string, object?> Values(Model model, bool isPartial)
    {
        var values = ClientModels.Values(model, run.Model, run.Dialect);
        if (isPartial)
        {
            ModelValues.AddRange(values, From, To);
        }

        return values;
    }

    /// <summary>
    /// What staging holds, as a text that changes whenever a date is loaded again. Nothing staged, or nothing that reaches
    /// the window, is an error: the marts would be empty.
    /// </summary>
    private async Task<string> StagedAsync(CancellationToken cancellation)
    {
        var ga4 = run.Client.Ga4 is null ? [] : await run.Ledger.ReadAsync(LedgerSources.Ga4, cancellation).ConfigureAwait(false);
        var googleAds = run.Client.GoogleAds is null ? [] : await run.Ledger.ReadAsync(LedgerSources.GoogleAds, cancellation).ConfigureAwait(false);
        LedgerRow[] rows = [.. ga4.Values, .. googleAds.Values];
        if (rows.Length == 0)
        {
            throw new PipelineException(
                PipelineErrorKind.NotBuilt,
                $"Nothing is staged for client '{run.Client.Name}'.",
                $"Run Invoke-StagingRefresh -Client {run.Client.Name} first.",
                run.Client.Name.Value);
        }

        var newest = rows.Max(row => row.Date);
        if (newest < run.Model.WindowFrom)
        {
            throw StagingRefresh.SourceStale(run.Client, newest, run.Model.WindowFrom, run.AsOf);
        }

        if (rows.Min(row => row.Date) > run.AsOf)
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"The as-of date {AsOfDate.Text(run.AsOf)} lies before {AsOfDate.Text(rows.Min(row => row.Date))}, the first staged date of client '{run.Client.Name}'.",
                "Give a later -AsOf.",
                run.Client.Name.Value);
        }

        return string.Join('\n', rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Source} {row.Date:yyyy-MM-dd} {row.RunId} {row.Rows}")));
    }

    private async Task<bool> IsChangedAsync(ModelLayer layer, string staged, CancellationToken cancellation)
    {
        if (request.FullRefresh || request.From is not null || request.To is not null)
        {
            return true;
        }

        var tables = await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false);
        return !Models(layer).All(model => tables.Contains(model.TableFor(run.Client.Name)))
            || await run.Ledger.StateAsync(BuiltKey + layer, cancellation).ConfigureAwait(false) != Fingerprint(layer, staged);
    }

    /// <summary>What a layer was built from: staging's dates, the as-of date, the settings and the models' own SQL.</summary>
    private string Fingerprint(ModelLayer layer, string staged)
    {
        var text = new StringBuilder(staged).Append('\n').Append(AsOfDate.Text(run.AsOf));
        var unstamped = run.Model with { RunId = "", LoadedAt = DateTimeOffset.UnixEpoch };
        foreach (var model in ModelGraph.Load().Models.Where(model => model.Layer is not ModelLayer.Staging && model.Layer <= layer && Applies(model)))
        {
            text.Append('\n').Append(run.Renderer.Render(model, ClientModels.Values(model, unstamped, run.Dialect)));
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
