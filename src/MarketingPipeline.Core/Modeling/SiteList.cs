using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>
/// A list of sites that the build carries, in <c>Models/sites</c>: lines of a site and its category after a header, or of sites
/// alone, which are AI assistants. No site holds a comma or a quote, so neither is escaped.
/// </summary>
internal static class SiteList
{
    internal const string Folder = "Models/sites/";

    /// <summary>An embedded list, in its order.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="header">The header that it must have.</param>
    public static IReadOnlyList<KnownSite> Read(string file, string header)
    {
        var stream = typeof(SiteList).Assembly.GetManifestResourceStream(Folder + file)
            ?? throw new InvalidDataException($"The build lacks {Folder}{file}.");
        using var reader = new StreamReader(stream);
        return Parse(file, header, reader);
    }

    /// <exception cref="InvalidDataException">The text is not such a list; names the line. A defect of the build, not of a user's input.</exception>
    internal static IReadOnlyList<KnownSite> Parse(string file, string header, TextReader list)
    {
        var sites = new List<KnownSite>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 1; list.ReadLine() is { } line; number++)
        {
            if (number == 1)
            {
                if (line != header)
                {
                    throw new InvalidDataException(FormattableString.Invariant($"{Folder}{file}, line 1: the header is not '{header}'."));
                }

                continue;
            }

            var parts = header == "site" ? [line, "ai"] : line.Split(',');
            if (parts.Length != 2 || CategoryOf(parts[1]) is not { } category || parts[0].Length == 0 || parts[0] != KnownSiteTable.AsCompared(parts[0]) || !seen.Add(parts[0]))
            {
                throw new InvalidDataException(FormattableString.Invariant($"{Folder}{file}, line {number}: '{line}' is not a new site and its category."));
            }

            sites.Add(new KnownSite(parts[0], category));
        }

        return sites;
    }

    public static string NameOf(SiteCategory category) => category switch
    {
        SiteCategory.Search => "search",
        SiteCategory.Shopping => "shopping",
        SiteCategory.Social => "social",
        SiteCategory.Video => "video",
        _ => "ai",
    };

    // Written out, as Enum.TryParse would also take numbers and lists.
    private static SiteCategory? CategoryOf(string text) => text switch
    {
        "search" => SiteCategory.Search,
        "shopping" => SiteCategory.Shopping,
        "social" => SiteCategory.Social,
        "video" => SiteCategory.Video,
        "ai" => SiteCategory.Ai,
        _ => null,
    };
}
