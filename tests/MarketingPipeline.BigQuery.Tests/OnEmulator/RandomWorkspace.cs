using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>A workspace that a seed makes: odd values, NULLs everywhere, duplicates, days at their borders. The same seed makes the same.</summary>
internal sealed class RandomWorkspace(int seed)
{
    private static readonly string?[] Texts =
    [
        null, "", " ", "(not set)", "(direct)", "(none)", "(organic)", "(referral)", "google", "Google.com", "www.bing.com", "facebook", "cpc", "CPC", "email", "referral", "organic", "paid_social", "Brand", "Brand é 🚀",
        "it's \"odd\" \\ \t\n", "a|b", "%41%zz", "acme.example", "shop.acme.example", "ÄÖÜ ß", "\u0001", "12", "-7.5", "1e3", "null", "e\u0301",
    ];

    private static readonly string?[] Pages =
    [
        null, "", "/relative", "https://acme.example/", "https://WWW.Acme.Example:443/a?x=1", "https://acme.example./?utm_source=news%20letter&utm_medium=email&utm_campaign=a+b%2B", "https://other.example/?utm_source=%zz&utm_source=b",
        "https://acme.example/?gclid=G1&utm_medium=cpc", "https://acme.example/?srsltid=S#utm_source=no", "https://user@pay.example/?msclkid=M", "http://[::1]/", "https://acme.example/?utm_campaign=%C3%A9%00&fbclid=F&gbraid=B&wbraid=", "android-app://com.acme/x",
    ];

    private static readonly string[] Names = ["page_view", "page_view", "session_start", "first_visit", "purchase", "purchase", "generate_lead", "Booking", "scroll", "screen_view", "user_engagement", ""];

    private static readonly string?[] Currencies = [null, null, "EUR", "eur", " usd ", "USD", "(not set)", "", "THB"];

    private readonly Random _random = new(seed);
    private readonly DateOnly _day = Bench.Yesterday;

    /// <summary>Writes client acme and its sources.</summary>
    public void Write(Bench bench)
    {
        var (ga4, ads) = _random.Next(8) switch { 0 => (false, true), < 4 => (true, false), _ => (true, true) };
        if (Chance(3))
        {
            bench.Settings("""{ "engine": "DuckDb", "channelRules": [{ "channel": "Own \"rule\" é", "source": "goo", "medium": "^(cpc|email)$" }, { "channel": "Brandish", "campaign": "brand|é" }], "knownSites": [{ "site": "acme-partner.example", "category": "social" }, { "site": "brand", "category": "video" }] }""");
        }

        var settings = new List<string>();
        if (Chance(2))
        {
            settings.Add("\"conversionEvents\": [\"purchase\", { \"name\": \"generate_lead\" }, { \"name\": \"Booking\", \"category\": \"booking\" }]");
        }

        if (Chance(2))
        {
            settings.Add("\"hostnames\": [\"acme.example\"]" + (Chance(2) ? ", \"sharedProperty\": true" : ""));
        }

        if (Chance(3))
        {
            settings.Add("\"engagementEvents\": [\"scroll\", \"it's\"], \"engagedSeconds\": 5");
        }

        bench.Client("acme", ga4, ads, string.Join(", ", settings), FormattableString.Invariant($"\"windowDays\": {Pick(90, 7, 40)}, \"historyDays\": {Pick(180, 60, 3)}"), Pick("EUR", "USD", "THB"));
        var file = Path.Combine(bench.Root, "clients", "acme.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"UTC\"", $"\"{Pick("UTC", "Asia/Bangkok", "America/New_York", "Pacific/Kiritimati")}\"", StringComparison.Ordinal));
        if (ga4)
        {
            // Each date is its own day-table; the last is there, so that there is always something to stage.
            DateOnly[] days = [_day.AddDays(-1), .. new[] { 2, 3, 8, 31, 33, 61, 95 }.Where(_ => Chance(2)).Select(ago => _day.AddDays(-ago))];
            bench.Events("acme", [.. days.SelectMany(day => Enumerable.Range(0, _random.Next(1, 25)).SelectMany(_ => Repeated(Event(day))))]);
        }

