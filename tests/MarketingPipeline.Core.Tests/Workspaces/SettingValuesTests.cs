using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class SettingValuesTests
{
    [Theory]
    [InlineData("Example.COM", "example.com")]
    [InlineData("www.example.com", "example.com")]
    [InlineData("WWW.example.com.:8080", "example.com")]
    [InlineData("shop.example.com", "shop.example.com")]
    [InlineData("www.shop.www.example.com", "shop.www.example.com")]
    [InlineData("localhost:5000", "localhost")]
    [InlineData("xn--mller-kva.example", "xn--mller-kva.example")]
    [InlineData("ร้าน.example", "ร้าน.example")]
    public void A_host_is_written_as_it_is_compared(string text, string expected)
    {
        Assert.Equal(expected, Hostname.Normalize(text, out var fault));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("https://example.com", "is a URL")]
    [InlineData("example.com/", "has a path")]
    [InlineData("example.com?x=1", "has a path")]
    [InlineData("*.example.com", "has a wildcard")]
    [InlineData("www..", "is not a host")]
    [InlineData(".", "is not a host")]
    [InlineData(":80", "is not a host")]
    [InlineData("exa mple.com", "is not a host")]
    [InlineData("example.com:8a", "is not a host")]
    [InlineData("a@example.com", "is not a host")]
    public void What_is_no_host_is_said_to_be_none(string text, string expected)
    {
        Assert.Null(Hostname.Normalize(text, out var fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("50 GB", 50_000_000_000)]
    [InlineData("50gb", 50_000_000_000)]
    [InlineData("1 KB", 1000)]
    [InlineData("1 KiB", 1024)]
    [InlineData("1.5 TiB", 1_649_267_441_664)]
    [InlineData("2 MB", 2_000_000)]
    [InlineData("3 MiB", 3_145_728)]
    [InlineData("7 TB", 7_000_000_000_000)]
    [InlineData("4 GiB", 4_294_967_296)]
    [InlineData("12345", 12345)]
    [InlineData("12 B", 12)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void An_amount_of_bytes_is_read_in_its_unit(string text, long expected) => Assert.Equal(expected, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0.5 B")]
    [InlineData("-5 GB")]
    [InlineData("1,5 GB")]
    [InlineData("50 G")]
    [InlineData("1e9")]
    [InlineData("٥ GB")]
    [InlineData("9223372036854775808")]
    [InlineData("9999999999999999999 TB")]
    public void What_is_no_amount_of_bytes_is_none(string text) => Assert.Null(ByteSize.Parse(text));

    [Theory]
    [InlineData(50_000_000_000, "50 GB")]
    [InlineData(1_500_000, "1500 KB")]
    [InlineData(1024, "1024")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public void An_amount_is_written_so_that_it_is_read_back(long bytes, string text)
    {
        Assert.Equal(text, ByteSize.Format(bytes));
        Assert.Equal(bytes, ByteSize.Parse(text));
    }

    [Theory]
    [InlineData("purchase", "purchase")]
    [InlineData("in_app_PURCHASE", "purchase")]
    [InlineData("OrderComplete", "purchase")]
    [InlineData("order_complete", "purchase")]
    [InlineData("successfulCheckout", "booking")]
    [InlineData("checkout_complete", "booking")]
    [InlineData("begin_checkout", "other")]
    [InlineData("book_now", "booking")]
    [InlineData("table_book", "booking")]
    [InlineData("facebook_click", "other")]
    [InlineData("facebooking", "booking")]
    [InlineData("RESERVATION", "booking")]
    [InlineData("signUp", "sign_up")]
    [InlineData("newsletter_SUBSCRIBE", "sign_up")]
    [InlineData("CLICK_TO_CALL", "lead")]
    [InlineData("generate_lead", "lead")]
    [InlineData("submitForm", "lead")]
    [InlineData("page_view", "other")]
    public void A_conversion_has_a_category_by_its_name(string name, string category) => Assert.Equal(category, ConversionCategories.Of(name));

    [Theory]
    [InlineData("clean", "clean")]
    [InlineData("a\tb\u0000", @"a\u0009b\u0000")]
    [InlineData("a\u2028b\u200f", @"a\u2028b\u200f")]
    public void Text_is_shown_without_what_moves_a_cursor(string text, string shown) => Assert.Equal(shown, ShownText.Shorten(text));

    [Fact]
    public void Long_text_is_cut_to_eighty_characters_and_between_characters()
    {
        Assert.Equal(80, ShownText.Shorten(new string('x', 80)).Length);
        Assert.Equal(new string('x', 79) + "…", ShownText.Shorten(new string('x', 81)));

        var emoji = ShownText.Shorten(string.Concat(Enumerable.Repeat("🏖", 41)));
        Assert.Equal(string.Concat(Enumerable.Repeat("🏖", 39)) + "…", emoji);
    }
}
