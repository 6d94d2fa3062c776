using System.Globalization;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.KnownAnswers;

/// <summary>All cases of ../shared/cases as the events of users of one client, built once.</summary>
public sealed class Cases : IAsyncLifetime
{
    public const string ChannelGrouping = "cases/channel_grouping.csv";
    public const string SessionSource = "cases/session_source.csv";
    public const string LastNonDirect = "cases/last_non_direct.csv";
    public const string Lifecycle = "cases/lifecycle.csv";

    private static readonly DateOnly FirstDay = new(2025, 12, 20);

    private readonly Acme _acme = new();

    /// <summary>Sessions by user, in their order.</summary>
    public ILookup<string, Row> Sessions { get; private set; } = Array.Empty<Row>().ToLookup(row => "");

    /// <summary>Conversions of lifecycle.csv by user and date.</summary>
    public ILookup<(string User, DateOnly Date), Row> Conversions { get; private set; } = Array.Empty<Row>().ToLookup(row => ("", default(DateOnly)));

    public async Task InitializeAsync()
    {
        Ga4Event[] events =
        [
            .. SharedData.Csv(ChannelGrouping).Skip(1).Select(row => new Ga4Event(Bench.Yesterday, user: ChannelUser(row[0], row[1], row[2])).Page("https://shop.example/")
                .LastClick(Text(row[0])!, Text(row[1])!, Text(row[2]))
                .Collected(Text(row[0]), Text(row[1]), Campaign(row[0], row[2]))),
            .. SharedData.Csv(SessionSource).Skip(1).Select(row => new Ga4Event(Bench.Yesterday, user: row[0]).Page(row[4], Text(row[5])).Collected(Text(row[1]), Text(row[2]), Text(row[3]))),
            .. SharedData.Csv(LastNonDirect).Skip(1).Select((row, index) =>
            {
                var hit = new Ga4Event(FirstDay.AddDays(int.Parse(row[2], CultureInfo.InvariantCulture)), user: "non-direct " + row[0], session: index + 1);
                return row[3] == "(direct)" ? hit : hit.Collected(row[3], "referral");
            }),
        ];
        if (events.Length > 0)
        {
            Sessions = (await _acme.SessionsAsync(events)).ToLookup(row => row.Get<string>("user_pseudo_id")!);
        }

        Ga4Event[] purchases =
        [
            .. SharedData.Csv(Lifecycle).Skip(1).Select((row, index) => new Ga4Event(DateOnly.Parse(row[1], CultureInfo.InvariantCulture), "purchase", row[0], index + 1).Purchase("T" + index.ToString(CultureInfo.InvariantCulture), 10)),
        ];
        if (purchases.Length > 0)
        {
            var history = _acme with { AsOf = purchases.Max(purchase => purchase.Date), Settings = "\"historyDays\": 400" };
            Conversions = (await history.ConversionsAsync(purchases)).ToLookup(row => (row.Get<string>("user_pseudo_id")!, row.Get<DateOnly>("conversion_date")));
        }
    }

    public static string ChannelUser(string source, string medium, string campaign) => $"{source}|{medium}|{campaign}";

    /// <summary>The session source of the session of last_non_direct.csv that is named.</summary>
    public static string SourceOf(string session) => SharedData.Csv(LastNonDirect).Single(row => row[1] == session)[3];

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A medium alone gives a session no source; a campaign of no meaning beside it does.</summary>
    private static string? Campaign(string source, string campaign) => Text(campaign) ?? (source.Length == 0 ? "autumn" : null);

    private static string? Text(string cell) => cell is "" or "-" ? null : cell;
}

/// <summary>Given input, known result: each row of ../shared/cases goes through the real models.</summary>
public sealed class CaseTests(Cases cases) : IClassFixture<Cases>
{
    public static IEnumerable<object?[]> Channels => SharedData.Rows(Cases.ChannelGrouping);

    public static IEnumerable<object?[]> Sources => SharedData.Rows(Cases.SessionSource);

    public static IEnumerable<object?[]> LastNonDirects => SharedData.Rows(Cases.LastNonDirect);

    public static IEnumerable<object?[]> Lifecycles => SharedData.Rows(Cases.Lifecycle);

    [SkippableTheory]
    [MemberData(nameof(Channels))]
    public void A_source_medium_and_campaign_have_their_channel(string? source, string medium = "", string campaign = "", string channel = "")
    {
        Skip.If(source is null, SharedData.Missing(Cases.ChannelGrouping));

        Assert.Equal(channel, Assert.Single(cases.Sessions[Cases.ChannelUser(source, medium, campaign)]).Text("channel_grouping"));
    }

    [SkippableTheory]
    [MemberData(nameof(Sources))]
    public void The_hits_of_a_session_give_its_source(
        string? name, string hitSource = "", string hitMedium = "", string hitCampaign = "", string page = "", string referrer = "", string source = "", string medium = "", string campaign = "", string method = "")
    {
        Skip.If(name is null, SharedData.Missing(Cases.SessionSource));
        Assert.All([hitSource, hitMedium, hitCampaign, page, referrer], cell => Assert.NotEmpty(cell));

        Assert.Equal($"{source} / {medium} / {campaign} / {method}", Assert.Single(cases.Sessions[name]).Source());
    }

    [SkippableTheory]
    [MemberData(nameof(LastNonDirects))]
    public void A_direct_session_inherits_from_the_last_one_that_was_not(string? user, string session = "", string day = "", string source = "", string inheritsFrom = "")
    {
        Skip.If(user is null, SharedData.Missing(Cases.LastNonDirect));
        var number = SharedData.Csv(Cases.LastNonDirect).Where(row => row[0] == user).Select(row => row[1]).ToList().IndexOf(session);
        var row = cases.Sessions["non-direct " + user].ElementAt(number);

        Assert.Equal((source, Cases.SourceOf(inheritsFrom)), (row.Get<string>("source"), row.Get<string>("last_non_direct_source")));
        Assert.True(int.Parse(day, CultureInfo.InvariantCulture) >= 0);
    }

    [SkippableTheory]
    [MemberData(nameof(Lifecycles))]
    public void A_conversion_makes_a_user_new_returning_or_reactivated(string? user, string date = "", string customerType = "")
    {
        Skip.If(user is null, SharedData.Missing(Cases.Lifecycle));

        Assert.Equal(customerType, Assert.Single(cases.Conversions[(user, DateOnly.Parse(date, CultureInfo.InvariantCulture))]).Text("customer_type"));
    }
}
