using System.Globalization;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>Tells what happens on a property's sites, day by day, and gives the rows of each day's table.</summary>
internal sealed class PropertyStory
{
    // Of the local day's hours, from midnight.
    private static readonly IReadOnlyList<int> HourWeights = [7, 4, 3, 2, 2, 3, 5, 9, 14, 20, 25, 28, 27, 25, 24, 25, 27, 30, 34, 38, 40, 36, 25, 14];
    private static readonly IReadOnlyList<int> Hours = [.. Enumerable.Range(0, 24)];

    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    private readonly Property _property;
    private readonly SampleCalendar _calendar;
    private readonly SampleRandom _random;
    private readonly IReadOnlyDictionary<string, ILookup<int, AdsDay>> _ads;
    private readonly Dictionary<string, VisitorPool> _pools;
    private readonly Dictionary<DateOnly, List<Ga4Event>> _days = [];

    /// <param name="property">The property.</param>
    /// <param name="calendar">The days.</param>
    /// <param name="ads">What each Google Ads client's campaigns did.</param>
    public PropertyStory(Property property, SampleCalendar calendar, IReadOnlyDictionary<string, IReadOnlyList<AdsDay>> ads)
    {
        _property = property;
        _calendar = calendar;
        _random = SampleRandom.For($"ga4/{property.Name}");
        _ads = ads.ToDictionary(pair => pair.Key, pair => pair.Value.ToLookup(day => day.Ago));
        _pools = property.Sites.ToDictionary(site => site.Client, EarlierVisitors);
    }

    /// <summary>The rows of each day's table, as they stand in it, from the first day to the last.</summary>
    public IEnumerable<(int Ago, IReadOnlyList<Ga4Event> Rows)> Tell()
    {
        foreach (var ago in _calendar.Agos)
        {
            foreach (var site in _property.Sites)
            {
                Spend(site, ago);
            }

            var rows = _days.Remove(_calendar.DateOf(ago), out var events) ? events : [];
            yield return (ago, ExportFlaws.Apply(rows.OrderBy(row => row.Timestamp), _random));
        }
    }

    private void Spend(Site site, int ago)
    {
        var clicks = site.Ads is null ? [] : _ads[site.Client][ago];
        foreach (var day in clicks)
        {
            var sessions = _random.Around(day.Total.Clicks * day.Campaign.SessionsPerMille / 1000m);
            for (var i = 0; i < sessions; i++)
            {
                Play(site, ago, Arrival.From(new AdClick(site.Ads!, day.Campaign, GroupOf(day.Campaign), day.Campaign.NameOn(ago))));
            }
        }

        // A tenth more visitors at the end of the sample than at its beginning.
        var percent = _calendar.WeekdayPercent(ago, site.Weekdays) * (110 - (10 * ago / _calendar.Days)) / 100m;
        var others = (int)(site.Sessions * percent / 100m * _random.Between(90, 110) / 100m);
        var arrivals = site.Arrivals.Where(arrival => arrival.Period.Contains(ago)).ToList();
        for (var i = 0; i < others; i++)
        {
            Play(site, ago, _random.Pick(arrivals, arrival => arrival.Weight));
        }
    }

    private AdsGroup? GroupOf(AdsCampaign campaign) => campaign.Groups.Count == 0 ? null : _random.Pick(campaign.Groups, group => group.Weight);

