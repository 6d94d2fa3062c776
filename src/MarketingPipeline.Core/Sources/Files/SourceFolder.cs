namespace MarketingPipeline.Core.Sources.Files;

/// <summary>
/// What lies in a folder of source files and below it. Only regular files are ever opened, and no way leads out of the
/// folder: a pipe would wait for ever, a link may lead anywhere. The folder itself may be a link, as its user has named it.
/// A link to a file below the folder is read as that file; one to a folder is not followed, so that no way is a circle:
/// what is below the folder is found where it lies. Hidden files and folders, and those that tools keep for themselves, are
/// passed over.
/// </summary>
/// <param name="Files">The regular files, in ordinal order of their names.</param>
/// <param name="Unread">What is no regular file or leads out of the folder, in the same order.</param>
public sealed record SourceFolder(IReadOnlyList<SourceFile> Files, IReadOnlyList<UnreadFile> Unread)
{
    /// <summary>Folders below which tools and systems keep what is theirs, unfinished files among it.</summary>
    private static readonly string[] OfTools = ["_temporary", "_delta_log", "_spark_metadata", "__MACOSX", "lost+found", "$RECYCLE.BIN", "System Volume Information"];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, MatchType = MatchType.Simple };

    /// <summary>Lists a folder.</summary>
    /// <exception cref="IOException">It, or a folder below it, is not there or cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not list it, or a folder below it.</exception>
    public static SourceFolder List(string folder, CancellationToken cancellation)
    {
        var root = RealPath.Of(folder);
        var (files, unread) = (new List<SourceFile>(), new List<UnreadFile>());
        var waiting = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (waiting.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos("*", Everything))
            {
                cancellation.ThrowIfCancellationRequested();
                var relative = Path.GetRelativePath(folder, entry.FullName);
                var name = relative.Replace(Path.DirectorySeparatorChar, '/');
                if (IsHidden(entry))
                {
                    continue;
                }

                if (IsLink(entry))
                {
                    Follow(entry, name);
                }
                else if (entry is DirectoryInfo below)
                {
                    waiting.Push(below);
                }
                else
                {
                    Add(entry.FullName, name, Path.Combine(root, relative), isLink: false);
                }
            }
        }

        return new(
            [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)],
            [.. unread.OrderBy(file => file.Name, StringComparer.Ordinal)]);

        void Follow(FileSystemInfo link, string name)
        {
            var target = RealPath.TryOf(link.FullName);
            if (target is null)
            {
                unread.Add(new(name, "is a link that leads nowhere"));
            }
            else if (!RealPath.IsBelow(root, target))
            {
                unread.Add(new(name, "is a link out of the folder"));
            }
            else if (Directory.Exists(target))
            {
                unread.Add(new(name, "is a link to a folder"));
            }
            else
            {
                Add(link.FullName, name, target, isLink: true);
            }
        }

        void Add(string path, string name, string realPath, bool isLink)
        {
            var file = new FileInfo(realPath);
            if (!file.Exists)
            {
                unread.Add(new(name, "is gone since the folder was listed, or has a name that is no text"));
            }
            else if (FileKind.Irregular(file) is { } kind)
            {
                unread.Add(new(name, kind));
            }
            else
            {
                files.Add(new(path, name, realPath, isLink, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)));
            }
        }
    }

    /// <summary>
    /// Each file once: where several of these are the same one, by links, that which is no link, else the first by name.
    /// </summary>
    public static IEnumerable<SourceFile> Once(IEnumerable<SourceFile> files) => files
        .GroupBy(file => file.RealPath, StringComparer.Ordinal)
        .Select(same => same.OrderBy(file => file.IsLink).ThenBy(file => file.Name, StringComparer.Ordinal).First())
        .OrderBy(file => file.Name, StringComparer.Ordinal);

    // A leading dot hides a file everywhere but on Windows, where synchronised folders have such files all the same.
    private static bool IsHidden(FileSystemInfo entry) =>
        entry.Name.StartsWith('.')
        || (OperatingSystem.IsWindows() && (entry.Attributes & (FileAttributes.Hidden | FileAttributes.System)) != 0)
        || (entry is DirectoryInfo && OfTools.Contains(entry.Name, StringComparer.OrdinalIgnoreCase));

    // A file that a cloud's client fetches when it is read is a reparse point too, and no link.
    private static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0 && entry.LinkTarget is not null;
}
