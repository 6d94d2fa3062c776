using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>A model's SQL for people to read: rendered for a client, over an export that has every column.</summary>
public sealed class ModelPreview(Workspace workspace, ISqlDialect dialect)
{
    /// <summary>The SELECT.</summary>
    /// <exception cref="PipelineException">The client lacks a source that the model reads.</exception>
    public string Render(Model model, Client client, DateOnly asOf)
    {
        if (!ClientModels.Applies(model, client))
        {
            throw NotOf(model, client);
        }

        var run = new ModelRun(client, workspace, asOf, "preview", new DateTimeOffset(asOf.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        var values = ClientModels.Values(model, run, dialect);
        if (model.Name == "stg_ga4_events")
        {
            values.WithSources(client, [new Ga4Relation(dialect.Identifier("events_*"), Ga4Shape.Full(dialect), new Dictionary<DateOnly, long>())]);
        }

        return ModelRenderer.Of(dialect).RenderToRead(model, values);
    }

    internal static PipelineException NotOf(Model model, Client client) => new(
        PipelineErrorKind.Argument,
        $"Client '{client.Name}' has no {model.Name}: it lacks a source that the model reads.",
        "Name another model, or leave -Client out to see the template.",
        model.Name);
}
