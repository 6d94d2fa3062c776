using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>Input is bounded when it is staged, and what is lost that way is counted (definitions.md, ground rules).</summary>
public sealed class BoundsTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    /// <summary>A text in the value parameter, the amount that is staged, unreadable values, implausible values.</summary>
    public static TheoryData<string, string, int, int> Amounts => new()
    {
        { "49.90", "49.9", 0, 0 },
        { " 20 ", "20", 0, 0 },
        { "\u00a0+.5\u3000", "0.5", 0, 0 },
        { "1e3", "1000", 0, 0 },
        { "1.5E-2", "0.015", 0, 0 },
        { "-7.", "-7", 0, 0 },
        { "0.0000000005", "0.000000001", 0, 0 },
        { "1e-400", "0", 0, 0 },
        { "999999999999.999999999", "999999999999.999999999", 0, 0 },
        { "", "-", 0, 0 },
        { " \t\n\u2003", "-", 0, 0 },
        { "1,299.00", "-", 1, 0 },
        { "49,90", "-", 1, 0 },
        { "$30", "-", 1, 0 },
        { "1_000", "-", 1, 0 },
        { "0x1F", "-", 1, 0 },
        { "１２", "-", 1, 0 },
        { "NaN", "-", 1, 0 },
        { "Infinity", "-", 1, 0 },
        { "1e", "-", 1, 0 },
        { "1000000000000", "-", 0, 1 },
        { "-1e12", "-", 0, 1 },
        { "1e400", "-", 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Amounts))]
    public async Task A_text_is_an_amount_where_it_is_a_number_within_bounds(string text, string amount, int unreadable, int implausible)
    {
        var row = Assert.Single(await new Acme().StageAsync(new Ga4Event(Day, "purchase").Param("value", text)));

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{amount} / {unreadable} / {implausible}"), row.Text("value", "unreadable_values", "implausible_values"));
    }

    [Fact]
    public async Task Each_amount_of_an_event_is_bounded_and_counted_by_itself()
    {
        var ecommerce = new JsonObject { ["purchase_revenue"] = 1e12, ["purchase_revenue_in_usd"] = -1e300, ["refund_value"] = 12.5, ["tax_value"] = 1e11, ["shipping_value"] = 0.1 + 0.2 };
        var row = Assert.Single(await new Acme().StageAsync(new Ga4Event(Day, "purchase").Set("ecommerce", ecommerce).Param("value", "free")));

        Assert.Equal("- / - / - / 12.5 / 100000000000 / 0.3 / 1 / 2", row.Text("value", "revenue", "revenue_usd", "refund", "tax", "shipping", "unreadable_values", "implausible_values"));
    }

    [Fact]
    public async Task Engagement_is_whole_milliseconds_of_at_most_a_day()
    {
        (JsonObject Value, string Expected)[] cases =
        [
            (new() { ["int_value"] = "86400000" }, "86400000 / 0 / 0"),
            (new() { ["int_value"] = "86400001" }, "- / 0 / 1"),
            (new() { ["int_value"] = "-1" }, "- / 0 / 1"),
            (new() { ["int_value"] = "9223372036854775807" }, "- / 0 / 1"),
            (new() { ["double_value"] = 1500.0 }, "1500 / 0 / 0"),
            (new() { ["double_value"] = 1500.5 }, "- / 1 / 0"),
            (new() { ["string_value"] = "1.5e3" }, "1500 / 0 / 0"),
            (new() { ["string_value"] = "long" }, "- / 1 / 0"),
        ];
        var rows = await new Acme().StageAsync([.. cases.Select((entry, n) => new Ga4Event(Day, user: $"u{n}").Param("engagement_time_msec", (JsonObject)entry.Value.DeepClone()))]);

        Assert.Equal(cases.Select(entry => entry.Expected), rows.Select(row => row.Text("engagement_time_msec", "unreadable_values", "implausible_values")));
    }

    [Fact]
    public async Task The_worst_admissible_amounts_add_up()
    {
        var settings = new Acme { Ga4 = "\"conversionEvents\": [\"purchase\"]" };
        var rows = await settings.SessionsAsync([.. Enumerable.Range(0, 200).Select(n => new Ga4Event(Day, "purchase").Purchase($"T{n}", 999999999999.99).Param("engagement_time_msec", 86_400_000L).Set("batch_event_index", n))]);

        Assert.Equal("200 / 199999999999998 / 17280000", Assert.Single(rows).Text("conversions", "revenue", "engagement_seconds"));
    }

    [Fact]
    public async Task A_currency_is_three_letters()
    {
        string[] currencies = ["usd", " EUR ", "US", "DOLLAR", "฿", "TH1", ""];
        var rows = await new Acme().StageAsync([.. currencies.Select((currency, n) => new Ga4Event(Day, user: $"u{n}").Param("currency", currency))]);

        Assert.Equal(["USD", "EUR", "-", "-", "-", "-", "-"], rows.Select(row => row.Text("currency")));
    }

    [Fact]
    public async Task Texts_are_trimmed_of_every_blank_and_nothing_is_NULL()
    {
        var row = Assert.Single(await new Acme().StageAsync(new Ga4Event(Day, user: "\u2003u1\u00a0").Page("  https://acme.example/?utm_source=%20news%20&utm_medium=%20 ").Param("page_title", "\u3000\u2028").Param("coupon", "\tX Y\r\n").Set("user_id", "\u1680")));

        Assert.Equal("u1 / https://acme.example/?utm_source=%20news%20&utm_medium=%20 / - / X Y / - / news / -", row.Text("user_pseudo_id", "page_location", "page_title", "coupon", "user_id", "hit_source", "hit_medium"));
    }

    [Fact]
    public async Task A_session_id_is_a_number_in_any_slot_or_stands_after_the_s_of_a_cookie()
    {
        (JsonObject Value, string Expected)[] cases =
        [
            (new() { ["int_value"] = "17" }, "17"),
            (new() { ["string_value"] = "18" }, "18"),
            (new() { ["double_value"] = 19.0 }, "19"),
            (new() { ["string_value"] = "s1747075570$o5$g1$t1747075601$j29$l0$h0" }, "1747075570"),
            (new() { ["string_value"] = "GS2.1.s1747075571$o5$g1" }, "1747075571"),
            (new() { ["string_value"] = "GS2.1.s1747075572" }, "1747075572"),
            (new() { ["string_value"] = "session" }, "-"),
            (new() { ["double_value"] = 1.5 }, "-"),
        ];
        var rows = await new Acme().StageAsync([.. cases.Select((entry, n) => new Ga4Event(Day, user: $"u{n}", session: null).Param("ga_session_id", (JsonObject)entry.Value.DeepClone()))]);

        Assert.Equal(cases.Select(entry => entry.Expected), rows.Select(row => row.Text("ga_session_id")));
    }

    [Fact]
    public async Task Apps_say_engaged_their_own_way_and_count_purchases_in_millionths()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day, user: "a").Param("engaged_session_event", 1),
            new Ga4Event(Day, user: "b").Param("session_engaged", "1"),
            new Ga4Event(Day, user: "c").Param("engaged_session_event", 0),
            new Ga4Event(Day, "in_app_purchase", "d").Param("value", 1_990_000),
            new Ga4Event(Day, "in_app_purchase", "e").Param("value", 1.99),
            new Ga4Event(Day, "in_app_purchase", "f").Param("value", "1.99"),
            new Ga4Event(Day, "purchase", "g").Param("value", 1_990_000));

        Assert.Equal(["True / -", "True / -", "False / -", "False / 1.99", "False / 1.99", "False / 1.99", "False / 1990000"], rows.Select(row => row.Text("session_engaged", "value")));
    }
}
