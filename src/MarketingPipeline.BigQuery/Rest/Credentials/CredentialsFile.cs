using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>The file that settings name as <c>bigQuery.credentialsFile</c>.</summary>
internal static class CredentialsFile
{
    private const string Setting = "bigQuery.credentialsFile";

    /// <summary>A credential file is a few kilobytes.</summary>
    private const int MaximumLength = 1024 * 1024;

    /// <exception cref="PipelineException">It is inside the workspace, or cannot be read.</exception>
    public static string Read(string file, string workspaceRoot)
    {
        try
        {
            if (IsInside(file, workspaceRoot) || IsInside(Resolved(file), Resolved(workspaceRoot)))
            {
                throw new PipelineException(
                    PipelineErrorKind.WarehouseFailed,
                    $"{Setting} is {file}, inside the workspace.",
                    $"Move it out: a workspace is kept in git, and whoever reads that could sign in. Then change the key, if it was committed. On a server, {GoogleCredentials.JsonVariable} needs no file.",
                    Setting);
            }

            return new FileInfo(file).Length <= MaximumLength ? File.ReadAllText(file) : throw SignInErrors.Unreadable(file, "it is too large for credentials");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(PipelineErrorKind.WarehouseFailed, $"{Setting} is {file}, which cannot be read: {error.Message}", $"Correct {Setting}, or leave it out and sign in by the environment.", Setting);
        }
    }

    private static bool IsInside(string file, string folder)
    {
        var way = Path.GetRelativePath(folder, file);
        return way != ".." && !way.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(way);
    }

    /// <summary>The path with every link on the way followed.</summary>
    private static string Resolved(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
            return full;

        var here = Path.Combine(Resolved(folder), Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }
}
