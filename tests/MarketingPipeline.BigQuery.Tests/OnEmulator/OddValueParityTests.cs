using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Values as exports really have them, each read alike by both engines.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class OddValueParityTests(Emulator emulator) : ParityStage(emulator)
{
    private static readonly string[] Texts =
    [
        "", " ", "(not set)", "(direct)", "(none)", "it's \"quoted\" \\ back\\nslash", "🚀 emoji \u200d", "tab\tnewline\nreturn\rbell\u0007", "\u00a0padded\u3000", "İstanbul Straße ǅ ΣΑΣ", "e\u0301 é", "İŞHOP shop", "\tx\t", "ﬁ ŉ ẞ", "null", "a|b|c", "%41", "{{x}}", "--;DROP",
    ];

    [Fact]
    public async Task Odd_texts_in_every_place()
    {
        Bench.Client("acme").Events("acme", [.. Texts.SelectMany((text, n) => (Ga4Event[])
        [
            new Ga4Event(Day, user: $"u{n}{text}").Page(text, text).Param("page_title", text).Collected(text, text, text, text),
            new Ga4Event(Day, user: $"v{n}").Param("source", text).Param("medium", text).Param("campaign", text).Param("gclid", text).Set("user_id", text).Set("stream_id", text),
            new Ga4Event(Day, "purchase", user: $"w{n}").Page($"https://{text}.example/{text}?utm_source={text}&utm_term=x", $"http://{text}:80/").Purchase(text, 1, text).Set("device", new JsonObject { ["web_info"] = new JsonObject { ["hostname"] = text, ["browser"] = text } }),
        ])]);
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task Percent_encodings_well_and_badly_formed()
    {
        string[] values = ["%", "%4", "%zz", "a%20b", "a+b", "%C3%A9", "%c3", "%C3%28", "%F0%9F%9A%80", "%ED%A0%80", "%C0%80", "%F4%90%80%80", "%00", "a%00b", "%0A", "caf%E9", "%25", "%2B+%26", "é%20", "%7F", "%EF%BB%BFx", "%EF%BF%BE", "=", "a=b", "%E2%82"];
        Bench.Client("acme").Events("acme", [.. values.Select((value, n) => new Ga4Event(Day, user: $"u{n}").Page($"https://acme.example/?x=1&utm_source={value}&utm_medium={value}&utm_source=second&gclid={value}#utm_term={value}"))]);
        await AssertStagedSameAsync("acme");
    }

    [Fact]
    public async Task Numbers_at_their_limits_in_every_slot()
    {
        string[] numbers = ["0", "-1", "9223372036854775807", "-9223372036854775808", "9007199254740993", "12"];
        double[] doubles = [0, -0.0, 1.5, 2.5, -2.5, 0.1 + 0.2, 1e15, 123456789012345680, 1e20, 9.2233720368547748e18, 9.3e18, 1e-7, 1e-300, 1.7976931348623157e308, 12345678.12345678, 1234567890123.456, 97531.00000000001, 1e26, 1e29, 0.0000000005, 0.0000000015];
        string[] texts = ["12", " 12 ", "+12", "1.5", "2.5", "-2.5", "1e3", "1E3", "0x1F", "1_000", "1,000", "NaN", "inf", "Infinity", "-Infinity", "", "abc", "9223372036854775808", "999999999999999999999999999999", "1e26", ".5", "5.", "1e-10", "0.0000000005", "0.00000000049", "１２", "1 2", "12\n", "true", "1"];
        var values = numbers.Select(n => new JsonObject { ["int_value"] = n })
            .Concat(doubles.SelectMany(n => (JsonObject[])[new() { ["double_value"] = n }, new() { ["float_value"] = n }]))
            .Concat(texts.Select(n => new JsonObject { ["string_value"] = n }))
            .Append(new JsonObject { ["string_value"] = "abc", ["int_value"] = "7", ["double_value"] = 8.5 })
            .Append([]);
        Bench.Client("acme").Events("acme", [.. values.Select((value, n) => Number(value, n))]);
        await AssertStagedSameAsync("acme");

        static Ga4Event Number(JsonObject value, int n)
        {
            var hit = new Ga4Event(Day, "purchase", user: n.ToString(CultureInfo.InvariantCulture), session: null);
            foreach (var key in (string[])["ga_session_id", "ga_session_number", "session_engaged", "engagement_time_msec", "value", "transaction_id", "page_title", "campaign_id"])
            {
                hit.Param(key, (JsonObject)value.DeepClone());
            }

            return value["double_value"] is { } number ? hit.Set("ecommerce", new JsonObject { ["purchase_revenue"] = number.DeepClone(), ["tax_value"] = number.DeepClone() }) : hit;
        }
    }

    [Fact]
    public async Task Money_is_the_decimal_that_the_double_was_written_as()
    {
        double[] doubles = [12345678.12345678, 97531.00000000001, 123456789012.3456, 0.30000000000000004, 99999.995, 1.005];
        Bench.Client("acme").Events("acme", [.. doubles.Select((number, n) => new Ga4Event(Day, "purchase", user: $"u{n}").Purchase($"T{n}", number).Param("value", number))]);
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task The_worst_admissible_values_and_those_beyond_in_one_session()
    {
        double[] amounts = [999999999999.9998, -999999999999.9998, 1e12, -1e12, 1e300];
        Bench.Client("acme").Events("acme", [.. Enumerable.Range(0, 40).Select(n => new Ga4Event(Day, "purchase").Purchase($"T{n}", amounts[n % amounts.Length]).Param("engagement_time_msec", n % 2 == 0 ? 86_400_000L : long.MaxValue).Param("value", "1e400").Set("batch_event_index", n))]);
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task Duplicates_of_whole_rows_and_of_keys_alone()
    {
        Ga4Event Hit(string title, double value) => new Ga4Event(Day, "purchase").Page("https://acme.example/").Param("page_title", title).Param("value", value);
        Bench.Client("acme").Events("acme", Hit("a", 1), Hit("a", 1), Hit("a", 1), Hit("b", 1), Hit("é", 1), Hit("Z", 1), Hit("a", 2), Hit("a", 2), new(Day), new(Day), new(Day, user: null), new(Day, user: null),
            new Ga4Event(Day, "scroll").Param("value", "x").Set("user_id", "1"), new Ga4Event(Day, "scroll").Set("user_id", "2"), new Ga4Event(Day, "scroll"));
        await AssertSameAsync("acme");
    }

    [Fact]
    public async Task Items_with_parameters_and_repeated_event_parameters()
    {
        var items = """[{ "item_id": "SKU \"1\"", "item_name": "é", "price": 12.1, "quantity": "2", "item_revenue": 24.2, "item_params": [{ "key": "colour", "value": { "string_value": "blue" } }, { "key": "n", "value": { "int_value": "9007199254740993" } }] }, { "item_id": "2" }, {}]""";
        Bench.Client("acme").Events("acme",
            new Ga4Event(Day, "purchase").Purchase("T1", 24.2, "EUR").Set("items", JsonNode.Parse(items)).Param("currency", "usd").Param("source", "first").Param("source", "second").Param("value", (string?)null).Param("value", 3),
            new Ga4Event(Day, "purchase", user: "b").Purchase("", 1).Set("items", new JsonArray()),
            new Ga4Event(Day, "purchase", user: "c").Purchase("(not set)", null).Set("event_params", null),
            new Ga4Event(Day, "purchase", user: "d").Purchase(null, 0).Set("event_params", new JsonArray()));
        await AssertSameAsync("acme");
    }
}
