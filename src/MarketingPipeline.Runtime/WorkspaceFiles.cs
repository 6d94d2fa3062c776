using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.DuckDb;

namespace MarketingPipeline.Runtime;

/// <summary>Reads a workspace's files and adds to them, with the regular expressions in them checked by an engine.</summary>
public static class WorkspaceFiles
{
    /// <summary>Reads pipeline.json and clients/*.json; whatever is wrong is in <see cref="Workspace.Findings"/>.</summary>
    /// <exception cref="PipelineException">pipeline.json itself cannot be used; carries all findings.</exception>
    public static Workspace Read(string root)
    {
        using var patterns = new DuckDbPatternCheck();
        return WorkspaceReader.Read(root, patterns);
    }

    /// <summary>Writes clients/&lt;name&gt;.json; refuses to overwrite.</summary>
    /// <returns>The file written, absolute.</returns>
    /// <exception cref="PipelineException">The file exists, or the settings do not hold or contradict another client's; nothing is written.</exception>
    public static string AddClient(string root, ClientDraft client)
    {
        using var patterns = new DuckDbPatternCheck();
        return WorkspaceWriter.AddClient(root, client, patterns);
    }
}