    private void Play(Site site, int ago, Arrival arrival)
    {
        var crossesMidnight = _random.Chance(10);
        var start = StartOn(ago, crossesMidnight);
        var visitor = WhoComes(site, start, arrival);
        var clickId = arrival.ClickId is null ? null : ClickIdFor(arrival.ClickId);
        var openOrder = arrival.IsDirect ? visitor.OpenOrder : null;
        var landed = arrival.IsDirect ? null : new Attribution(arrival.Known!, arrival.Channel, arrival.Ad, ago);
        var remembered = visitor.LastNonDirect is { } last && last.Ago - ago <= Attribution.LookbackDays ? last : null;
        visitor.Sessions++;
        visitor.LastNonDirect = landed ?? visitor.LastNonDirect;
        var visit = new Visit
        {
            Property = _property,
            Site = site,
            Visitor = visitor,
            Era = _calendar.EraOf(ago),
            Start = start,
            Number = visitor.Sessions,
            Arrival = arrival,
            ClickId = clickId,
            Landing = SitePages.Landing(site, arrival, clickId, openOrder, _random),
            LastClick = landed ?? remembered,
            ExportsLastClick = visitor.HasConsent && !_random.Chance(30),
            EngagedAsInteger = _random.Chance(80),
            CrossesMidnight = crossesMidnight,
        };
        var events = VisitScript.Play(visit, _random);
        visitor.BusyUntil = events[^1].Timestamp + (1800 * Second);
        foreach (var item in events)
        {
            Record(item);
        }

        if (visitor.HasConsent && events.FirstOrDefault(item => item.Role == OrderRole.Purchase) is { } bought && _random.Chance(60))
        {
            Record(Refund(bought));
        }
    }

    private void Record(Ga4Event item)
    {
        if (!_days.TryGetValue(item.LocalDate, out var day))
        {
            _days[item.LocalDate] = day = [];
        }

        day.Add(item);
    }

    private long StartOn(int ago, bool crossesMidnight)
    {
        var midnight = (_calendar.DateOf(ago).ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch - _property.UtcOffset).Ticks / TimeSpan.TicksPerMicrosecond;
        var second = crossesMidnight
            ? 86_400 - _random.Between(60, 400)
            : (_random.Pick(Hours, hour => HourWeights[hour]) * 3600) + _random.Below(3600);
        return midnight + (second * Second) + _random.Below((int)Second);
    }

    private Visitor WhoComes(Site site, long start, Arrival arrival)
    {
        if (_random.Chance(65))
        {
            return NewVisitor(start, arrival, hasConsent: false);
        }

        if (_random.Chance(arrival.IsDirect ? 520 : 260) && _pools[site.Client].Take(start, _random) is { } known)
        {
            return known;
        }

        var visitor = NewVisitor(start, arrival, hasConsent: true);
        _pools[site.Client].Add(visitor);
        return visitor;
    }

    private Visitor NewVisitor(long start, Arrival arrival, bool hasConsent) => new()
    {
        PseudoId = hasConsent ? $"{Digits(_random.Between(100_000_000, 2_000_000_000))}.{Digits(start / Second)}" : null,
        UserId = _random.Chance(60) ? $"m-{Digits(_random.Between(10_000, 99_999))}" : null,
        Device = _random.Pick(Device.All, device => device.Weight),
        Place = _random.Pick(Place.All, place => place.Weight),
        FirstTouch = start,
        FirstSource = arrival.Known ?? new TrafficSource("(direct)", "(none)", "(direct)"),
        AllowsAds = hasConsent && !_random.Chance(90),
    };

    /// <summary>Those who came before the export begins: their first sessions in it are not their first.</summary>
    private VisitorPool EarlierVisitors(Site site)
    {
        var pool = new VisitorPool();
        for (var i = 0; i < 400; i++)
        {
            var visitor = NewVisitor(StartOn(_calendar.Days + _random.Below(200), false), _random.Pick(site.Arrivals, arrival => arrival.Weight), hasConsent: true);
            visitor.Sessions = _random.Between(1, 4);
            pool.Add(visitor);
        }

        return pool;
    }

    /// <summary>The back office refunds an order one to three days later: no page, no session.</summary>
    private Ga4Event Refund(Ga4Event bought) => new()
    {
        Visit = bought.Visit,
        Name = "refund",
        Timestamp = bought.Timestamp + (_random.Between(1, 3) * Day),
        NamesSession = false,
        Order = bought.Order,
        Role = OrderRole.Refund,
    };

    private string ClickIdFor(string kind) => kind switch
    {
        "gclid" => "Cj0KCQ" + _random.Token(30),
        "gbraid" => "0AAAAA" + _random.Token(20),
        "wbraid" => "Clk" + _random.Token(20),
        "srsltid" => "AfmBOo" + _random.Token(28),
        "msclkid" => _random.Text(32, "0123456789abcdef"),
        _ => "IwZXh0" + _random.Token(30),
    };

    private static string Digits(long value) => value.ToString(CultureInfo.InvariantCulture);
}
