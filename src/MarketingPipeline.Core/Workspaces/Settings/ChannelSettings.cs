namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>What a workspace says of channel grouping: rules of its own, which lists of sites count, and sites that it knows.</summary>
internal static class ChannelSettings
{
    private const string RuleAdvice = "Write { \"channel\": ..., \"source\": ..., \"medium\": ..., \"campaign\": ... } with at least one of the three patterns.";
    private const string SiteAdvice = "Write { \"site\": \"example.com\", \"category\": \"search\" }; the site is a source as GA4 names it.";

    public static IReadOnlyList<ChannelRule> Rules(SettingsObject file, IPatternCheck patterns)
    {
        var expressions = new RuleExpressions(patterns);
        var rules = new List<ChannelRule>();
        foreach (var item in file.Items("channelRules"))
        {
            if (item.Object(RuleAdvice) is not { } rule)
            {
                continue;
            }

            var channel = rule.Require("channel", "Name the channel that the rule gives.")?.Text("Name the channel that the rule gives.");
            if (rule.Find("source") is null && rule.Find("medium") is null && rule.Find("campaign") is null)
            {
                item.Refuse("The rule has no pattern, so it would match everything.", RuleAdvice);
            }

            var (source, medium, campaign) = (expressions.Read(rule, "source"), expressions.Read(rule, "medium"), expressions.Read(rule, "campaign"));
            if (channel is not null)
            {
                rules.Add(new ChannelRule(channel, source, medium, campaign));
            }
        }

        return rules;
    }

    public static ChannelSites Lists(SettingsObject file) =>
        file.Find("channelSites")?.Choice(("Google", ChannelSites.Google), ("Extended", ChannelSites.Extended)) ?? ChannelSites.Google;

    public static IReadOnlyList<KnownSite> Sites(SettingsObject file)
    {
        var sites = new List<KnownSite>();
        foreach (var item in file.Items("knownSites"))
        {
            if (item.Object(SiteAdvice) is not { } entry)
            {
                continue;
            }

            var value = entry.Require("site", SiteAdvice);
            var site = value is null ? null : Site(value);
            var category = entry.Require("category", "Use search or shopping or social or video or ai.")?.Choice(
                ("search", SiteCategory.Search),
                ("shopping", SiteCategory.Shopping),
                ("social", SiteCategory.Social),
                ("video", SiteCategory.Video),
                ("ai", SiteCategory.Ai));
            if (site is null || category is null)
            {
                continue;
            }

            if (sites.Exists(known => known.Site == site))
            {
                value!.Refuse($"{ShownText.Quote(site)} is listed twice.", "Keep one of them: a site has one category.");
            }

            sites.Add(new KnownSite(site, category.Value));
        }

        return sites;
    }

    private static string? Site(SettingsValue value)
    {
        if (value.Text(SiteAdvice) is not { } text)
        {
            return null;
        }

        // A source need not be a host: GA4 writes google as well as google.com.
        var site = Hostname.WithoutWww(text.ToLowerInvariant());
        if (site.Length > 0 && !site.Contains('/', StringComparison.Ordinal))
        {
            return site;
        }

        value.Refuse($"{ShownText.Quote(text)} is not a site.", SiteAdvice);
        return null;
    }
}
