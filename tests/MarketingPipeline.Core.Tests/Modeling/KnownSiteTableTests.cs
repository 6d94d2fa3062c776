using System.Globalization;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Modeling;

public class KnownSiteTableTests
{
    [Fact]
    public void Google_s_list_is_carried_whole_with_its_four_categories()
    {
        var categories = KnownSiteTable.Google.CountBy(known => known.Category).ToDictionary();

        Assert.Equal((592, 129, 52, 46), (categories[SiteCategory.Social], categories[SiteCategory.Search], categories[SiteCategory.Shopping], categories[SiteCategory.Video]));
        Assert.DoesNotContain(SiteCategory.Ai, categories.Keys);
    }

    [Fact]
    public void A_list_adds_to_those_before_it_and_repeats_none_of_their_sites()
    {
        var all = KnownSiteTable.Google.Concat(KnownSiteTable.Assistants).Concat(KnownSiteTable.Further).Select(known => known.Site).ToList();

        Assert.Equal(all.Distinct(StringComparer.Ordinal), all);
        Assert.All(KnownSiteTable.Assistants, known => Assert.Equal(SiteCategory.Ai, known.Category));
    }

    [Fact]
    public void Every_site_is_written_as_it_is_compared()
    {
        Assert.All(KnownSiteTable.Of(ChannelSites.Extended, []), known =>
        {
            Assert.Equal(KnownSiteTable.AsCompared(known.Site), known.Site);
            Assert.Matches("^[a-z0-9][a-z0-9 .+_-]*$", known.Site);
        });
    }

    [Theory]
    [InlineData("google", SiteCategory.Search, "google")]
    [InlineData("cn.bing.com", SiteCategory.Search, "google")]
    [InlineData("de.search.yahoo.com", SiteCategory.Search, "google")]
    [InlineData("alibaba", SiteCategory.Shopping, "google")]
    [InlineData("facebook", SiteCategory.Social, "google")]
    [InlineData("tiktok", SiteCategory.Social, "google")]
    [InlineData("youtube.com", SiteCategory.Video, "google")]
    [InlineData("netflix", SiteCategory.Video, "google")]
    [InlineData("chatgpt.com", SiteCategory.Ai, "assistants")]
    [InlineData("gemini.google.com", SiteCategory.Ai, "assistants")]
    [InlineData("perplexity", SiteCategory.Ai, "assistants")]
    [InlineData("google.com", SiteCategory.Search, "product")]
    [InlineData("google.co.th", SiteCategory.Search, "product")]
    [InlineData("shopping.google.com", SiteCategory.Shopping, "product")]
    public void A_well_known_site_has_the_category_that_people_expect(string site, SiteCategory category, string listedBy)
    {
        Assert.Equal(new ListedSite(site, category, listedBy), KnownSiteTable.Of(ChannelSites.Extended, []).Single(known => known.Site == site));
        Assert.Equal(listedBy != "product", KnownSiteTable.Of(ChannelSites.Google, []).Any(known => known.Site == site));
    }

    [Theory]
    [InlineData("sms")]
    [InlineData("firebase")]
    [InlineData("email")]
    [InlineData("mail.google.com")]
    [InlineData("some-source")]
    public void A_source_that_has_a_channel_by_another_rule_is_no_known_site(string site) =>
        Assert.DoesNotContain(KnownSiteTable.Of(ChannelSites.Extended, []), known => known.Site == site);

    [Theory]
    [InlineData("tiktok")]
    [InlineData("chatgpt.com")]
    [InlineData("google.co.th")]
    public void A_workspace_s_category_of_a_site_replaces_that_of_every_list(string site)
    {
        var known = KnownSiteTable.Of(ChannelSites.Extended, [new(site, SiteCategory.Shopping)]);

        Assert.Equal(new ListedSite(site, SiteCategory.Shopping, "workspace"), known.Single(known => known.Site == site));
        Assert.Equal(KnownSiteTable.Of(ChannelSites.Extended, []).Count, known.Count);
    }

    [Fact]
    public void A_workspace_s_site_is_added_as_it_is_compared_and_in_its_place()
    {
        var known = KnownSiteTable.Of(ChannelSites.Google, [new(" WWW.Wongnai.com", SiteCategory.Social), new("aaa.example", SiteCategory.Search)]);

        Assert.Equal(SiteCategory.Social, known.Single(known => known.Site == "wongnai.com").Category);
        Assert.Equal(known.OrderBy(known => known.Site, StringComparer.Ordinal), known);
        Assert.Equal(KnownSiteTable.Google.Count + KnownSiteTable.Assistants.Count + 2, known.Count);
    }

    [Fact]
    public void Of_a_workspace_s_repeated_site_the_last_counts()
    {
        var known = KnownSiteTable.Of(ChannelSites.Google, [new("shop.example", SiteCategory.Social), new("shop.example", SiteCategory.Shopping)]);

        Assert.Equal(SiteCategory.Shopping, known.Single(known => known.Site == "shop.example").Category);
    }

    [Fact]
    public void A_site_is_compared_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.Equal("wikihow.com", KnownSiteTable.AsCompared("WWW.WIKIHOW.COM"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("name,category\n")]
    [InlineData("site,category\ngoogle\n")]
    [InlineData("site,category\ngoogle,4\n")]
    [InlineData("site,category\n,search\n")]
    [InlineData("site,category\nwww.google.com,search\n")]
    [InlineData("site,category\ngoogle,search\ngoogle,video\n")]
    public void A_list_that_is_none_is_refused_with_its_line(string text) =>
        Assert.Contains("Models/sites/x.csv, line ", Assert.Throws<InvalidDataException>(() => SiteList.Parse("x.csv", "site,category", new StringReader(text))).Message, StringComparison.Ordinal);
}
