using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell;

/// <summary>What a new workspace's parameters mean.</summary>
internal static class NewWorkspaceSettings
{
    /// <summary>BigQuery's settings; null for another engine.</summary>
    internal static BigQuerySettings? BigQuery(WarehouseEngine engine, string? project, string? location) => (engine, project) switch
    {
        (WarehouseEngine.BigQuery, null) => throw new PipelineException(
            PipelineErrorKind.Argument,
            "A BigQuery workspace needs a Google Cloud project.",
            "Give -Project.",
            "Project"),
        (WarehouseEngine.BigQuery, _) => new BigQuerySettings { Project = project, Location = location },
        _ when project is not null || location is not null => throw new PipelineException(
            PipelineErrorKind.Argument,
            $"-Project and -Location are BigQuery's, and the engine is {engine}.",
            "Add -Engine BigQuery, or leave them out.",
            "Engine"),
        _ => null,
    };

    /// <summary>The last complete day where the example clients are. Thailand has had one offset, without summer time, since 1920.</summary>
    internal static DateOnly Yesterday() => DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).DateTime).AddDays(-1);
}
