using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Run after run, range after range, both engines end in the same tables.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class RefreshParityTests(Emulator emulator) : ParityStage(emulator)
{
    [Fact]
    public async Task A_new_day_a_changed_day_and_a_range_loaded_again()
    {
        Bench.Client("acme", googleAds: true)
            .Events("acme", [.. Enumerable.Range(1, 3).SelectMany(ago => Visit(ago))])
            .GoogleAds("acme", "1.json", [.. Enumerable.Range(1, 3).Select(ago => new AdsRow(Day.AddDays(-ago), 7, ago, "Brand"))]);
        using var engines = OnBoth();
        await engines.RunAsync("acme");
        await engines.AssertSameAsync("acme");

        Bench.Events("acme", [.. Visit(0), .. Visit(2, "other")]).GoogleAds("acme", "0.json", new AdsRow(Day, 7, 5, "Renamed"), new AdsRow(Day.AddDays(-2), 7, 9, "Brand"));
        engines.Export();
        await engines.RunAsync("acme");
        await engines.AssertSameAsync("acme");

        var range = new StagingRequest { From = Day.AddDays(-3), To = Day.AddDays(-2) };
        await Bench.StageAsync("acme", request: range);
        await engines.Pipeline.RefreshStagingAsync(engines.Find("acme"), range, null, default);
        var marts = new BuildRequest { From = Day.AddDays(-1), To = Day };
        await Bench.BuildAsync("acme", request: marts);
        await engines.Pipeline.BuildMartsAsync(engines.Find("acme"), marts, null, default);
        await engines.AssertSameAsync("acme");
    }

    [Fact]
    public async Task An_intraday_table_that_a_daily_one_takes_the_place_of()
    {
        Bench.Client("acme").Events("acme", [.. Visit(1), .. Visit(0)]);
        File.Move(DayFile("events_20260615.jsonl"), DayFile("events_intraday_20260615.jsonl"));
        using var engines = OnBoth();
        await engines.RunAsync("acme");
        await engines.AssertSameAsync("acme");

        Bench.Events("acme", [.. Visit(0), .. Visit(0, "late")]);
        engines.Export();
        await engines.RunAsync("acme");
        await engines.AssertSameAsync("acme");
    }

    [Fact]
    public async Task A_day_table_that_has_expired_and_one_that_comes_back()
    {
        Bench.Client("acme").Events("acme", [.. Visit(2), .. Visit(1), .. Visit(0)]);
        using var engines = OnBoth();
        await engines.RunAsync("acme");

        File.Move(DayFile("events_20260613.jsonl"), DayFile("away"));
        engines.Export();
        var request = new StagingRequest { FullRefresh = true };
        Assert.Equal((await Bench.StageAsync("acme", request: request))[0].Warnings, (await engines.Pipeline.RefreshStagingAsync(engines.Find("acme"), request, null, default))[0].Warnings);
        await engines.AssertSameAsync("acme");
        Assert.Equal([Day.AddDays(-2)], (await engines.Pipeline.GetStatusAsync(engines.Find("acme"), default))[0].SourceGone);

        File.Move(DayFile("away"), DayFile("events_20260613.jsonl"));
        engines.Export();
        await engines.RunAsync("acme");
        await engines.AssertSameAsync("acme");
        Assert.Empty((await engines.Pipeline.GetStatusAsync(engines.Find("acme"), default))[0].SourceGone);
    }

    [Fact]
    public async Task Days_of_different_schemas()
    {
        const string Params = "[{'key': 'ga_session_id', 'value': {'string_value': NULL::VARCHAR, 'int_value': 7::BIGINT, 'float_value': NULL::DOUBLE, 'double_value': NULL::DOUBLE}}]";
        Bench.Client("acme").Events("acme", [.. Visit(0)]);
        Parquet(4, $"{Params} AS event_params");
        Parquet(3, $"{Params} AS event_params, 123::BIGINT AS stream_id, NULL::BIGINT AS user_id, {{'category': NULL::BIGINT, 'web_info': NULL::BIGINT}} AS device, {{'transaction_id': 5::BIGINT, 'purchase_revenue': 12::BIGINT}} AS ecommerce, '12' AS event_bundle_sequence_id");
        Parquet(2, "[{'key': 'ga_session_id', 'value': {'int_value': 7::BIGINT}}, {'key': 'page_location', 'value': {'int_value': 8::BIGINT}}] AS event_params, [{'item_id': 5::BIGINT, 'quantity': 2::BIGINT, 'price': 1::BIGINT, 'colour': 'red'}] AS items, {'country': 'Thailand', 'planet': 'Earth'} AS geo, {'cross_channel_campaign': {'source': 'bing', 'medium': 'organic'}} AS session_traffic_source_last_click");
        Parquet(1, $"{Params} AS event_params, 1.5::DOUBLE AS batch_page_id, 'x' AS another");
        await AssertSameAsync("acme");
    }

    private void Parquet(int ago, string columns)
    {
        var date = Day.AddDays(-ago);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"COPY (SELECT '{date:yyyyMMdd}' AS event_date, epoch_us(TIMESTAMP '{date:yyyy-MM-dd} 10:00:00') AS event_timestamp, 'purchase' AS event_name, 'u1' AS user_pseudo_id, {columns}) TO '{DayFile(FormattableString.Invariant($"events_{date:yyyyMMdd}.parquet"))}' (FORMAT parquet)");
        command.ExecuteNonQuery();
    }

    private string DayFile(string name) => Path.Combine(Bench.Root, "ga4", "acme", name);

    private static Ga4Event[] Visit(int ago, string user = "u") =>
    [
        new Ga4Event(Day.AddDays(-ago), user: user, session: ago).Page($"https://acme.example/{ago}?utm_source=mail&utm_medium=email"),
        new Ga4Event(Day.AddDays(-ago), "purchase", user, ago, 1).Purchase($"{user}{ago}", 10.5 + ago).Set("geo", new JsonObject { ["country"] = "Thailand" }),
    ];
}
