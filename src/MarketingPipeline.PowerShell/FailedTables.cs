using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell;

/// <summary>
/// The results of a step that has thrown: one for each table that it would have written, so that the next cmdlet in the
/// pipeline sees the failure and leaves the client out.
/// </summary>
internal static class FailedTables
{
    internal static IReadOnlyList<object> Of(ClientWork work, IEnumerable<Model> models, Exception failure) =>
    [
        .. models.Select(model => new TableResult
        {
            Client = work.Name,
            Table = model.TableFor(work.Client.Name),
            Layer = model.Layer.ToString().ToLowerInvariant(),
            Status = TableStatus.Failed,
            AsOf = work.Chosen.AsOf ?? AsOfDate.Today(work.Client, TimeProvider.System).AddDays(-1),
            Message = failure is PipelineException ? failure.Message : $"unexpected: {failure.Message}",
        }),
    ];
}
