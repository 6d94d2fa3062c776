namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>Writes a file whole or not at all: beside it first, then moved in place, so that a crash never leaves half of one.</summary>
internal static class WholeFile
{
    /// <exception cref="IOException">The file is there already, and <paramref name="replace"/> is false; or it cannot be written.</exception>
    public static void Write(string path, byte[] content, bool replace)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // Hidden, and not .json: were it left behind, the reader would pass over it.
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, replace);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
