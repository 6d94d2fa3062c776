using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>
/// The hosts of search sites and what GA4 writes for them as a source, from the search sites of Google's list: a name that
/// stands in it (baidu) for the name's .com with or without what search sites put before it, a few for every country's domain,
/// and hosts that stand in it themselves and are no part of a named site.
/// </summary>
internal static class SearchSites
{
    // A phone's pages, the search itself, China's, or a country's search.
    private const string Before = @"^(?:m\.|search\.|m\.search\.|cn\.|[a-z]{2}\.search\.)?";

    private static readonly Lazy<(string Names, IReadOnlyList<string> Hosts)> Listed = new(Read);

    /// <summary>A pattern whose group is the name of a host that is a name's .com.</summary>
    public static string Names => Listed.Value.Names;

    /// <summary>A pattern whose group is the name of a host of those that have a domain in every country.</summary>
    public static string Domains => Before + @"(google|bing|yahoo|yandex)\.(?:(?:co|com)\.[a-z]{2}|[a-z0-9-]+)$";

    /// <summary>Hosts that are written as they stand, in ordinal order.</summary>
    public static IReadOnlyList<string> Hosts => Listed.Value.Hosts;

    private static (string Names, IReadOnlyList<string> Hosts) Read()
    {
        var sites = KnownSiteTable.Google.Where(known => known.Category == SiteCategory.Search).Select(known => known.Site).Order(StringComparer.Ordinal).ToArray();
        var names = sites.Where(site => !site.Contains('.', StringComparison.Ordinal)).ToArray();
        var hosts = sites.Except(names).Where(host => !host.Split('.').Skip(1).Any(names.Contains));
        return ($@"{Before}({string.Join('|', names)})\.com$", [.. hosts]);
    }
}
