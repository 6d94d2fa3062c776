using System.Globalization;
using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.KnownAnswers;

/// <summary>Every published figure of the sample's fourteen days comes out of the tables.</summary>
public sealed class PublicSampleTests(PublicSample sample) : IClassFixture<PublicSample>
{
    private const string Events = "stg_merchandise_store_ga4_events";
    private const string Sessions = "int_merchandise_store_sessions_enriched";
    private const string Conversions = "int_merchandise_store_conversions_attributed";

    [SkippableFact]
    public async Task Events_users_and_sessions_are_those_of_the_export()
    {
        var row = await sample.RowAsync($"SELECT COUNT(*) AS events, COUNT(DISTINCT event_id) AS ids, COUNT(DISTINCT user_pseudo_id) AS users, COUNT(DISTINCT session_key) AS sessions FROM {Events}");

        Assert.Equal("523337 / 523337 / 45544 / 54460", row.Text("events", "ids", "users", "sessions"));
        Assert.Equal((523_337L, 54_460L, 374L), (sample.ReportedRows[Events], sample.ReportedRows[Sessions], sample.ReportedRows[Conversions]));
    }

    [SkippableFact]
    public async Task The_ledger_accounts_for_every_row_of_the_fourteen_days()
    {
        var row = await sample.RowAsync("SELECT COUNT(*) AS days, CAST(SUM(source_rows) AS BIGINT) AS source_rows, CAST(SUM(staged_rows) AS BIGINT) AS rows, CAST(SUM(duplicate_rows) AS BIGINT) AS duplicates FROM pipeline_ledger");

        Assert.Equal("14 / 523337 / 523337 / 0", row.Text("days", "source_rows", "rows", "duplicates"));
    }

    [SkippableFact]
    public async Task Sessions_start_on_the_days_that_are_known()
    {
        var rows = await sample.QueryAsync($"SELECT session_date, COUNT(*) AS sessions FROM {Sessions} GROUP BY session_date ORDER BY session_date");

        Assert.Equal("2311 2728 2785 3367 4485 5995 4660 4262 3258 3002 3953 4721 4570 4363", string.Join(' ', rows.Select(row => row.Text("sessions"))));
        Assert.Equal((new DateOnly(2021, 1, 1), new DateOnly(2021, 1, 14)), (rows[0].Get<DateOnly>("session_date"), rows[^1].Get<DateOnly>("session_date")));
    }

    [SkippableFact]
    public async Task A_session_that_touches_more_than_one_day_table_is_one_row()
    {
        var touching = await sample.RowAsync($"SELECT COUNT(*) AS sessions FROM (SELECT session_key FROM {Events} WHERE session_key IS NOT NULL GROUP BY session_key HAVING COUNT(DISTINCT source_table) > 1)");
        var all = await sample.RowAsync($"SELECT COUNT(*) AS sessions, COUNT(DISTINCT session_key) AS keys FROM {Sessions}");

        Assert.Equal("92", touching.Text("sessions"));
        Assert.Equal("54460 / 54460", all.Text("sessions", "keys"));
    }

    [SkippableFact]
    public async Task Engaged_sessions_are_found_by_the_flag_as_text_and_as_number()
    {
        var row = await sample.RowAsync($"SELECT COUNT(CASE WHEN is_engaged THEN 1 END) AS engaged, COUNT(CASE WHEN engaged_by = 'flag' THEN 1 END) AS flagged, COUNT(CASE WHEN is_bounce = is_engaged THEN 1 END) AS contradictions FROM {Sessions}");

        Assert.Equal("51323 / 51321 / 0", row.Text("engaged", "flagged", "contradictions"));
    }

    [SkippableFact]
    public async Task Page_views_are_counted_once_in_events_and_in_sessions()
    {
        var events = await sample.RowAsync($"SELECT COUNT(*) AS page_views FROM {Events} WHERE event_name = 'page_view'");
        var outside = await sample.RowAsync($"SELECT COUNT(*) AS page_views FROM {Events} WHERE event_name = 'page_view' AND session_key IS NULL");
        var sessions = await sample.RowAsync($"SELECT CAST(SUM(page_views) AS BIGINT) AS page_views FROM {Sessions}");

        Assert.Equal(181_765, events.Get<long>("page_views"));
        Assert.Equal(181_765, sessions.Get<long>("page_views") + outside.Get<long>("page_views"));
    }

    [SkippableFact]
    public async Task Purchases_and_their_revenue_are_those_of_the_export()
    {
        var row = await sample.RowAsync($"SELECT COUNT(*) AS purchases, COUNT(CASE WHEN revenue IS NULL THEN 1 END) AS without_revenue, SUM(revenue) AS revenue, SUM(revenue_usd) AS usd FROM {Events} WHERE event_name = 'purchase'");

        Assert.Equal((378L, 20L, 21_193m), (row.Get<long>("purchases"), row.Get<long>("without_revenue"), row.Get<decimal>("revenue")));
        Assert.Equal(21_193m, row.Get<decimal>("usd"));
    }

    [SkippableFact]
    public async Task Purchases_whose_transaction_id_is_not_set_in_ecommerce_are_twenty()
    {
        var file = SharedData.Find(PublicSample.DataPath);
        var row = await sample.RowAsync($"SELECT COUNT(*) AS purchases FROM read_parquet('{file?.Replace("'", "''", StringComparison.Ordinal)}/*.parquet') WHERE event_name = 'purchase' AND ecommerce.transaction_id = '(not set)'");
        var staged = await sample.RowAsync($"SELECT COUNT(CASE WHEN transaction_id IS NULL THEN 1 END) AS without_id, COUNT(CASE WHEN transaction_id IN ('', '(not set)') THEN 1 END) AS placeholders FROM {Events} WHERE event_name = 'purchase'");

        Assert.Equal("20", row.Text("purchases"));
        Assert.Equal("20 / 0", staged.Text("without_id", "placeholders"));
    }

