using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>An event's id is the MD5 of what identifies it, and whole-row duplicates are stored once.</summary>
public sealed class EventIdTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task It_is_the_md5_of_the_identifying_fields_and_an_ordinal()
    {
        var row = Assert.Single(await new Acme().StageAsync(new Ga4Event(Day, "purchase", "10.2", 77)
            .Set("event_bundle_sequence_id", 5).Set("batch_page_id", 6).Set("batch_ordering_id", 7).Set("batch_event_index", 8)
            .Page("https://acme.example/ขอบคุณ?a=1|2").Purchase("T|1", 5)));

        var micros = (new DateTimeOffset(2026, 6, 15, 10, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / 10;
        Assert.Equal(Md5(string.Create(CultureInfo.InvariantCulture, $"20260615|1|10.2|{micros}|purchase|5|6|7|8|77|https://acme.example/ขอบคุณ?a=1|2|T|1|1")), row.Text("event_id"));
    }

    [Fact]
    public async Task What_is_missing_is_empty_text_in_it()
    {
        var row = Assert.Single(await new Acme().StageAsync(new Ga4Event(Day, "purchase", user: null, session: null).Set("stream_id", null).Purchase("(not set)", 5)));

        var micros = (new DateTimeOffset(2026, 6, 15, 10, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / 10;
        Assert.Equal(Md5(string.Create(CultureInfo.InvariantCulture, $"20260615|||{micros}|purchase||||||||1")), row.Text("event_id"));
        Assert.Equal("- / - / -", row.Text("session_key", "transaction_id", "stream_id"));
    }

    [Fact]
    public async Task Equal_events_that_differ_elsewhere_are_numbered_by_the_md5_of_what_is_stored()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day).Param("engagement_time_msec", 300),
            new Ga4Event(Day).Param("engagement_time_msec", 100),
            new Ga4Event(Day).Param("engagement_time_msec", 200));

        var micros = (new DateTimeOffset(2026, 6, 15, 10, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / 10;
        string[] apart = ["event_id", "items", "unreadable_values", "implausible_values", "source_table", "loaded_at"];
        var numbered = rows.OrderBy(row => Md5(string.Join('|', row.Columns.Where(column => !apart.Contains(column)).Select(column => row[column] switch
        {
            null => "",
            DateOnly date => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            DateTimeOffset moment => ((moment - DateTimeOffset.UnixEpoch).Ticks / 10).ToString(CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        }))), StringComparer.Ordinal).Select((row, index) => (Row: row, Ordinal: index + 1));
        Assert.All(numbered, entry => Assert.Equal(Md5(string.Create(CultureInfo.InvariantCulture, $"20260615|1|u1|{micros}|page_view|||||1|||{entry.Ordinal}")), entry.Row.Text("event_id")));
        Assert.Equal(3, rows.Select(row => row.Text("event_id")).Distinct().Count());
    }

    [Fact]
    public async Task The_same_event_in_two_day_tables_has_two_ids()
    {
        var late = new Ga4Event(Day).Set("event_date", Day.AddDays(-1).ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        using var bench = new Acme().Open(new Ga4Event(Day));
        bench.Write("ga4/acme/events_20260614.jsonl", late.Json.ToJsonString() + "\n");

        await bench.StageAsync(Acme.Name);

        Assert.Equal("2 / 2", (await bench.QueryAsync(Acme.Name, "SELECT COUNT(*) AS events, COUNT(DISTINCT event_id) AS ids FROM stg_acme_ga4_events"))[0].Text("events", "ids"));
    }

    [Fact]
    public async Task Whole_row_duplicates_are_stored_once_and_counted()
    {
        using var bench = new Acme().Open(
            new Ga4Event(Day), new Ga4Event(Day), new Ga4Event(Day),
            new Ga4Event(Day).Param("engagement_time_msec", 100), new Ga4Event(Day).Param("engagement_time_msec", 100));

        await bench.StageAsync(Acme.Name);

        Assert.Equal(2L, await bench.ValueAsync(Acme.Name, "SELECT COUNT(*) FROM stg_acme_ga4_events"));
        Assert.Equal(2L, await bench.ValueAsync(Acme.Name, "SELECT COUNT(DISTINCT event_id) FROM stg_acme_ga4_events"));
        Assert.Equal("5 / 2 / 3", (await bench.QueryAsync(Acme.Name, "SELECT * FROM pipeline_ledger"))[0].Text("source_rows", "staged_rows", "duplicate_rows"));
    }

    [Fact]
    public async Task A_duplicate_in_another_file_of_the_day_is_one_too()
    {
        using var bench = new Acme().Open(new Ga4Event(Day), new Ga4Event(Day, minute: 1));
        bench.Write("ga4/acme/events_20260615_part2.jsonl", new Ga4Event(Day, minute: 1).Json.ToJsonString() + "\n" + new Ga4Event(Day, minute: 2).Json.ToJsonString() + "\n");

        await bench.StageAsync(Acme.Name);

        Assert.Equal("4 / 3 / 1", (await bench.QueryAsync(Acme.Name, "SELECT * FROM pipeline_ledger"))[0].Text("source_rows", "staged_rows", "duplicate_rows"));
    }

    [Fact]
    public async Task Rows_that_differ_in_a_column_that_is_not_kept_are_no_duplicates()
    {
        (string User, string Column, string Field)[] cases =
        [
            ("u1", "device", "advertising_id"), ("u2", "publisher", "ad_unit_id"), ("u3", "collected_traffic_source", "manual_source_platform"), ("u4", "app_info", "version"), ("u5", "user_ltv", "currency"),
        ];
        Ga4Event With(string user, string column, string field, string value) => new Ga4Event(Day, user: user).Set(column, new JsonObject { [field] = value });

        var rows = await new Acme().StageAsync([.. cases.SelectMany(c => new[] { With(c.User, c.Column, c.Field, "a"), With(c.User, c.Column, c.Field, "b"), With(c.User, c.Column, c.Field, "b") })]);

        Assert.Equal(["u1", "u1", "u2", "u2", "u3", "u3", "u4", "u4", "u5", "u5"], rows.Select(row => row.Text("user_pseudo_id")));
        Assert.Equal(10, rows.Select(row => row.Text("event_id")).Distinct().Count());
    }

    [Fact]
    public async Task Rows_without_a_user_are_kept()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day),
            new Ga4Event(Day, user: null, session: null).Set("privacy_info", new JsonObject { ["analytics_storage"] = "No", ["ads_storage"] = "No" }),
            new Ga4Event(Day, user: null));

        Assert.Equal(["1|u1|1 / -", "- / No", "- / -"], rows.Select(row => row.Text("session_key", "analytics_storage")).OrderBy(text => text.StartsWith('-')).ThenByDescending(text => text, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_session_key_names_the_stream_and_never_the_signed_in_user()
    {
        var rows = await new Acme().StageAsync(
            new Ga4Event(Day, user: "u1").Set("user_id", "signed-in"),
            new Ga4Event(Day, user: "u2").Set("stream_id", null),
            new Ga4Event(Day, user: "u3", session: null));

        Assert.Equal(["1|u1|1 / signed-in", "|u2|1 / -", "- / -"], rows.Select(row => row.Text("session_key", "user_id")));
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
