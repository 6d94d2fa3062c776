using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Conversions;

/// <summary>definitions.md: the user behind a conversion; touches, first touch, and the conversions before it.</summary>
public sealed class CustomerTests
{
    private static readonly DateOnly First = new(2026, 2, 1);

    [Fact]
    public async Task Touches_are_the_sessions_of_the_last_ninety_days_up_to_the_conversion()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(First.AddDays(-1), session: 1),
            new Ga4Event(First, session: 2),
            new Ga4Event(First.AddDays(90), session: 3),
            new Ga4Event(First.AddDays(90), session: 3, name: "purchase", minute: 10).Purchase("T1", 5),
            new Ga4Event(First.AddDays(90), session: 4, minute: 11),
            new Ga4Event(First.AddDays(90), user: "u2", session: 5));

        Assert.Equal("2 / 91", Assert.Single(conversions).Text("touches", "days_since_first_touch"));
    }

    [Fact]
    public async Task A_conversion_that_begins_its_session_touches_it_and_a_session_over_midnight_counts_by_its_own_date()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(First, session: 1, minute: 835),
            new Ga4Event(First.AddDays(1), session: 1, name: "purchase", minute: -595).Purchase("T1", 5),
            new Ga4Event(First.AddDays(1), user: "u2", name: "purchase").Purchase("T1", 5));

        Assert.Equal(["u1 / 1 / 1 / 10", "u2 / 1 / 0 / 0"], conversions.Select(row => row.Text("user_pseudo_id", "touches", "days_since_first_touch", "minutes_to_conversion")));
    }

    [Fact]
    public async Task A_user_is_reactivated_after_more_than_ninety_days_by_date()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(First, "purchase", minute: 600).Purchase("T1", 1),
            new Ga4Event(First.AddDays(90), "purchase", session: 2, minute: 800).Purchase("T2", 2),
            new Ga4Event(First, "purchase", "u2", minute: 800).Purchase("T1", 1),
            new Ga4Event(First.AddDays(91), "purchase", "u2", session: 2).Purchase("T2", 2));

        Assert.Equal(
            ["u1 / new / 1", "u2 / new / 1", "u1 / returning / 2", "u2 / reactivated / 2"],
            conversions.Select(row => row.Text("user_pseudo_id", "customer_type", "user_conversion_number")));
        Assert.Null(conversions[0]["previous_conversion_timestamp"]);
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 20, 0, 0, TimeSpan.Zero), conversions[2].Get<DateTimeOffset>("previous_conversion_timestamp"));
    }

    [Fact]
    public async Task Each_category_has_a_history_of_its_own_over_its_events()
    {
        var acme = new Acme { Ga4 = "\"conversionEvents\": [\"purchase\", \"order_complete\", \"generate_lead\"]" };
        var conversions = await acme.ConversionsAsync(
            new Ga4Event(First, "generate_lead"),
            new Ga4Event(First, "purchase", minute: 1).Purchase("T1", 1),
            new Ga4Event(First, "order_complete", minute: 2).Purchase("T2", 1),
            new Ga4Event(First, "purchase", minute: 3).Purchase("T1", 1),
            new Ga4Event(First, "generate_lead", minute: 4));

        Assert.Equal(
            ["lead / new / 1", "purchase / new / 1", "purchase / returning / 2", "lead / returning / 2"],
            conversions.Select(row => row.Text("conversion_category", "customer_type", "user_conversion_number")));
    }

    [Fact]
    public async Task The_conversions_of_nobody_have_no_history()
    {
        var conversions = await new Acme().ConversionsAsync(
            new Ga4Event(First, "purchase", user: null).Purchase("T1", 1),
            new Ga4Event(First, "purchase", user: null, minute: 1).Purchase("T2", 1));

        Assert.Equal(["unknown / - / - / - / -", "unknown / - / - / - / -"], conversions.Select(row => row.Text("customer_type", "user_conversion_number", "previous_conversion_timestamp", "touches", "days_since_first_touch")));
    }

    [Fact]
    public async Task Conversions_after_the_as_of_date_are_not_known_yet()
    {
        var acme = new Acme { AsOf = First };

        Assert.Equal("new", Assert.Single(await acme.ConversionsAsync(
            new Ga4Event(First, "purchase").Purchase("T1", 1),
            new Ga4Event(First.AddDays(1), "purchase", session: 2).Purchase("T2", 1))).Text("customer_type"));
    }
}
