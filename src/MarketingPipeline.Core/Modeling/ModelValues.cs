using System.Globalization;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>What a run knows when it renders models.</summary>
/// <param name="Client">The client.</param>
/// <param name="Workspace">The workspace: channel rules, known sites.</param>
/// <param name="AsOf">The as-of date.</param>
/// <param name="RunId">The run's id.</param>
/// <param name="LoadedAt">The run's time, UTC.</param>
public sealed record ModelRun(Client Client, Workspace Workspace, DateOnly AsOf, string RunId, DateTimeOffset LoadedAt)
{
    private readonly Lazy<LiteralRows> _knownSites = new(() => KnownSiteTable.Rows(Workspace.ChannelSites, Workspace.KnownSites));

    /// <summary>The sites that channel grouping knows: made once a run, and given to the warehouse once.</summary>
    public LiteralRows KnownSites => _knownSites.Value;

    /// <summary>The first day of the marts' window.</summary>
    public DateOnly WindowFrom => AsOf.AddDays(1 - Client.WindowDays);
}

/// <summary>
/// The values that templates name: settings, which the dialect turns into literals, and what changes from run to run, which the
/// <c>given</c> helper makes parameters.
/// </summary>
public static class ModelValues
{
    private const int DashboardDays = 30;

    /// <summary>What every template may name.</summary>
    public static Dictionary<string, object?> Of(ModelRun run, ISqlDialect dialect)
    {
        var client = run.Client;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["client_name"] = client.Name,
            ["client"] = client.Name.Value,
            ["currency"] = client.Currency,
            ["scenario"] = client.Scenario switch { Scenario.Full => "full", Scenario.Ga4Only => "ga4_only", _ => "google_ads_only" },
            ["as_of"] = run.AsOf,
            ["run_id"] = run.RunId,
            ["loaded_at"] = run.LoadedAt,
            ["has_ga4"] = client.Ga4 is not null,
            ["has_google_ads"] = client.GoogleAds is not null,
            ["client_sources"] = Sources(client),
            ["client_source_rows"] = new LiteralRows(["source"], [.. Sources(client).Select(source => new[] { source })]),
            ["lacking"] = ModelGraph.Load().Models.Where(model => !ClientModels.Applies(model, client)).Select(model => model.Name).ToHashSet(StringComparer.Ordinal),

            // What a conversion rate is a rate of.
            ["rated_by"] = client.Ga4 is null ? "clicks" : "sessions",
            ["restatement_offset"] = (-(client.GoogleAds?.RestatementDays ?? 0)).ToString(CultureInfo.InvariantCulture),
            ["engaged_msec"] = (client.Ga4?.EngagedSeconds ?? 10) * 1000L,
            ["conversion_events"] = new LiteralRows(["event_name", "category"], [.. (client.Ga4?.ConversionEvents ?? []).Select(e => new[] { e.Name, e.Category })]),
            ["engagement_events"] = new LiteralRows(["event_name"], [.. (client.Ga4?.EngagementEvents ?? []).Select(name => new[] { name })]),

            // Hosts that bring nobody: the client's own, and those through which visitors only pass.
            ["no_source_hosts"] = (client.Ga4 is { } ga4 ? ga4.Hostnames.Union(ga4.UnwantedReferrals) : []).Select(Host).ToArray(),
            ["search_names"] = SearchSites.Names,
            ["search_domains"] = SearchSites.Domains,
            ["search_hosts"] = SearchSites.Hosts,
            ["known_sites"] = run.KnownSites,
            ["has_extended_sites"] = run.Workspace.ChannelSites == ChannelSites.Extended,
            ["has_own_channels"] = run.Workspace.ChannelSites != ChannelSites.Google || run.Workspace.ChannelRules.Count + run.Workspace.KnownSites.Count > 0,
            ["channel_rules"] = run.Workspace.ChannelRules.Select(Rule).ToArray(),
            ["range_without_rows"] = "",
            ["is_read_twice"] = true,
            ["are_of_users"] = false,
            ["are_changes"] = false,
            ["are_asked"] = false,
            ["is_by_date"] = false,
            ["range_dates"] = null,
        };
        AddRange(values, run.WindowFrom, run.AsOf);
        AddFigures(values, client, dialect);
        return values;
    }

    /// <summary>Values of a GA4 staging SELECT: the relations to read and whose the events are.</summary>
    /// <param name="values">What is there already.</param>
    /// <param name="client">The client.</param>
    /// <param name="relations">What to read.</param>
    /// <param name="keepsOwner">True to give every row with its owner, rather than the client's rows only.</param>
    public static Dictionary<string, object?> WithSources(this Dictionary<string, object?> values, Client client, IReadOnlyList<Ga4Relation> relations, bool keepsOwner = false)
    {
        values["keeps_owner"] = keepsOwner;
        values["sources"] = relations.Select(relation => new Dictionary<string, object?>(StringComparer.Ordinal) { ["source"] = relation, ["relation"] = relation.Relation }).ToArray();
        values["is_shared"] = client.Ga4!.IsShared;
        values["stream_owners"] = client.PropertyOwners
            .SelectMany(owner => owner.Streams.Select(stream => new Dictionary<string, object?>(StringComparer.Ordinal) { ["stream"] = stream, ["owner"] = owner.Client.Value }))
            .ToArray();

        // The most specific host first, so that one client may own a sub-domain of another's host.
        values["host_owners"] = client.PropertyOwners
            .SelectMany(owner => owner.Hostnames.Select(host => (owner.Client, Host: host)))
            .OrderByDescending(entry => entry.Host.Length).ThenBy(entry => entry.Host, StringComparer.Ordinal)
            .Select(entry => new Dictionary<string, object?>(Host(entry.Host), StringComparer.Ordinal) { ["owner"] = entry.Client.Value })
            .ToArray();
        return values;
    }

    /// <summary>Values of mart_campaign_periods.</summary>
    public static Dictionary<string, object?> WithPeriods(this Dictionary<string, object?> values, ModelRun run)
    {
        var asOf = run.AsOf;
        var monthStart = new DateOnly(asOf.Year, asOf.Month, 1);
        var previousMonth = monthStart.AddMonths(-1);
        var sameDay = previousMonth.AddDays(Math.Min(asOf.Day, DateTime.DaysInMonth(previousMonth.Year, previousMonth.Month)) - 1);
        return values.WithRanges(
            "periods",
            run.WindowFrom,
            [
                ("last_7d", "current", asOf.AddDays(-6), asOf),
                ("last_7d", "previous", asOf.AddDays(-13), asOf.AddDays(-7)),
                ("last_30d", "current", asOf.AddDays(-29), asOf),
                ("last_30d", "previous", asOf.AddDays(-59), asOf.AddDays(-30)),
                ("month_to_date", "current", monthStart, asOf),
                ("month_to_date", "previous", previousMonth, sameDay),
            ],
            [.. Enum.GetValues<Running.PerformanceDimension>().Where(dimension => dimension != Running.PerformanceDimension.Date)]);
    }

    /// <summary>Values of mart_executive_dashboard.</summary>
    public static Dictionary<string, object?> WithDashboard(this Dictionary<string, object?> values, ModelRun run)
    {
        var asOf = run.AsOf;
        var measure = run.Client.Ga4 is null ? "cost" : "revenue";
        values.WithRanges(
            "dashboard",
            run.WindowFrom,
            [
                ("last_30d", "current", asOf.AddDays(1 - DashboardDays), asOf),
                ("last_30d", "previous", asOf.AddDays(1 - (2 * DashboardDays)), asOf.AddDays(-DashboardDays)),
            ],
            []);
        values["range_without_rows"] = "range_sides";
        values["recent_from"] = asOf.AddDays(1 - DashboardDays);

        // A window shorter than the 30 days leaves the marts' dates, and then the dashboard counts no others either.
        values["marts_from"] = run.WindowFrom > asOf.AddDays(1 - DashboardDays) ? run.WindowFrom : asOf.AddDays(1 - DashboardDays);
        values["campaign_measure"] = measure;
        values["campaign_order"] = $"{measure} DESC NULLS LAST, campaign, channel_grouping, source NULLS LAST, medium NULLS LAST";
        values["channel_order"] = run.Client.Ga4 is null ? "cost DESC NULLS LAST, channel_grouping" : "sessions DESC NULLS LAST, channel_grouping";
        values["kpis"] = Figures.Kpis.Select(Named).ToArray();
        return values;
    }

    /// <summary>Values of a question about ranges by dimensions.</summary>
    /// <param name="values">What is there already.</param>
    /// <param name="question">What its first and last date are named for: statements of one transaction share names only for what is the same.</param>
    /// <param name="availableFrom">The first date whose figures are at hand.</param>
    /// <param name="ranges">Period, current or previous, first and last date.</param>
    /// <param name="dimensions">What to group by.</param>
    internal static Dictionary<string, object?> WithRanges(
        this Dictionary<string, object?> values,
        string question,
        DateOnly availableFrom,
        IReadOnlyList<(string Period, string Side, DateOnly From, DateOnly To)> ranges,
        IReadOnlyList<Running.PerformanceDimension> dimensions)
    {
        values["ranges"] = ranges.Select(range =>
        {
            var (from, to) = ($"{range.Period}_{range.Side}_from", $"{range.Period}_{range.Side}_to");
            (values[from], values[to]) = (range.From, range.To);
            return new Dictionary<string, object?>(StringComparer.Ordinal) { ["period"] = range.Period, ["side"] = range.Side, ["from"] = from, ["to"] = to };
        }).ToArray();
        return values.WithDates(question, availableFrom, ranges.Min(range => range.From), ranges.Max(range => range.To), dimensions);
    }

    /// <summary>Values of a question about single dates, each a range of its own: what is not staged on a date is unknown on that date.</summary>
    internal static Dictionary<string, object?> ByDate(this Dictionary<string, object?> values, string question, DateOnly availableFrom, DateOnly from, DateOnly to, IReadOnlyList<Running.PerformanceDimension> dimensions)
    {
        values["is_by_date"] = true;
        values["ranges"] = Array.Empty<object>();
        return values.WithDates(question, availableFrom, from, to, dimensions);
    }

    private static Dictionary<string, object?> WithDates(this Dictionary<string, object?> values, string question, DateOnly availableFrom, DateOnly first, DateOnly last, IReadOnlyList<Running.PerformanceDimension> dimensions)
    {
        (values["first_date"], values["last_date"]) = (question + "_from", question + "_to");
        (values[question + "_from"], values[question + "_to"]) = (first, last);
        values["available_from"] = availableFrom;
        values["dimensions"] = dimensions.Select(Dimension).ToArray();
        values["dimension_list"] = string.Concat(dimensions.Select(dimension => NameOf(dimension) + ", "));
        return values;
    }

    /// <summary>The dates that performance_days covers.</summary>
    internal static void AddRange(Dictionary<string, object?> values, DateOnly from, DateOnly to)
    {
        values["range_from"] = from;
        values["range_to"] = to;
    }

    private static void AddFigures(Dictionary<string, object?> values, Client client, ISqlDialect dialect)
    {
        values["figures"] = Figures.Sums.Concat(Figures.Ratios).Select(Named).ToArray();
        values["sums"] = Figures.Sums.Concat(Figures.Helpers).Select(figure => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = figure,
            ["present"] = Present(figure, "has"),
            ["past"] = Present(figure, "had"),
        }).ToArray();

        string Present(string figure, string tense)
        {
            var isGoogleAds = client.Ga4 is null ? Figures.IsGoogleAdsWithoutGa4(figure) : Figures.IsGoogleAds(figure);
            // Rows of other currencies carry only what is counted in their currency.
            var anyCurrency = figure is "conversions" or "transactions" or "revenue" or "new_customer_revenue" && client.Ga4 is not null;
            return $"comparability.{tense}_{(isGoogleAds ? "google_ads" : "ga4")}" + (anyCurrency ? "" : $" AND range_sums.currency = {dialect.Literal(client.Currency)}");
        }
    }

    private static Dictionary<string, object?> Dimension(Running.PerformanceDimension dimension)
    {
        var name = NameOf(dimension);
        return new(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["order"] = name + " NULLS LAST",
            ["session_column"] = name == "date" ? "session_date" : name,
            ["conversion_column"] = name == "date" ? "conversion_date" : name,
        };
    }

    private static string NameOf(Running.PerformanceDimension dimension) => dimension switch
    {
        Running.PerformanceDimension.Date => "date",
        Running.PerformanceDimension.ChannelGrouping => "channel_grouping",
        Running.PerformanceDimension.Source => "source",
        Running.PerformanceDimension.Medium => "medium",
        _ => "campaign",
    };

    private static string[] Sources(Client client) =>
    [
        .. client.Ga4 is null ? Array.Empty<string>() : [Ledger.LedgerSources.Ga4],
        .. client.GoogleAds is null ? Array.Empty<string>() : [Ledger.LedgerSources.GoogleAds],
    ];

    private static Dictionary<string, object?> Rule(ChannelRule rule) => new(StringComparer.Ordinal)
    {
        ["channel"] = rule.Channel,
        ["patterns"] = new[] { ("lower_source", rule.Source), ("lower_medium", rule.Medium), ("lower_campaign", rule.Campaign) }
            .Where(pattern => pattern.Item2 is not null)
            .Select(pattern => new Dictionary<string, object?>(StringComparer.Ordinal) { ["column"] = pattern.Item1, ["pattern"] = ChannelRule.Searched(pattern.Item2!) })
            .ToArray(),
    };

    private static Dictionary<string, object?> Host(string host) => new(StringComparer.Ordinal) { ["host"] = host, ["subdomain"] = "." + host };

    private static Dictionary<string, object?> Named(string name) => new(StringComparer.Ordinal) { ["name"] = name };
}
