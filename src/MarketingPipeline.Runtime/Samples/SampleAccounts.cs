namespace MarketingPipeline.Runtime.Samples;

/// <summary>The four Google Ads accounts and what happens in them.</summary>
internal static class SampleAccounts
{
    private static readonly IReadOnlyList<int> Leisure = [125, 80, 82, 88, 96, 112, 130];
    private static readonly IReadOnlyList<int> Business = [45, 125, 122, 118, 114, 108, 60];
    private static readonly IReadOnlyList<int> ClosedOnSunday = [0, 128, 124, 120, 116, 112, 70];

    /// <summary>A campaign renamed, two of one name, one removed, one that stops, one that starts, one without sessions.</summary>
    public static AdsAccount Barracuda { get; } = new()
    {
        Client = "barracuda_phuket",
        CustomerNumber = "874-382-8607",
        Name = "Barracuda Beach Club",
        Currency = "THB",
        TimeZone = "Asia/Bangkok",
        Weekdays = Leisure,
        Campaigns =
        [
            new()
            {
                Id = "20011122331", Name = "Brand \"Exact\" – Barracuda <b>Phuket</b> 🏝️", ChannelType = "SEARCH",
                Clicks = 14, Cpc = 6.4m, ImpressionsPerClick = 6, ConversionRate = 70, ConversionValue = 2900m,
                Groups = [new("150000000101", "Exact", 7), new("150000000102", "Phrase \"beach club\"", 3)],
            },
            new()
            {
                Id = "20011122332", Name = "Beach Club – Generic", ChannelType = "SEARCH", Tag = ClickTag.GclidAndUtm,
                Rename = new("Beach Club Phuket (Search)", 45),
                Clicks = 12, Cpc = 17.8m, ImpressionsPerClick = 19, ConversionRate = 32, ConversionValue = 2600m,
                Groups =
                [
                    new("150000000201", "beach club phuket", 5),
                    new("150000000202", "day pass phuket", 3),
                    new("150000000203", "pool party", 2, "PAUSED"),
                ],
            },
            new()
            {
                Id = "20011122333", Name = "Sunset Sessions", ChannelType = "SEARCH", Status = "PAUSED", Period = new(70, 21),
                Clicks = 9, Cpc = 12.1m, ImpressionsPerClick = 15, ConversionRate = 40, ConversionValue = 3100m,
                Groups = [new("150000000301", "sunset dj", 1)],
            },
            new()
            {
                Id = "20011122334", Name = "Sunset Sessions", ChannelType = "DISPLAY", Period = Period.Since(55), ResidualPerMille = 12,
                Clicks = 8, Cpc = 4.2m, ImpressionsPerClick = 240, ConversionRate = 9, ConversionValue = 2400m,
                Groups = [new("150000000401", "Remarketing 30 days", 3), new("150000000402", "In-market: nightlife", 2)],
            },
            new()
            {
                Id = "20011122335", Name = "PMax – Day Passes", ChannelType = "PERFORMANCE_MAX", Period = Period.Since(95), Tag = ClickTag.Gbraid,
                Clicks = 11, Cpc = 9.6m, ImpressionsPerClick = 85, ConversionRate = 38, ConversionValue = 2700m,
            },
            new()
            {
                Id = "20011122336", Name = "YouTube – DJ Nights", ChannelType = "VIDEO", SessionsPerMille = 0,
                Clicks = 3, Cpc = 21.5m, ImpressionsPerClick = 900, ConversionRate = 4, ConversionValue = 2000m,
                Groups = [new("150000000601", "Bumper 6s", 1)],
            },
            new()
            {
                Id = "20011122337", Name = "Full Moon (old)", ChannelType = "SEARCH", Status = "REMOVED", Period = Period.Until(100),
                Clicks = 6, Cpc = 14.9m, ImpressionsPerClick = 22, ConversionRate = 20, ConversionValue = 2500m,
                Groups = [new("150000000701", "full moon party", 1, "REMOVED")],
            },
            new()
            {
                Id = "20011122338", Name = "Demand Gen – สงกรานต์", ChannelType = "DEMAND_GEN", Period = Period.Since(30), Tag = ClickTag.Wbraid,
                Clicks = 7, Cpc = 7.3m, ImpressionsPerClick = 130, ConversionRate = 14, ConversionValue = 2300m,
                Groups = [new("150000000801", "Lookalike 5%", 1)],
            },
        ],
    };

