using System.Globalization;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Modeling;

public class KnownSiteTableTests
{
    [Fact]
    public void The_product_knows_several_hundred_sites_of_every_category()
    {
        var categories = KnownSiteTable.BuiltIn.CountBy(known => known.Category).ToDictionary();

        Assert.True(KnownSiteTable.BuiltIn.Count >= 800);
        Assert.All(Enum.GetValues<SiteCategory>(), category => Assert.True(categories[category] >= 50, $"{category}"));
    }

    [Fact]
    public void A_site_is_in_exactly_one_category()
    {
        var sites = KnownSiteTable.BuiltIn.Select(known => known.Site).ToList();

        Assert.Equal(sites.Distinct(StringComparer.Ordinal), sites);
    }

    [Fact]
    public void Every_site_is_written_as_it_is_compared()
    {
        Assert.All(KnownSiteTable.BuiltIn, known =>
        {
            Assert.Equal(KnownSiteTable.AsCompared(known.Site), known.Site);
            Assert.Matches("^[a-z0-9][a-z0-9 ._-]*$", known.Site);
        });
    }

    [Fact]
    public void The_file_is_ordered_by_category_then_site()
    {
        using var stream = typeof(KnownSiteTable).Assembly.GetManifestResourceStream(KnownSiteTable.ResourceName)!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var rows = text.Split('\n')[1..^1].Select(line => line.Split(',')).ToList();

        Assert.StartsWith("site,category\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        Assert.Equal(rows.OrderBy(row => row[1], StringComparer.Ordinal).ThenBy(row => row[0], StringComparer.Ordinal), rows);
    }

    [Theory]
    [InlineData("google", SiteCategory.Search)]
    [InlineData("google.com", SiteCategory.Search)]
    [InlineData("google.co.th", SiteCategory.Search)]
    [InlineData("cn.bing.com", SiteCategory.Search)]
    [InlineData("de.search.yahoo.com", SiteCategory.Search)]
    [InlineData("search.brave.com", SiteCategory.Search)]
    [InlineData("alibaba", SiteCategory.Shopping)]
    [InlineData("amazon.co.uk", SiteCategory.Shopping)]
    [InlineData("shopping.google.com", SiteCategory.Shopping)]
    [InlineData("shop.app", SiteCategory.Shopping)]
    [InlineData("facebook", SiteCategory.Social)]
    [InlineData("lm.facebook.com", SiteCategory.Social)]
    [InlineData("ig", SiteCategory.Social)]
    [InlineData("t.co", SiteCategory.Social)]
    [InlineData("out.reddit.com", SiteCategory.Social)]
    [InlineData("line", SiteCategory.Social)]
    [InlineData("youtube.com", SiteCategory.Video)]
    [InlineData("tiktok", SiteCategory.Video)]
    [InlineData("netflix", SiteCategory.Video)]
    [InlineData("chatgpt.com", SiteCategory.Ai)]
    [InlineData("gemini.google.com", SiteCategory.Ai)]
    [InlineData("perplexity", SiteCategory.Ai)]
    public void A_well_known_site_has_the_category_that_people_expect(string site, SiteCategory category) =>
        Assert.Equal(category, KnownSiteTable.BuiltIn.Single(known => known.Site == site).Category);

    [Theory]
    [InlineData("sms")]
    [InlineData("firebase")]
    [InlineData("email")]
    [InlineData("mail.google.com")]
    [InlineData("some-source")]
    public void A_source_that_has_a_channel_by_another_rule_is_no_known_site(string site) =>
        Assert.DoesNotContain(KnownSiteTable.BuiltIn, known => known.Site == site);

    [Fact]
    public void A_workspaces_category_of_a_site_replaces_the_products()
    {
        var merged = KnownSiteTable.Merge([new("tiktok", SiteCategory.Social)]);

        Assert.Equal(SiteCategory.Social, merged.Single(known => known.Site == "tiktok").Category);
        Assert.Equal(KnownSiteTable.BuiltIn.Count, merged.Count);
        Assert.Equal(SiteCategory.Video, KnownSiteTable.BuiltIn.Single(known => known.Site == "tiktok").Category);
    }

    [Fact]
    public void A_workspaces_site_is_added_as_it_is_compared_and_in_its_place()
    {
        var merged = KnownSiteTable.Merge([new(" WWW.Wongnai.com", SiteCategory.Social), new("aaa.example", SiteCategory.Search)]);

        Assert.Equal(SiteCategory.Social, merged.Single(known => known.Site == "wongnai.com").Category);
        Assert.Equal(merged.OrderBy(known => known.Site, StringComparer.Ordinal), merged);
        Assert.Equal(KnownSiteTable.BuiltIn.Count + 2, merged.Count);
    }

    [Fact]
    public void Of_a_workspaces_repeated_site_the_last_counts()
    {
        var merged = KnownSiteTable.Merge([new("shop.example", SiteCategory.Social), new("shop.example", SiteCategory.Shopping)]);

        Assert.Equal(SiteCategory.Shopping, merged.Single(known => known.Site == "shop.example").Category);
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
    [InlineData("site,category\nwww.google.com,search\n")]
    [InlineData("site,category\ngoogle,search\ngoogle,video\n")]
    public void A_table_that_is_none_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => KnownSiteTable.Parse(new StringReader(text)));
}
