using System.Management.Automation;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell;

/// <summary>Where a session's paths lead. PowerShell's current location is not the process's, and each runspace has its own.</summary>
internal static class Locations
{
    /// <summary>The variable that names a workspace for a whole session or machine.</summary>
    internal const string WorkspaceVariable = "MARKETINGPIPELINE_WORKSPACE";

    /// <summary>A path as given, relative or on a PowerShell drive, as a path of the file system. It need not exist.</summary>
    /// <exception cref="PipelineException">The path is on a drive that is not the file system's.</exception>
    internal static string FullPath(this PSCmdlet cmdlet, string path)
    {
        // Without a drive in front it is the file system's, whatever drive the session stands on (Cert:, Env:).
        var standsAlone = path is ['/' or '\\', ..] || !(path.Contains(':', StringComparison.Ordinal) || path.StartsWith('~'));
        if (standsAlone)
        {
            return Path.GetFullPath(path, cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath);
        }

        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? Path.GetFullPath(full) : throw NotAFile(path, null);
        }
        catch (SessionStateException unknown)
        {
            throw NotAFile(path, unknown);
        }
    }

    /// <summary>The workspace's folder: as given, else the environment variable's, else the current folder and upwards.</summary>
    /// <exception cref="PipelineException">No workspace is there.</exception>
    internal static string WorkspaceRoot(this PSCmdlet cmdlet, string? given) => WorkspaceReader.Find(
        string.IsNullOrWhiteSpace(given) ? null : cmdlet.FullPath(given),
        Environment.GetEnvironmentVariable(WorkspaceVariable),
        cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath);

    private static PipelineException NotAFile(string path, Exception? cause) => new(
        PipelineErrorKind.Argument,
        $"'{path}' does not lead to a file or folder.",
        "Give a path of the file system, or of a PowerShell drive that is there and leads to one.",
        path,
        cause);
}
