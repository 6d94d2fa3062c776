using MarketingPipeline.Core;

namespace MarketingPipeline.PowerShell;

/// <summary>The files that dashboards are exported to.</summary>
internal sealed class DashboardFiles
{
    private const string Extension = ".json";

    private readonly string _path;
    private readonly bool _isFile;
    private readonly bool _replaces;

    /// <summary>Decides whether the path is a folder or the one file.</summary>
    /// <param name="path">The path, absolute.</param>
    /// <param name="clients">How many dashboards are to be written.</param>
    /// <param name="replaces">Whether files that are there may be replaced.</param>
    internal DashboardFiles(string path, int clients, bool replaces)
    {
        var extension = Path.GetExtension(path);
        _isFile = extension.Equals(Extension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);
        if (_isFile && clients > 1)
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"{path} is one file, and there are {clients} dashboards to write.",
                "Give a folder.",
                path);
        }

        if (!_isFile && File.Exists(path))
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"{path} is a file that does not end in {Extension}.",
                $"Give a folder, or a file whose name ends in {Extension}.",
                path);
        }

        _path = path;
        _replaces = replaces;
    }

    internal string For(string client) => _isFile ? _path : Path.Combine(_path, client + Extension);

    internal async Task<FileInfo> WriteAsync(string file, string text, CancellationToken cancellation)
    {
        if (File.Exists(file) && !_replaces)
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"{file} is there already.",
                "Use -Force to replace it, or give another path.",
                file);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        // Whoever reads the file meanwhile sees the old text or the new one, never a half.
        var draft = file + ".new";
        await File.WriteAllTextAsync(draft, text, cancellation);
        File.Move(draft, file, overwrite: true);
        return new FileInfo(file);
    }
}
