using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>A parameter is read whichever slot holds it; ids and money come out exactly as they went in.</summary>
public sealed class ParameterTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task A_value_is_read_from_every_slot()
    {
        (string Slot, JsonObject Value, string Expected)[] cases =
        [
            ("int as text", new() { ["int_value"] = "12" }, "12"),
            ("int as number", new() { ["int_value"] = 12 }, "12"),
            ("double", new() { ["double_value"] = 12345678.91 }, "12345678.91"),
            ("double as text", new() { ["double_value"] = "0.1" }, "0.1"),
            ("float", new() { ["float_value"] = 2.5 }, "2.5"),
            ("string", new() { ["string_value"] = "1999.95" }, "1999.95"),
            ("negative", new() { ["double_value"] = -0.01 }, "-0.01"),
            ("no number", new() { ["string_value"] = "THB 5" }, "-"),
            ("NaN", new() { ["double_value"] = "NaN" }, "-"),
            ("Infinity", new() { ["double_value"] = "Infinity" }, "-"),
            ("NaN text", new() { ["string_value"] = "NaN" }, "-"),
            ("too large", new() { ["double_value"] = 1e300 }, "-"),
            ("empty", new(), "-"),
        ];

        var rows = await new Acme().StageAsync([.. cases.Select(entry => new Ga4Event(Day, user: entry.Slot).Param("value", entry.Value))]);

        Assert.Equal(cases.Select(entry => new[] { entry.Slot, entry.Expected }).Expected(), rows.ByUser(row => row.Text("value")));
    }

    [Fact]
    public async Task A_transaction_id_is_read_from_every_slot_and_an_integer_never_through_a_double()
    {
        (string Slot, JsonObject Value, string Expected)[] cases =
        [
            ("int", new() { ["int_value"] = "9007199254740993" }, "9007199254740993"),
            ("int as number", new() { ["int_value"] = 9007199254740993 }, "9007199254740993"),
            ("largest", new() { ["int_value"] = "9223372036854775807" }, "9223372036854775807"),
            ("string", new() { ["string_value"] = "T-9007199254740993" }, "T-9007199254740993"),
            ("whole double", new() { ["double_value"] = 1234567 }, "1234567"),
            ("double", new() { ["double_value"] = 12.5 }, "12.5"),
            ("empty", new() { ["string_value"] = "" }, "-"),
            ("not set", new() { ["string_value"] = "(not set)" }, "-"),
        ];

        var rows = await new Acme().StageAsync([.. cases.Select(entry => new Ga4Event(Day, "purchase", entry.Slot).Param("transaction_id", entry.Value))]);

        Assert.Equal(cases.Select(entry => new[] { entry.Slot, entry.Expected }).Expected(), rows.ByUser(row => row.Text("transaction_id")));
    }

    [Fact]
    public async Task The_transaction_id_of_ecommerce_comes_before_the_parameter_s_unless_it_is_none()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day, "purchase", "u1").Purchase("E", 1).Param("transaction_id", "P"),
            new Ga4Event(Day, "purchase", "u2").Purchase("(not set)", 1).Param("transaction_id", 5),
            new Ga4Event(Day, "purchase", "u3").Purchase("", 1).Param("transaction_id", "P"),
            new Ga4Event(Day, "purchase", "u4").Purchase(null, 1).Param("transaction_id", "(not set)"));

        Assert.Equal(["E", "5", "P", "-"], rows.Select(row => row.Text("transaction_id")));
    }

    [Fact]
    public async Task Large_session_ids_are_exact_and_in_the_key()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day, user: "u1", session: 9007199254740993),
            new Ga4Event(Day, user: "u2", session: null).Param("ga_session_id", "9007199254740993"));

        Assert.Equal(["9007199254740993 / 1|u1|9007199254740993", "9007199254740993 / 1|u2|9007199254740993"], rows.Select(row => row.Text("ga_session_id", "session_key")));
    }

    [Fact]
    public async Task Of_repeated_keys_the_first_wins_even_where_it_is_empty()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day, user: "u1").Param("page_title", "first").Param("page_title", "second").Param("ga_session_id", 2),
            new Ga4Event(Day, user: "u2").Param("page_title", new JsonObject()).Param("page_title", "second"));

        Assert.Equal(["first / 1|u1|1", "- / 1|u2|1"], rows.Select(row => row.Text("page_title", "session_key")));
    }

    [Fact]
    public async Task The_session_engaged_flag_is_true_for_1_as_text_and_as_number_only()
    {
        (string Case, JsonObject Value, string Expected)[] cases =
        [
            ("text", new() { ["string_value"] = "1" }, "True"),
            ("number", new() { ["int_value"] = "1" }, "True"),
            ("no text", new() { ["string_value"] = "0" }, "False"),
            ("no number", new() { ["int_value"] = 0 }, "False"),
            ("nothing", new(), "False"),
        ];

        var rows = await new Acme().StageAsync([.. cases.Select(entry => new Ga4Event(Day, user: entry.Case).Param("session_engaged", entry.Value))]);

        Assert.Equal(cases.Select(entry => new[] { entry.Case, entry.Expected }).Expected(), rows.ByUser(row => row.Text("session_engaged")));
    }

    [Fact]
    public async Task Revenue_is_exact_and_NaN_and_Infinity_are_none()
    {
        (string Case, JsonNode? Value, string Expected)[] cases =
        [
            ("cents", 12345678.91, "12345678.91"),
            ("tenths", 0.1 + 0.2, "0.3"),
            ("as text", "25.5", "25.5"),
            ("whole", 1000, "1000"),
            ("nothing", 0, "0"),
            ("NaN", "NaN", "-"),
            ("Infinity", "Infinity", "-"),
            ("-Infinity", "-Infinity", "-"),
            ("none", null, "-"),
        ];

        var rows = await new Acme().StageAsync([.. cases.Select(entry => new Ga4Event(Day, "purchase", entry.Case).Set("ecommerce", new JsonObject
        {
            ["purchase_revenue"] = entry.Value?.DeepClone(), ["tax_value"] = entry.Value?.DeepClone(), ["shipping_value"] = entry.Value?.DeepClone(), ["refund_value"] = entry.Value?.DeepClone(),
        }))]);

        Assert.Equal(
            cases.Select(entry => new[] { entry.Case, string.Join(" / ", entry.Expected, entry.Expected, entry.Expected, entry.Expected) }).Expected(),
            rows.ByUser(row => row.Text("revenue", "tax", "shipping", "refund")));
    }

    [Fact]
    public async Task A_currency_is_upper_case_and_a_missing_one_stays_missing_in_staging()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day, user: "u1").Param("currency", "thb"),
            new Ga4Event(Day, user: "u2").Param("currency", " usd "),
            new Ga4Event(Day, user: "u3").Param("currency", ""),
            new Ga4Event(Day, user: "u4").Param("currency", "(not set)"),
            new Ga4Event(Day, user: "u5"));

        Assert.Equal(["THB", "USD", "-", "-", "-"], rows.Select(row => row.Text("currency")));
    }

    [Fact]
    public async Task Browser_and_device_geo_and_consent_come_from_their_records()
    {
        var row = Assert.Single(await new Acme().StageAsync(new Ga4Event(Day)
            .Set("device", new JsonObject { ["category"] = "mobile", ["operating_system"] = "iOS", ["browser"] = "old", ["language"] = "th-th", ["web_info"] = new JsonObject { ["browser"] = "Safari" } })
            .Set("geo", new JsonObject { ["country"] = "Thailand", ["region"] = "Phuket", ["city"] = "Rawai" })
            .Set("privacy_info", new JsonObject { ["analytics_storage"] = "Yes", ["ads_storage"] = "No" })
            .Set("traffic_source", new JsonObject { ["source"] = "google", ["medium"] = "cpc", ["name"] = "Brand" })));

        Assert.Equal(
            "mobile / iOS / Safari / th-th / Thailand / Phuket / Rawai / Yes / No / google / cpc / Brand / events_20260615",
            row.Text("device_category", "operating_system", "browser", "language", "country", "region", "city", "analytics_storage", "ads_storage", "first_user_source", "first_user_medium", "first_user_campaign", "source_table"));
    }
}
