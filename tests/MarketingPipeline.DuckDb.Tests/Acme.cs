using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests;

/// <summary>One client, acme, with the settings that a test names: its events in, rows of its tables out.</summary>
internal sealed record Acme
{
    public const string Name = "acme";

    /// <summary>Members of ga4 in the client's settings, as JSON text.</summary>
    public string Ga4 { get; init; } = "";

    /// <summary>Other members of the client's settings.</summary>
    public string Settings { get; init; } = "";

    public string Workspace { get; init; } = """{ "engine": "DuckDb" }""";

    public IReadOnlyList<AdsRow> GoogleAds { get; init; } = [];

    /// <summary>Default: the date of the last event.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The staged events, in the order of events; those without a user last.</summary>
    public async Task<IReadOnlyList<Row>> StageAsync(params Ga4Event[] events)
    {
        using var bench = Open(events);
        await bench.StageAsync(Name, Until(events));
        return await bench.QueryAsync(Name, "SELECT * FROM stg_acme_ga4_events ORDER BY user_pseudo_id NULLS LAST, event_timestamp, event_id");
    }

    /// <summary>The sessions, by user and in their order.</summary>
    public async Task<IReadOnlyList<Row>> SessionsAsync(params Ga4Event[] events)
    {
        using var bench = Open(events);
        await BuildAsync(bench, Until(events));
        return await bench.QueryAsync(Name, "SELECT * FROM int_acme_sessions_enriched ORDER BY user_pseudo_id, session_start, session_key");
    }

    /// <summary>The one session of the events.</summary>
    public async Task<Row> SessionAsync(params Ga4Event[] events) => Assert.Single(await SessionsAsync(events));

    /// <summary>The conversions, by time.</summary>
    public async Task<IReadOnlyList<Row>> ConversionsAsync(params Ga4Event[] events)
    {
        using var bench = Open(events);
        await BuildAsync(bench, Until(events));
        return await bench.QueryAsync(Name, "SELECT * FROM int_acme_conversions_attributed ORDER BY conversion_timestamp, conversion_type, conversion_id");
    }

    private DateOnly Until(Ga4Event[] events) => AsOf ?? events.Max(e => e.Date);

    public Bench Open(params Ga4Event[] events) => new Bench()
        .Settings(Workspace)
        .Client(Name, googleAds: GoogleAds.Count > 0, ga4Settings: Ga4, settings: Settings)
        .GoogleAds(Name, "campaign.json", [.. GoogleAds])
        .Events(Name, events);

    /// <summary>Stages and builds the int_ tables; the marts have tests of their own.</summary>
    public static async Task BuildAsync(Bench bench, DateOnly? asOf = null)
    {
        await bench.StageAsync(Name, asOf);
        await bench.BuildAsync(Name, asOf, new BuildRequest { Marts = false });
    }
}

/// <summary>Several columns of a row at once, to be compared as text: NULL is a dash.</summary>
internal static class RowText
{
    public static string Text(this Row row, params string[] columns) => string.Join(" / ", columns.Select(column => Text(row[column])));

    public static string Source(this Row row) => row.Text("source", "medium", "campaign", "source_method");

    public static string LastNonDirect(this Row row) => row.Text("last_non_direct_source", "last_non_direct_medium", "last_non_direct_campaign", "last_non_direct_channel_grouping");

    /// <summary>Rows as "user: text": a case of a test is a user.</summary>
    public static IEnumerable<string> ByUser(this IEnumerable<Row> rows, Func<Row, string> text) => rows.Select(row => $"{row["user_pseudo_id"]}: {text(row)}").Order(StringComparer.Ordinal);

    /// <summary>What <see cref="ByUser"/> shall give for cases and their results.</summary>
    public static IEnumerable<string> Expected(this IEnumerable<string[]> cases) => cases.Select(row => $"{row[0]}: {row[1]}").Order(StringComparer.Ordinal);

    private static string Text(object? value) => value switch
    {
        null => "-",
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
