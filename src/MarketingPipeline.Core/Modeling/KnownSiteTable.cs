using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>A site that channel grouping knows, and who says so.</summary>
/// <param name="Site">The source as compared: lower-case, without leading www.</param>
/// <param name="Category">What kind of site it is.</param>
/// <param name="ListedBy">Whose list it stands in: workspace, google, assistants or product.</param>
public sealed record ListedSite(string Site, SiteCategory Category, string ListedBy);

/// <summary>
/// The sites that channel grouping knows. A source matches a site that it equals, so names as campaigns write them
/// (<c>facebook</c>) and hosts as browsers report them (<c>l.facebook.com</c>) both stand in the lists. What a workspace says of
/// a site comes before Google's list, that before the AI assistants, and these before what the product adds.
/// </summary>
public static class KnownSiteTable
{
    private static readonly Lazy<IReadOnlyList<KnownSite>> GoogleList = new(() => SiteList.Read("google_source_categories.csv", "source,category"));
    private static readonly Lazy<IReadOnlyList<KnownSite>> AssistantList = new(() => SiteList.Read("ai_assistants.csv", "site"));
    private static readonly Lazy<IReadOnlyList<KnownSite>> FurtherList = new(() => SiteList.Read("further_sites.csv", "site,category"));

    /// <summary>Google's published list of source categories for the default channel groups, whole and unaltered.</summary>
    public static IReadOnlyList<KnownSite> Google => GoogleList.Value;

    /// <summary>The AI assistants, which Google's list lacks.</summary>
    public static IReadOnlyList<KnownSite> Assistants => AssistantList.Value;

    /// <summary>Sites of the product's own that neither has; they count where a workspace's channelSites is Extended.</summary>
    public static IReadOnlyList<KnownSite> Further => FurtherList.Value;

    /// <summary>The sites of a workspace, each once, ordered ordinally.</summary>
    /// <param name="sites">Which lists count.</param>
    /// <param name="own">The workspace's sites; of a repeated one the last counts.</param>
    public static IReadOnlyList<ListedSite> Of(ChannelSites sites, IEnumerable<KnownSite> own)
    {
        ArgumentNullException.ThrowIfNull(own);

        var known = own.Reverse()
            .Select(site => new ListedSite(AsCompared(site.Site), site.Category, "workspace"))
            .Concat(Listed(Google, "google"))
            .Concat(Listed(Assistants, "assistants"))
            .Concat(sites == ChannelSites.Extended ? Listed(Further, "product") : []);
        return [.. known.Where(site => site.Site.Length > 0).DistinctBy(site => site.Site).OrderBy(site => site.Site, StringComparer.Ordinal)];
    }

    /// <summary>The same as rows of <c>site</c>, <c>category</c> and <c>listed_by</c>.</summary>
    internal static LiteralRows Rows(ChannelSites sites, IEnumerable<KnownSite> own) => new(["site", "category", "listed_by"], [.. Of(sites, own).Select(site => new[] { site.Site, SiteList.NameOf(site.Category), site.ListedBy })])
    {
        Description = "sites, their categories and who lists them (site, category, listed_by): the module's Models/sites and the workspace's knownSites",
    };

    /// <summary>A source as it is compared with a site: lower-case, without surrounding space and leading www.</summary>
    internal static string AsCompared(string source) => Hostname.WithoutWww(source.Trim().ToLowerInvariant());

    private static IEnumerable<ListedSite> Listed(IEnumerable<KnownSite> sites, string listedBy) => sites.Select(site => new ListedSite(site.Site, site.Category, listedBy));
}
