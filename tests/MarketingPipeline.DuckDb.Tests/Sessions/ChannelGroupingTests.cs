using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>One session for each source, medium and campaign that the tests ask for, built once: its channel is looked up.</summary>
public sealed class GroupedSessions : IAsyncLifetime
{
    private readonly Dictionary<string, string> _channels = [];

    public string this[string? source, string? medium, string? campaign] => _channels[Key(source, medium, campaign)];

    public async Task InitializeAsync()
    {
        var cases = ChannelGroupingTests.Cases.ToArray();
        var events = cases.Select(row => new Ga4Event(Bench.Yesterday, user: Key((string?)row[0], (string?)row[1], (string?)row[2]))
            .LastClick((string?)row[0] ?? "", (string?)row[1] ?? "", (string?)row[2])
            .Collected((string?)row[0], (string?)row[1], (string?)row[2]));
        foreach (var session in await new Acme().SessionsAsync([.. events]))
        {
            _channels[session.Get<string>("user_pseudo_id")!] = session.Get<string>("channel_grouping")!;
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static string Key(string? source, string? medium, string? campaign) => $"{source}|{medium}|{campaign}";
}

/// <summary>definitions.md, Channel grouping: the rules in their order.</summary>
public sealed class ChannelGroupingTests(GroupedSessions sessions) : IClassFixture<GroupedSessions>
{
    public static IEnumerable<object?[]> Cases =>
    [
        ["(direct)", "(none)", null, "Direct"],
        ["(direct)", "(not set)", null, "Direct"],
        ["(Direct)", "(None)", null, "Direct"],
        ["(direct)", "email", null, "Email"],
        ["(direct)", "(none)", "cross-network", "Direct"],
        ["some-source", "cpc", "Summer Cross-Network 2026", "Cross-network"],
        ["google", "cpc", "cross-network shopping", "Cross-network"],
        ["amazon.com", "cpc", null, "Paid Shopping"],
        ["google", "cpc", "Shop the look", "Paid Shopping"],
        ["google", "cpc", "my-shop", "Paid Shopping"],
        ["google", "cpc", "eshop", "Paid Shopping"],
        ["google", "cpc", "workshop", "Paid Search"],
        ["google", "cpc", "Free shopping", "Paid Shopping"],
        ["google", "cpc", "shoppingcart", "Paid Shopping"],
        ["google", "cpc", "dshoppe", "Paid Search"],
        ["google", "cpc", "brand", "Paid Search"],
        ["GOOGLE", "CPC", null, "Paid Search"],
        ["www.google", "PPC", null, "Paid Search"],
        ["google.com", "cpc", null, "Paid Other"],
        ["bing", "paidsearch", null, "Paid Search"],
        ["facebook.com", "cpm", null, "Paid Social"],
        ["www.facebook.com", "paid-social", null, "Paid Social"],
        ["instagram", "retargeting", null, "Paid Social"],
        ["youtube", "paid", null, "Paid Video"],
        ["newsroom", "display", null, "Display"],
        ["newsroom", "banner", null, "Display"],
        ["newsroom", "expandable", null, "Display"],
        ["newsroom", "Interstitial", null, "Display"],
        ["newsroom", "cpm", null, "Display"],
        ["newsroom", "cpc", null, "Paid Other"],
        ["newsroom", "xcpx", null, "Paid Other"],
        ["newsroom", "retargeting", null, "Paid Other"],
        ["newsroom", "ppc2", null, "Unassigned"],
        ["newsroom", "unpaid", null, "Unassigned"],
        ["etsy.com", "referral", null, "Organic Shopping"],
        ["newsroom", "email", "shop", "Organic Shopping"],
        ["pinterest.com", "referral", null, "Organic Social"],
        ["newsroom", "social", null, "Organic Social"],
        ["newsroom", "social-network", null, "Organic Social"],
        ["newsroom", "social-media", null, "Organic Social"],
        ["newsroom", "SM", null, "Organic Social"],
        ["newsroom", "social network", null, "Organic Social"],
        ["newsroom", "social media", null, "Organic Social"],
        ["vimeo.com", "referral", null, "Organic Video"],
        ["newsroom", "my-video-ad", null, "Organic Video"],
        ["newsroom", "ai-assistant", null, "AI Assistant"],
        ["chatgpt.com", "referral", null, "AI Assistant"],
        ["www.chatgpt.com", "referral", null, "AI Assistant"],
        ["chatgpt.com", "organic", null, "Organic Search"],
        ["duckduckgo", "referral", null, "Organic Search"],
        ["newsroom", "organic", null, "Organic Search"],
        ["newsroom", "referral", null, "Referral"],
        ["newsroom", "app", null, "Referral"],
        ["newsroom", "link", null, "Referral"],
        ["newsroom", "e-mail", null, "Email"],
        ["newsroom", "e_mail", null, "Email"],
        ["newsroom", "E Mail", null, "Email"],
        ["email", "newsletter", null, "Email"],
        ["e-mail", null, null, "Email"],
        ["newsroom", "affiliate", null, "Affiliates"],
        ["newsroom", "affiliates", null, "Unassigned"],
        ["newsroom", "audio", null, "Audio"],
        ["newsroom", "sms", null, "SMS"],
        ["sms", "text", null, "SMS"],
        ["newsroom", "web-push", null, "Mobile Push Notifications"],
        ["newsroom", "pushes", null, "Unassigned"],
        ["newsroom", "mobile", null, "Mobile Push Notifications"],
        ["newsroom", "a notification", null, "Mobile Push Notifications"],
        ["firebase", "x", null, "Mobile Push Notifications"],
        ["newsroom", "newsletter", "autumn", "Unassigned"],
        ["newsroom", null, null, "Unassigned"],
        [null, null, "autumn", "Unassigned"],
        [null, "audio", "autumn", "Audio"],
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_first_rule_that_matches_names_the_channel(string? source, string? medium, string? campaign, string channel) =>
        Assert.Equal(channel, sessions[source, medium, campaign]);

    [Fact]
    public async Task The_type_of_the_Google_Ads_campaign_comes_first_of_all()
    {
        string[][] cases =
        [
            ["SEARCH", "Paid Search"],
            ["SHOPPING", "Paid Shopping"],
            ["DISPLAY", "Display"],
            ["VIDEO", "Paid Video"],
            ["PERFORMANCE_MAX", "Cross-network"],
            ["DEMAND_GEN", "Cross-network"],
            ["HOTEL", "Paid Shopping"],
        ];
        var acme = new Acme { GoogleAds = [.. cases.Select((row, id) => new AdsRow(Bench.Yesterday, id + 1, 1_000_000, "Eshop", row[0]))] };

        var sessions = await acme.SessionsAsync([.. cases.Select((row, id) => new Ga4Event(Bench.Yesterday, user: row[0]).LastClick("google", "cpc", "Eshop", $"{id + 1}", isGoogleAds: true))]);

        Assert.Equal(cases.Expected(), sessions.ByUser(session => session.Text("channel_grouping")));
    }

    [Fact]
    public async Task A_campaign_that_the_account_does_not_know_is_grouped_by_its_source()
    {
        var day = Bench.Yesterday;
        var acme = new Acme { GoogleAds = [new AdsRow(day, 77, 1_000_000, "Brand", "DISPLAY")] };

        var session = await acme.SessionAsync(new Ga4Event(day).LastClick("google", "cpc", "Other", "78", isGoogleAds: true));

        Assert.Equal("Paid Search / Other", session.Text("channel_grouping", "campaign"));
    }

    [Fact]
    public async Task A_workspace_s_own_rules_come_before_all_others_in_their_order()
    {
        var day = Bench.Yesterday;
        var acme = new Acme
        {
            Workspace = """
                { "engine": "DuckDb", "channelRules": [
                  { "channel": "Partners", "source": "^Partner", "medium": "referral|CPC" },
                  { "channel": "Brand", "campaign": "brand" },
                  { "channel": "Never", "campaign": "brand" } ] }
                """,
            GoogleAds = [new AdsRow(day, 77, 1_000_000, "BRAND Thailand", "DISPLAY")],
        };

        var sessions = await acme.SessionsAsync(
            new Ga4Event(day, user: "u1").LastClick("google", "cpc", "old name", "77", isGoogleAds: true),
            new Ga4Event(day, user: "u2").Collected("Partner.example", "CPC", "x"),
            new Ga4Event(day, user: "u3").Collected("partner.example", "email", "x"));

        Assert.Equal(["Brand / BRAND Thailand", "Partners / x", "Email / x"], sessions.Select(session => session.Text("channel_grouping", "campaign")));
    }

    [Fact]
    public async Task A_workspace_can_know_more_sites_and_know_one_differently()
    {
        var acme = new Acme
        {
            Workspace = """
                { "engine": "DuckDb", "knownSites": [
                  { "site": "Www.Pantip.com", "category": "social" },
                  { "site": "bing", "category": "shopping" } ] }
                """,
        };

        var sessions = await acme.SessionsAsync(
            new Ga4Event(Bench.Yesterday, user: "u1").Collected("pantip.com", "referral"),
            new Ga4Event(Bench.Yesterday, user: "u2").Collected("WWW.pantip.com", "cpc"),
            new Ga4Event(Bench.Yesterday, user: "u3").Collected("bing", "organic"),
            new Ga4Event(Bench.Yesterday, user: "u4").Collected("blog.pantip.com", "referral"));

        Assert.Equal(["Organic Social", "Paid Social", "Organic Shopping", "Referral"], sessions.Select(session => session.Text("channel_grouping")));
    }

    [Theory]
    [InlineData(2026, 5, 12, "Referral", "Unassigned")]
    [InlineData(2026, 5, 13, "AI Assistant", "AI Assistant")]
    public async Task AI_assistants_are_a_channel_from_the_day_that_GA4_made_them_one(int year, int month, int day, string referral, string assistant)
    {
        var date = new DateOnly(year, month, day);
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(date, user: "u1").Collected("claude.ai", "referral"),
            new Ga4Event(date, user: "u2").Collected("newsroom", "ai-assistant"));

        Assert.Equal([referral, assistant], sessions.Select(session => session.Text("channel_grouping")));
    }

    [Fact]
    public async Task The_date_of_the_inherited_session_decides_its_channel_not_the_date_of_the_heir()
    {
        var sessions = await new Acme().SessionsAsync(
            new Ga4Event(new DateOnly(2026, 5, 12), session: 1).Collected("claude.ai", "referral"),
            new Ga4Event(new DateOnly(2026, 5, 14), session: 2));

        Assert.Equal(["Referral / Referral", "Direct / Referral"], sessions.Select(session => session.Text("channel_grouping", "last_non_direct_channel_grouping")));
    }
}
