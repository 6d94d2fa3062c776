using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell;

/// <summary>
/// The results of a step that has none of its own to give: one for each table that it would have written, so that the next
/// cmdlet in the pipeline sees what became of the client.
/// </summary>
internal static class StepTables
{
    internal static IReadOnlyList<TableResult> Of(ClientWork work, IEnumerable<Model> models, TableStatus status, string message) =>
    [
        .. models.Where(model => ClientModels.Applies(model, work.Client)).Select(model => new TableResult
        {
            Client = work.Name,
            Table = model.TableFor(work.Client.Name),
            Layer = model.Layer.ToString().ToLowerInvariant(),
            Status = status,
            AsOf = work.Chosen.AsOf ?? AsOfDate.Today(work.Client, TimeProvider.System).AddDays(-1),
            Message = message,
        }),
    ];
}
