namespace MarketingPipeline.Core.Workspaces;

/// <summary>Finds, reads and validates a workspace.</summary>
public static class WorkspaceReader
{
    /// <summary>
    /// The folder of the nearest pipeline.json: <paramref name="path"/> itself where it is given, else the folder that the
    /// environment variable names, else <paramref name="currentFolder"/> and upwards.
    /// </summary>
    /// <exception cref="PipelineException">No pipeline.json is there.</exception>
    public static string Find(string? path, string? environmentVariable, string currentFolder) => throw new NotImplementedException();

    /// <summary>Reads pipeline.json and clients/*.json; whatever is wrong is in <see cref="Workspace.Findings"/>.</summary>
    /// <exception cref="PipelineException">pipeline.json itself cannot be used; carries all findings.</exception>
    public static Workspace Read(string root) => throw new NotImplementedException();
}
