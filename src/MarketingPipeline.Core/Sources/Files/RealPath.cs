namespace MarketingPipeline.Core.Sources.Files;

/// <summary>Where a path leads when every link in it is followed, those in the middle of it too.</summary>
public static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>The path without links.</summary>
    /// <exception cref="IOException">It leads nowhere, or in a circle.</exception>
    public static string Of(string path) => TryOf(path) ?? throw new IOException($"{path} is a link that leads nowhere.");

    /// <summary>The path without links; null where it leads nowhere or in a circle.</summary>
    public static string? TryOf(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full)!;
        var (reached, ahead, links) = (root, new Stack<string>(Parts(full[root.Length..])), 0);
        while (ahead.TryPop(out var part))
        {
            if (part == "..")
            {
                reached = Path.GetDirectoryName(reached) ?? reached;
                continue;
            }

            var next = Path.Combine(reached, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                if (!Path.Exists(next))
                {
                    return null;
                }

                reached = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            // What the target says counts from the link's own folder, whose links have been followed already.
            var targetRoot = Path.GetPathRoot(target)!;
            reached = Path.IsPathRooted(target) ? Path.GetPathRoot(Path.GetFullPath(target))! : reached;
            foreach (var below in Parts(target[targetRoot.Length..]))
            {
                ahead.Push(below);
            }
        }

        return reached;
    }

    /// <summary>True where a path without links lies below a folder without links.</summary>
    internal static bool IsBelow(string folder, string path) => path.StartsWith(
        Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar,
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>The last part first, as a stack takes them.</summary>
    private static IEnumerable<string> Parts(string path) => path
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
        .Where(part => part != ".")
        .Reverse();
}
