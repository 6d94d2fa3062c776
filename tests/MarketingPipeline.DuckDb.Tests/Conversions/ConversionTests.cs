using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Conversions;

/// <summary>definitions.md, int_conversions_attributed: which events are conversions, and what they carry.</summary>
public sealed class ConversionTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private static readonly Acme Beach = new()
    {
        Ga4 = """
            "conversionEvents": ["purchase", "successfulCheckout", "generate_lead", "sign_up", "tour", { "name": "special", "category": "booking" }, { "name": "membership", "category": "club" }]
            """,
    };

    [Fact]
    public async Task Of_the_events_with_one_user_and_transaction_the_first_counts_over_all_conversion_events()
    {
        var conversions = await Beach.ConversionsAsync(
            new Ga4Event(Day, "successfulCheckout").Param("transaction_id", "T1").Param("value", 50.0),
            new Ga4Event(Day, "purchase", minute: 1).Purchase("T1", 60),
            new Ga4Event(Day.AddDays(-1), "purchase", minute: 2).Purchase("T2", 70),
            new Ga4Event(Day, "purchase", minute: 3).Purchase("T2", 80),
            new Ga4Event(Day, "purchase", "u2", minute: 4).Purchase("T1", 90));

        Assert.Equal(
            ["purchase / u1 / T2 / 70", "successfulCheckout / u1 / T1 / 50", "purchase / u2 / T1 / 90"],
            conversions.Select(row => row.Text("conversion_type", "user_pseudo_id", "transaction_id", "revenue")));
    }

    [Fact]
    public async Task Events_without_a_user_or_with_a_blank_one_are_one_user_for_it_and_events_without_a_transaction_id_always_count()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(Day, "purchase", user: null, session: null).Purchase("T1", 1),
            new Ga4Event(Day, "purchase", user: null, session: null, minute: 1).Purchase("T1", 2),
            new Ga4Event(Day, "purchase", user: "", minute: 2).Purchase("T1", 3),
            new Ga4Event(Day, "purchase", minute: 3).Purchase("T1", 4),
            new Ga4Event(Day, "purchase", minute: 4).Purchase(null, 5),
            new Ga4Event(Day, "purchase", minute: 5).Purchase("(not set)", 6),
            new Ga4Event(Day, "purchase", user: null, minute: 6).Purchase("", 7));

        Assert.Equal(["1", "4", "5", "6", "7"], conversions.Select(row => row.Text("revenue")));
    }

    [Fact]
    public async Task An_event_that_is_no_conversion_event_takes_no_transaction_away()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(Day, "purchase_confirmation").Purchase("T1", 1),
            new Ga4Event(Day, "Purchase", minute: 1).Purchase("T1", 2),
            new Ga4Event(Day, "purchase", minute: 2).Purchase("T1", 3));

        Assert.Equal("3", Assert.Single(conversions).Text("revenue"));
    }

    [Fact]
    public async Task The_first_in_the_order_of_events_counts_also_at_one_moment()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(Day, "purchase").Purchase("T1", 1),
            new Ga4Event(Day, "purchase").Purchase("T1", 2).Set("batch_page_id", 2),
            new Ga4Event(Day, "purchase").Purchase("T1", 3).Set("batch_page_id", 1));

        Assert.Equal("3", Assert.Single(conversions).Text("revenue"));
    }

    [Fact]
    public async Task The_value_is_revenue_for_purchases_and_bookings_only_and_never_before_purchase_revenue()
    {
        var conversions = await Beach.ConversionsAsync(
            new Ga4Event(Day, "successfulCheckout").Param("value", 100.5),
            new Ga4Event(Day, "special", minute: 1).Param("value", 200),
            new Ga4Event(Day, "purchase", minute: 2).Param("value", 300),
            new Ga4Event(Day, "purchase", minute: 3).Param("value", 300).Purchase("T", 250),
            new Ga4Event(Day, "generate_lead", minute: 4).Param("value", 400),
            new Ga4Event(Day, "sign_up", minute: 5).Param("value", 500),
            new Ga4Event(Day, "membership", minute: 6).Param("value", 600),
            new Ga4Event(Day, "tour", minute: 7).Param("value", 700),
            new Ga4Event(Day, "generate_lead", minute: 8).Param("value", 800).Purchase("L", 5));

        Assert.Equal(
            [
                "successfulCheckout / booking / 100.5 / True", "special / booking / 200 / True", "purchase / purchase / 300 / True", "purchase / purchase / 250 / True", "generate_lead / lead / - / False",
                "sign_up / sign_up / - / False", "membership / club / - / False", "tour / other / - / False", "generate_lead / lead / 5 / False",
            ],
            conversions.Select(row => row.Text("conversion_type", "conversion_category", "revenue", "is_transaction")));
    }

    [Fact]
    public async Task A_purchase_is_a_transaction_with_a_transaction_id_or_a_revenue_other_than_zero()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(Day, "purchase").Purchase(null, null),
            new Ga4Event(Day, "purchase", minute: 1).Purchase(null, 0),
            new Ga4Event(Day, "purchase", minute: 2).Purchase(null, -5),
            new Ga4Event(Day, "purchase", minute: 3).Purchase("T", null),
            new Ga4Event(Day, "purchase", minute: 4).Purchase("T2", 0));

        Assert.Equal(["- / False", "0 / False", "-5 / True", "- / True", "0 / True"], conversions.Select(row => row.Text("revenue", "is_transaction")));
    }

    [Fact]
    public async Task A_missing_currency_is_the_client_s_and_another_stays()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(Day, "purchase").Purchase("T1", 1),
            new Ga4Event(Day, "purchase", minute: 1).Purchase("T2", 2, "thb"),
            new Ga4Event(Day, "purchase", minute: 2).Purchase("T3", 3, "eur"));

        Assert.Equal(["EUR", "THB", "EUR"], conversions.Select(row => row.Text("currency")));
    }

    [Fact]
    public async Task A_conversion_carries_its_session_and_its_own_details()
    {
        var purchase = new Ga4Event(Day, "purchase", minute: 2.5).Param("coupon", "SUMMER")
            .Set("ecommerce", new JsonObject { ["transaction_id"] = "T1", ["purchase_revenue"] = 99.99, ["tax_value"] = 7, ["shipping_value"] = 3.5 })
            .Set("items", new JsonArray(new JsonObject { ["item_id"] = "i1", ["quantity"] = "2" }));
        var conversion = Assert.Single(await new Acme().ConversionsAsync(
            new Ga4Event(Day).Page("https://acme.example/?utm_source=newsletter&utm_medium=email&utm_campaign=june&utm_id=9&gclid=x"),
            purchase));

        Assert.Equal(
            "2026-06-15 / purchase / 1|u1|1 / newsletter / email / june / 9 / - / Email / newsletter / email / june / Email / - / collected / 2.5 / 0 / 1",
            conversion.Text("conversion_date", "conversion_type", "session_key", "source", "medium", "campaign", "campaign_id", "google_ads_campaign_id", "channel_grouping", "last_non_direct_source", "last_non_direct_medium",
                "last_non_direct_campaign", "last_non_direct_channel_grouping", "attribution_id", "source_method", "minutes_to_conversion", "days_since_first_touch", "touches"));
        Assert.Equal("T1 / 99.99 / 7 / 3.5 / SUMMER", conversion.Text("transaction_id", "revenue", "tax", "shipping", "coupon"));
        Assert.Equal("https://acme.example/?utm_source=newsletter&utm_medium=email&utm_campaign=june&utm_id=9&gclid=x", conversion.Text("landing_page"));
        Assert.Equal(new DateTimeOffset(2026, 6, 15, 10, 0, 0, TimeSpan.Zero), conversion.Get<DateTimeOffset>("session_start"));
        var item = (IReadOnlyDictionary<string, object?>)Assert.Single(conversion.Get<List<object?>>("items")!)!;
        Assert.Equal(("i1", 2L), (item["item_id"], item["quantity"]));
    }

    [Fact]
    public async Task A_conversion_without_a_known_session_is_kept_without_any_of_its_columns()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(Day, user: "u1"),
            new Ga4Event(Day, "purchase", "u1", session: null, minute: 1).Purchase("T1", 5).Page("https://acme.example/?gclid=x"),
            new Ga4Event(Day, "purchase", user: null, minute: 2).Purchase("T2", 6));

        string[] columns = ["session_key", "session_start", "source", "medium", "campaign", "campaign_id", "last_non_direct_source", "last_non_direct_channel_grouping", "attribution_id", "landing_page", "minutes_to_conversion"];
        Assert.All(conversions, row => Assert.All(columns, column => Assert.Null(row[column])));
        Assert.Equal(
            ["Unassigned / no_session / 5 / new / 1 / 0 / 1", "Unassigned / no_session / 6 / unknown / - / - / -"],
            conversions.Select(row => row.Text("channel_grouping", "source_method", "revenue", "customer_type", "touches", "days_since_first_touch", "user_conversion_number")));
    }

    [Fact]
    public async Task The_id_of_a_conversion_is_that_of_its_event()
    {
        using var bench = new Acme().Open(new Ga4Event(Day), new Ga4Event(Day, "purchase", minute: 1).Purchase("T1", 5));
        await Acme.BuildAsync(bench);

        Assert.Equal(1L, await bench.ValueAsync(Acme.Name, "SELECT COUNT(*) FROM int_acme_conversions_attributed JOIN stg_acme_ga4_events ON event_id = conversion_id AND event_name = 'purchase'"));
    }
}