        if (ads)
        {
            bench.GoogleAds("acme", "campaign.json", [.. Enumerable.Range(0, _random.Next(1, 12)).Select(_ => Cost(null)).DistinctBy(row => row.Json["campaign"]!["id"] + "|" + row.Json["segments"]!["date"])]);
            bench.GoogleAds("acme", "ad_group.json", [.. Enumerable.Range(0, _random.Next(12)).Select(_ => Cost(_random.Next(70, 73))).DistinctBy(row => row.Json["campaign"]!["id"] + "|" + row.Json["adGroup"]!["id"] + "|" + row.Json["segments"]!["date"])]);
        }
    }

    private Ga4Event Event(DateOnly day)
    {
        var minute = Pick(0, -600, 839.9999, _random.Next(-600, 840), _random.NextDouble() * 100);
        var hit = new Ga4Event(day, Pick(Names), Pick(null, "u1", "u2", "u3", "u4", "ü|5"), Pick<long?>(null, 1, 1, 2, 3, 9007199254740993), minute);
        hit.Page(Pick(Pages)!, Chance(2) ? Pick(Pages) : null);
        Maybe(() => hit.Set("stream_id", Pick(Texts)));
        Maybe(() => hit.Set("user_id", Pick(Texts)));
        Maybe(() => hit.Param("page_title", Pick(Texts)));
        foreach (var key in new[] { "source", "medium", "campaign", "campaign_id", "term", "content", "gclid", "ignore_referrer", "coupon", "transaction_id" }.Where(_ => Chance(7)))
        {
            hit.Param(key, key == "ignore_referrer" ? Pick("true", "false") : Pick(Texts));
        }

        foreach (var key in new[] { "value", "engagement_time_msec", "ga_session_number", "session_engaged", "transaction_id", "value" }.Where(_ => Chance(3)))
        {
            hit.Param(key, Number());
        }

        Maybe(() => hit.Param("currency", Pick(Currencies)));
        Maybe(() => hit.Collected(Pick(Texts), Pick(Texts), Pick(Texts), Chance(3) ? "G2" : null));
        Maybe(() => hit.LastClick(Pick(Texts) ?? "", Pick(Texts) ?? "", Pick(Texts), Pick(null, "7", "8", "(not set)", ""), Chance(2)));
        Maybe(() => hit.Set("ecommerce", new JsonObject { ["transaction_id"] = Pick(null, "T1", "T2", "T3", "(not set)", ""), ["purchase_revenue"] = Pick<double?>(null, 0, 12.5, 0.1 + 0.2, 99999.995, -3), ["tax_value"] = Pick<double?>(null, 1.005), ["total_item_quantity"] = Pick<long?>(null, 2) }));
        Maybe(() => hit.Set("items", new JsonArray(new JsonObject { ["item_id"] = Pick(Texts), ["price"] = 12.1, ["quantity"] = "2", ["item_params"] = new JsonArray(new JsonObject { ["key"] = "k", ["value"] = Number() }) }, new JsonObject())));
        Maybe(() => hit.Set("device", new JsonObject { ["category"] = Pick(null, "mobile", "desktop", ""), ["language"] = Pick(Texts), ["web_info"] = Chance(2) ? null : new JsonObject { ["browser"] = Pick(Texts), ["hostname"] = Pick(Texts) } }));
        Maybe(() => hit.Set("geo", new JsonObject { ["country"] = Pick(Texts), ["city"] = Pick(Texts) }));
        Maybe(() => hit.Set("privacy_info", new JsonObject { ["analytics_storage"] = Pick(null, "Yes", "No", "Unset"), ["ads_storage"] = Pick(null, "Yes") }));
        Maybe(() => hit.Set("traffic_source", new JsonObject { ["name"] = Pick(Texts), ["medium"] = Pick(Texts), ["source"] = Pick(Texts) }));
        foreach (var column in new[] { "batch_page_id", "batch_ordering_id", "batch_event_index", "event_bundle_sequence_id" }.Where(_ => Chance(2)))
        {
            hit.Set(column, _random.Next(3));
        }

        return hit;
    }

    private JsonObject Number() => _random.Next(5) switch
    {
        0 => new() { ["int_value"] = Pick("0", "1", "15000", "-1", "9007199254740993") },
        1 => new() { ["double_value"] = Pick(0, 1.5, 2.5, 0.1 + 0.2, 1234567890123.456, 1e-7, 1e15, -12.345) },
        2 => new() { ["float_value"] = Pick(1, 0.5) },
        3 => new() { ["string_value"] = Pick(Texts) },
        _ => [],
    };

    private AdsRow Cost(long? adGroup)
    {
        var campaign = _random.Next(7, 11);
        return new AdsRow(
            _day.AddDays(-Pick(0, 1, 2, 8, 31, 61)), campaign, Pick(0, 1, 999_999, 1_000_000, 123_456_789_012), Pick("Brand", "Brand é 🚀", "Renamed", "", "(not set)"), Pick("SEARCH", "PERFORMANCE_MAX", "DISPLAY", "HOTEL"), adGroup,
            _random.Next(3), _random.Next(40), Pick(0m, 0.333333m, 2m), Pick(0m, 10.01m), campaign == 10 ? "USD" : "EUR");
    }

    private IEnumerable<Ga4Event> Repeated(Ga4Event hit) => Enumerable.Repeat(hit, Chance(5) ? _random.Next(2, 4) : 1);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private void Maybe(Action set)
    {
        if (Chance(3))
        {
            set();
        }
    }

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    public override string ToString() => seed.ToString(CultureInfo.InvariantCulture);
}