    /// <summary>A small account; one campaign starts late, one costs without bringing sessions.</summary>
    public static AdsAccount Bydlofts { get; } = new()
    {
        Client = "bydlofts_phuket",
        CustomerNumber = "502-771-3394",
        Name = "BYD Lofts",
        Currency = "THB",
        TimeZone = "Asia/Bangkok",
        Weekdays = [108, 104, 102, 99, 97, 94, 96],
        Campaigns =
        [
            new()
            {
                Id = "21577000411", Name = "BYD Lofts | Brand", ChannelType = "SEARCH",
                Clicks = 11, Cpc = 8.2m, ImpressionsPerClick = 5, ConversionRate = 45, ConversionValue = 9400m,
                Groups = [new("160000000101", "Brand", 1)],
            },
            new()
            {
                Id = "21577000412", Name = "Monthly Rentals Patong", ChannelType = "SEARCH", Tag = ClickTag.GclidAndUtm,
                Clicks = 13, Cpc = 23.7m, ImpressionsPerClick = 21, ConversionRate = 22, ConversionValue = 15500m,
                Groups = [new("160000000201", "monthly rental", 2), new("160000000202", "serviced apartment", 1)],
            },
            new()
            {
                Id = "21577000413", Name = "PMax – Lofts & Suites", ChannelType = "PERFORMANCE_MAX", Tag = ClickTag.Gbraid,
                Clicks = 9, Cpc = 13.4m, ImpressionsPerClick = 70, ConversionRate = 25, ConversionValue = 8700m,
            },
            new()
            {
                Id = "21577000414", Name = "Display – Remarketing", ChannelType = "DISPLAY", SessionsPerMille = 0,
                Clicks = 1, Cpc = 5.1m, ImpressionsPerClick = 1200, ConversionRate = 5, ConversionValue = 7000m,
                Groups = [new("160000000401", "All visitors", 1)],
            },
            new()
            {
                Id = "21577000415", Name = "High Season 'Early Bird' 🐦", ChannelType = "SEARCH", Period = Period.Since(25),
                Clicks = 8, Cpc = 18.9m, ImpressionsPerClick = 17, ConversionRate = 30, ConversionValue = 11200m,
                Groups = [new("160000000501", "early bird", 1)],
            },
        ],
    };

    /// <summary>Google Ads only; whoever saved its reports left zeros out.</summary>
    public static AdsAccount GofreshFuel { get; } = new()
    {
        Client = "gofresh_fuel",
        CustomerNumber = "331-904-2286",
        Name = "GoFresh Fuel",
        Currency = "USD",
        TimeZone = "America/New_York",
        Weekdays = Business,
        OmitsZeros = true,
        Campaigns =
        [
            new()
            {
                Id = "19866540021", Name = "Fleet Fueling – Northeast", ChannelType = "SEARCH", Rename = new("Fleet Fueling (test)", 62),
                Clicks = 38, Cpc = 7.85m, ImpressionsPerClick = 14, ConversionRate = 61, ConversionValue = 240m,
                Groups = [new("170000000101", "fleet fuel delivery", 3), new("170000000102", "on-site fueling", 2)],
            },
            new()
            {
                Id = "19866540022", Name = "Emergency Fuel 24/7", ChannelType = "SEARCH",
                Clicks = 22, Cpc = 11.2m, ImpressionsPerClick = 9, ConversionRate = 120, ConversionValue = 165m,
                Groups = [new("170000000201", "emergency", 1)],
            },
            new()
            {
                Id = "19866540023", Name = "PMax – Construction sites", ChannelType = "PERFORMANCE_MAX", Period = Period.Since(88),
                Clicks = 26, Cpc = 3.15m, ImpressionsPerClick = 90, ConversionRate = 28, ConversionValue = 310m,
            },
            new()
            {
                Id = "19866540024", Name = "Generators <script>alert('x')</script>", ChannelType = "SEARCH", Status = "PAUSED", Period = Period.Until(40),
                Clicks = 9, Cpc = 6.6m, ImpressionsPerClick = 25, ConversionRate = 18, ConversionValue = 205m,
                Groups = [new("170000000401", "generator refuel", 1)],
            },
            new()
            {
                Id = "19866540025", Name = "Video – How it works", ChannelType = "VIDEO", Period = Period.Since(50),
                Clicks = 5, Cpc = 2.4m, ImpressionsPerClick = 700, ConversionRate = 3, ConversionValue = 150m,
                Groups = [new("170000000501", "In-stream", 1)],
            },
        ],
    };

    /// <summary>Google Ads only, leads without a value; closed on Sundays, for which its reports have no rows.</summary>
    public static AdsAccount GofreshCt { get; } = new()
    {
        Client = "gofresh_ct",
        CustomerNumber = "331-904-7751",
        Name = "GoFresh Connecticut",
        Currency = "USD",
        TimeZone = "America/New_York",
        Weekdays = ClosedOnSunday,
        Campaigns =
        [
            new()
            {
                Id = "20733110871", Name = "CT – Heating Oil", ChannelType = "SEARCH",
                Clicks = 24, Cpc = 5.35m, ImpressionsPerClick = 12, ConversionRate = 85,
                Groups = [new("180000000101", "heating oil prices", 2), new("180000000102", "oil delivery hartford", 2), new("180000000103", "oil delivery new haven", 1)],
            },
            new()
            {
                Id = "20733110872", Name = "CT – Brand", ChannelType = "SEARCH",
                Clicks = 8, Cpc = 1.1m, ImpressionsPerClick = 4, ConversionRate = 190,
                Groups = [new("180000000201", "Brand", 1)],
            },
            new()
            {
                Id = "20733110873", Name = "CT – Service Contracts", ChannelType = "PERFORMANCE_MAX", Period = new(75, 12), Status = "PAUSED",
                Clicks = 12, Cpc = 2.75m, ImpressionsPerClick = 66, ConversionRate = 30,
            },
        ],
    };

    public static IReadOnlyList<AdsAccount> All { get; } = [Barracuda, Bydlofts, GofreshCt, GofreshFuel];
}
