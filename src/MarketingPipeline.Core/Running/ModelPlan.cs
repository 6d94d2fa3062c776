using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>What building a model whole would read for a client, found out by dry runs, without charge.</summary>
public sealed record ModelPlan
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>The client's table.</summary>
    public required string Table { get; init; }

    /// <summary>The day that it is planned for.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Bytes that it would read; null where a table that it reads is not there yet.</summary>
    public long? BytesEstimated { get; init; }

    /// <summary>What they cost at the workspace's rate, in the currency of the bill; null without a rate.</summary>
    public decimal? PriceEstimated { get; init; }

    /// <summary>The tables that it would read, each by its whole name.</summary>
    public IReadOnlyList<string> ReferencedTables { get; init; } = [];

    /// <summary>Its statements, in order: of a staging model one for each month of day-tables, else one.</summary>
    public IReadOnlyList<StatementEstimate> Statements { get; init; } = [];

    /// <summary>One sentence for people.</summary>
    public required string Message { get; init; }
}

/// <summary>Plans a model: renders it over what is there and asks the warehouse.</summary>
internal sealed class ModelPlanning(ClientRun run)
{
    /// <exception cref="PipelineException">The engine does not bill by the byte (NotSupported); the client lacks the model's sources (Argument).</exception>
    public async Task<ModelPlan> PlanAsync(Model model, CancellationToken cancellation)
    {
        if (!run.IsBilledByTheByte)
        {
            throw new PipelineException(
                PipelineErrorKind.NotSupported,
                $"The workspace's engine is {run.Dialect.Name}, which bills nothing by the byte: there is no plan of '{model.Name}'.",
                "Leave -Plan out to see the model's SQL. In a workspace whose engine is BigQuery, -Plan shows bytes and price.",
                run.Client.Name.Value);
        }

        if (!ClientModels.Applies(model, run.Client))
        {
            throw ModelPreview.NotOf(model, run.Client);
        }

        var plan = new ModelPlan { Client = run.Client.Name.Value, Name = model.Name, Table = model.TableFor(run.Client.Name), AsOf = run.AsOf, Message = "" };
        if (model.Inputs.Any(input => input.Name == "google_ads_report"))
        {
            return plan with { Message = "reads reports that a run loads first, without charge: nothing to estimate before it" };
        }

        var estimates = await run.Warehouse.EstimateAsync(await StatementsAsync(model, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        if (estimates.Contains(null))
        {
            return plan with { Message = "a table that it reads is not there yet: run the step before first" };
        }

        StatementEstimate[] statements = [.. estimates.Select(estimate => estimate!)];
        var bytes = statements.Sum(statement => statement.Bytes);
        return plan with
        {
            BytesEstimated = bytes,
            PriceEstimated = run.Model.Workspace.BigQuery?.PriceOf(bytes),
            Statements = statements,
            ReferencedTables = [.. statements.SelectMany(statement => statement.Tables).Distinct(StringComparer.Ordinal)],
            Message = "built whole",
        };
    }

    private async Task<IReadOnlyList<SqlStatement>> StatementsAsync(Model model, CancellationToken cancellation)
    {
        if (model.Layer != ModelLayer.Staging)
        {
            return [run.Renderer.Render(model, ClientModels.Values(model, run.Model, run.Dialect))];
        }

        var from = await run.HistoryFromAsync(cancellation).ConfigureAwait(false);
        var (tables, _) = await run.Warehouse.Ga4Export().ListAsync(cancellation).ConfigureAwait(false);
        return await new Ga4Staging(run, new StagingRequest { FullRefresh = true }, Ga4Fingerprint.Of(run)).SelectsAsync(Ga4Plan.OnePerDate(tables, from, run.AsOf), cancellation).ConfigureAwait(false);
    }
}
