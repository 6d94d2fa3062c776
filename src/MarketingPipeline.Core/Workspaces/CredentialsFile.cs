namespace MarketingPipeline.Core.Workspaces;

/// <summary>A file of credentials that a setting or a variable of the environment names.</summary>
/// <param name="Setting">What names it, for messages: <c>bigQuery.credentialsFile</c>.</param>
/// <param name="Kind">The kind of its errors.</param>
/// <param name="Instead">What needs no file, ending a sentence that begins "On a server, ": "NAME needs no file".</param>
public sealed record CredentialsFile(string Setting, PipelineErrorKind Kind, string Instead)
{
    /// <summary>A credential file is a few kilobytes.</summary>
    private const int MaximumLength = 1024 * 1024;

    /// <summary>Reads the file.</summary>
    /// <param name="file">The file, absolute.</param>
    /// <param name="workspaceRoot">The folder of pipeline.json: kept in git, and so no place for a key.</param>
    /// <exception cref="PipelineException">It is inside the workspace, also by a link; or cannot be read; or is no such file. Nothing of it is in the error.</exception>
    public string Read(string file, string workspaceRoot)
    {
        try
        {
            if (IsInside(file, workspaceRoot) || IsInside(Resolved(file), Resolved(workspaceRoot)))
            {
                throw Error(
                    $"{file}, inside the workspace",
                    $"Move it out: a workspace is kept in git, and whoever reads that could sign in. Then change the key, if it was committed. On a server, {Instead}.");
            }

            return new FileInfo(file).Length <= MaximumLength
                ? File.ReadAllText(file)
                : throw Error($"{file}, which is too large for credentials", $"Correct {Setting}, or leave it out and sign in by the environment.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Error($"{file}, which cannot be read: {error.Message}", $"Correct {Setting}, or leave it out and sign in by the environment.");
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
        {
            return full;
        }

        var here = Path.Combine(Resolved(folder), Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here;
    }

    private PipelineException Error(string what, string advice) => new(Kind, $"{Setting} is {what}.", advice, Setting);
}