    [SkippableFact]
    public async Task Orders_are_counted_once_per_user_and_transaction()
    {
        var orders = await sample.RowAsync($"SELECT COUNT(*) AS orders, SUM(revenue) AS revenue FROM {Conversions} WHERE transaction_id IS NOT NULL");
        var conversions = await sample.RowAsync($"SELECT COUNT(*) AS conversions, SUM(revenue) AS revenue, COUNT(CASE WHEN is_transaction THEN 1 END) AS transactions FROM {Conversions}");

        Assert.Equal((354L, 21_002m), (orders.Get<long>("orders"), orders.Get<decimal>("revenue")));
        Assert.Equal((374L, 21_002m, 354L), (conversions.Get<long>("conversions"), conversions.Get<decimal>("revenue"), conversions.Get<long>("transactions")));
    }

    [SkippableFact]
    public async Task Sessions_carry_every_conversion_and_all_of_their_revenue()
    {
        var sessions = await sample.RowAsync($"SELECT CAST(SUM(conversions) AS BIGINT) AS conversions, CAST(SUM(transactions) AS BIGINT) AS transactions, SUM(revenue) AS revenue, CAST(SUM(other_currency_conversions) AS BIGINT) AS others FROM {Sessions}");
        var unknown = await sample.RowAsync($"SELECT COUNT(*) AS conversions FROM {Conversions} WHERE session_key IS NULL");

        Assert.Equal((374L, 354L, 21_002m, 0L), (sessions.Get<long>("conversions") + unknown.Get<long>("conversions"), sessions.Get<long>("transactions"), sessions.Get<decimal>("revenue"), sessions.Get<long>("others")));
    }

    [SkippableFact]
    public async Task Sessions_by_device_are_those_that_are_known()
    {
        var rows = await sample.QueryAsync($"SELECT device_category, COUNT(*) AS sessions FROM {Sessions} GROUP BY device_category ORDER BY sessions DESC");

        Assert.Equal(["desktop / 31466", "mobile / 21771", "tablet / 1223"], rows.Select(row => row.Text("device_category", "sessions")));
    }

    [SkippableFact]
    public async Task Every_session_is_told_the_source_that_the_table_has()
    {
        var rows = await sample.QueryAsync($"SELECT session_key, source, medium, campaign, source_method FROM {Sessions} ORDER BY session_key");
        var steps = await sample.StepsAsync([.. rows.Select(row => row.Get<string>("session_key")!)]);

        static string Text(params string?[] parts) => string.Join(" / ", parts.Select(part => part ?? "-"));
        Assert.Equal(
            rows.Select(row => row.Text("session_key", "source", "medium", "campaign", "source_method")).Order(StringComparer.Ordinal),
            steps.Where(step => step.Decides).Select(step => Text(step.SessionKey, step.Source, step.Medium, step.Campaign, step.SourceMethod)).Order(StringComparer.Ordinal));
        Assert.All(steps.Where(step => step.Decides), step => Assert.Equal(step.SourceMethod, step.Rule));
    }

    public static IEnumerable<object?[]> Days => SharedData.Rows(PublicSample.DataPath + "/answers_daily.csv");

    [SkippableTheory]
    [MemberData(nameof(Days))]
    public async Task A_day_has_its_published_figures(
        string? date, string events = "", string users = "", string sessions = "", string starts = "", string pageViews = "", string purchases = "", string purchasers = "", string revenue = "")
    {
        var row = await sample.RowAsync($"""
            SELECT COUNT(*) AS events, COUNT(DISTINCT user_pseudo_id) AS users, COUNT(DISTINCT session_key) AS sessions,
              COUNT(CASE WHEN event_name = 'session_start' THEN 1 END) AS starts, COUNT(CASE WHEN event_name = 'page_view' THEN 1 END) AS page_views,
              COUNT(CASE WHEN event_name = 'purchase' THEN 1 END) AS purchases, COUNT(DISTINCT CASE WHEN event_name = 'purchase' THEN user_pseudo_id END) AS purchasers,
              SUM(CASE WHEN event_name = 'purchase' THEN revenue END) AS revenue
            FROM {Events} WHERE event_date = DATE '{date ?? "2021-01-01"}'
            """);

        Assert.Equal(string.Join(" / ", events, users, sessions, starts, pageViews, purchases, purchasers), row.Text("events", "users", "sessions", "starts", "page_views", "purchases", "purchasers"));
        Assert.Equal(decimal.Parse(revenue, CultureInfo.InvariantCulture), row.Get<decimal>("revenue"));
    }

    [SkippableFact]
    public async Task Without_an_as_of_date_the_old_sample_is_refused_by_name_and_nothing_is_staged()
    {
        var folder = SharedData.Find(PublicSample.DataPath);
        Skip.If(folder is null, SharedData.Missing(PublicSample.DataPath));
        using var bench = new Bench();
        PublicSample.Add(bench, folder);

        var refusal = await Assert.ThrowsAsync<PipelineException>(() => bench.StageAsync(PublicSample.Name));

        Assert.Equal(PipelineErrorKind.SourceStale, refusal.Kind);
        Assert.Contains("2021-01-14", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-AsOf 2021-01-14", refusal.Advice, StringComparison.Ordinal);
        Assert.Equal(0L, await bench.ValueAsync(PublicSample.Name, $"SELECT COUNT(*) FROM information_schema.tables WHERE table_name = '{Events}'"));
        Assert.Equal(0L, await bench.ValueAsync(PublicSample.Name, "SELECT COUNT(*) FROM pipeline_ledger"));
    }
}
