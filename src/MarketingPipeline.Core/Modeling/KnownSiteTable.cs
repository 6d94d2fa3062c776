using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>
/// The sites that channel grouping knows: those that the product carries (<c>Models/known_sites.csv</c>) and a workspace's
/// own. Its categories are those of GA4's default channel group, with the AI assistants beside them; TikTok is a video site
/// there, not a social one. A source matches a site that it equals, so names as campaigns write them (<c>facebook</c>) and
/// hosts as browsers report them (<c>l.facebook.com</c>) both stand in it.
/// </summary>
public static class KnownSiteTable
{
    /// <summary>The name of the embedded table.</summary>
    internal const string ResourceName = "Models/known_sites.csv";

    private const string Header = "site,category";

    private static readonly Lazy<IReadOnlyList<KnownSite>> Embedded = new(ReadEmbedded);

    /// <summary>The sites that the product carries, ordered ordinally by site.</summary>
    public static IReadOnlyList<KnownSite> BuiltIn => Embedded.Value;

    /// <summary>The product's sites and a workspace's own, each site once, ordered ordinally by site.</summary>
    /// <param name="own">The workspace's sites; its category of a site replaces the product's, its last one an earlier one.</param>
    public static IReadOnlyList<KnownSite> Merge(IEnumerable<KnownSite> own)
    {
        ArgumentNullException.ThrowIfNull(own);

        var sites = BuiltIn.ToDictionary(known => known.Site, StringComparer.Ordinal);
        foreach (var known in own)
        {
            var site = AsCompared(known.Site);
            if (site.Length > 0)
            {
                sites[site] = new KnownSite(site, known.Category);
            }
        }

        return Ordered(sites.Values);
    }

    /// <summary>The same as rows of <c>site</c> and <c>category</c>.</summary>
    internal static LiteralRows Rows(IEnumerable<KnownSite> own) => new(["site", "category"], [.. Merge(own).Select(known => new[] { known.Site, NameOf(known.Category) })])
    {
        Description = "sites and their categories (site, category): the module's Models/known_sites.csv and the workspace's knownSites",
    };

    /// <summary>A source as it is compared with a site: lower-case, without surrounding space and leading www.</summary>
    internal static string AsCompared(string source)
    {
        var site = source.Trim().ToLowerInvariant();
        return site.StartsWith("www.", StringComparison.Ordinal) ? site["www.".Length..] : site;
    }

    /// <summary>Reads <c>site,category</c> lines after their header. No site holds a comma or a quote, so neither is escaped.</summary>
    /// <exception cref="InvalidDataException">The text is not such a table; names the line. A defect of the build, not of a user's input.</exception>
    internal static IReadOnlyList<KnownSite> Parse(TextReader table)
    {
        var sites = new List<KnownSite>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 1; table.ReadLine() is { } line; number++)
        {
            if (number == 1)
            {
                if (line != Header)
                {
                    throw new InvalidDataException(FormattableString.Invariant($"{ResourceName}, line 1: the header is not '{Header}'."));
                }

                continue;
            }

            var parts = line.Split(',');
            if (parts.Length != 2 || CategoryOf(parts[1]) is not { } category || parts[0] != AsCompared(parts[0]) || !seen.Add(parts[0]))
            {
                throw new InvalidDataException(FormattableString.Invariant($"{ResourceName}, line {number}: '{line}' is not a new site and its category."));
            }

            sites.Add(new KnownSite(parts[0], category));
        }

        return Ordered(sites);
    }

    private static string NameOf(SiteCategory category) => category switch
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

    private static IReadOnlyList<KnownSite> Ordered(IEnumerable<KnownSite> sites) =>
        [.. sites.OrderBy(known => known.Site, StringComparer.Ordinal)];

    private static IReadOnlyList<KnownSite> ReadEmbedded()
    {
        var stream = typeof(KnownSiteTable).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidDataException($"The build lacks {ResourceName}.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }
}
