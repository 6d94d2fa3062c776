using System.Security;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.PowerShell;

/// <summary>Which models a name or pattern means.</summary>
internal static class ModelSelection
{
    /// <summary>The models that match, in build order.</summary>
    /// <exception cref="PipelineException">A name that is not a pattern is no model's.</exception>
    internal static IReadOnlyList<Model> Named(ModelGraph graph, IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(name => !ClientSelection.IsPattern(name)))
        {
            if (graph.Models.Any(model => ClientSelection.Matches(name, model.Name)))
            {
                continue;
            }

            throw new PipelineException(
                PipelineErrorKind.NotFound,
                $"There is no model '{name}'.",
                $"Models are: {string.Join(", ", graph.Models.Select(model => model.Name))}.",
                name);
        }

        return [.. graph.Models.Where(model => names.Any(name => ClientSelection.Matches(name, model.Name)))];
    }

    /// <summary>What a model would read for a client.</summary>
    internal static async Task<object> PlanAsync(ChosenClient chosen, Model model, SecureString? credential, DateOnly? asOf, CancellationToken cancellation) =>
        WorkspaceOutput.In(await PipelineRuntime.Open(chosen.Workspace, credential).PlanModelAsync(chosen.Client, model, asOf, cancellation), chosen.Workspace.Root);

    /// <summary>A model's SQL for a client.</summary>
    internal static object Render(ChosenClient chosen, Model model, WarehouseEngine? engine, DateOnly? asOf)
    {
        var workspace = chosen.Workspace;
        return WorkspaceOutput.In(
            new RenderedModel(
                model.Name,
                chosen.Client.Name.Value,
                engine ?? workspace.Engine,
                model.TableFor(chosen.Client.Name),
                PipelineRuntime.RenderModel(workspace, model, chosen.Client, engine, asOf)),
            workspace.Root);
    }
}
