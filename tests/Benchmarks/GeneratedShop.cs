using System.Globalization;
using DuckDB.NET.Data;

namespace MarketingPipeline.Benchmarks;

/// <summary>
/// The export of a web shop as GA4 writes it today, a Parquet file a day, computed by DuckDB from a seed: the same files each
/// time. Two sessions in five are of users who return; sessions have eight events on average and ten parameters each, some
/// run over midnight, a third come from Google Ads with a click id, one in fifty buys.
/// </summary>
internal sealed class GeneratedShop(int days, int events, DateOnly last)
{
    public const int Campaigns = 40;

    private const int EventsOfASession = 8;

    private int SessionsOfADay => Math.Max(1, events / days / EventsOfASession);

    public static string FileName(DateOnly date) => "events_" + date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + ".parquet";

    /// <summary>Writes the files; how many events they have.</summary>
    public long Write(string folder)
    {
        Directory.CreateDirectory(folder);
        using var duckDb = new DuckDBConnection("DataSource=:memory:");
        duckDb.Open();
        Run(duckDb, "SET preserve_insertion_order = false");
        Run(duckDb, "CREATE MACRO draw(a, b) AS CAST(hash(a, b) >> 1 AS BIGINT), (a, b, c) AS CAST(hash(a, b, c) >> 1 AS BIGINT)");
        Run(duckDb, Sessions());
        var count = 0L;
        for (var day = 0; day < days; day++)
        {
            var date = last.AddDays(day + 1 - days);
            count += Run(duckDb, $"COPY ({Events(day, date)}) TO '{Path.Combine(folder, FileName(date)).Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)");
        }

        return count;
    }

    private static int Run(DuckDBConnection duckDb, string sql)
    {
        using var command = duckDb.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private string Sessions() => string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE sessions AS
        SELECT *, ROW_NUMBER() OVER (PARTITION BY visitor ORDER BY started, seed) AS number, MIN(started) OVER (PARTITION BY visitor) AS first_started
        FROM (
          SELECT day, draw(day, session, 'session') AS seed,
            CASE WHEN draw(day, session, 'returns') % 5 < 2 THEN draw(day, session, 'who') % {Math.Max(1, days * SessionsOfADay / 10)} ELSE 1000000000 + day * {SessionsOfADay} + session END AS visitor,
            (epoch(DATE '{last.AddDays(1 - days):yyyy-MM-dd}')::BIGINT + day * 86400 + draw(day, session, 'start') % 86400) * 1000000 AS started,
            4 + draw(day, session, 'length') % 9 AS events,
            draw(day, session, 'from') % 100 AS origin,
            1 + draw(day, session, 'campaign') % {Campaigns} AS campaign,
            draw(day, session, 'buys') % 50 = 0 AS buys
          FROM range({days}) AS d(day), range({SessionsOfADay}) AS s(session))
        """);

    private static string Events(int day, DateOnly date) => string.Create(CultureInfo.InvariantCulture, $$"""
        WITH hits AS (
          SELECT *, draw(seed, n) AS luck, started + n * (20 + seed % 90) * 1000000 AS happened,
            CASE WHEN n = 0 THEN CASE WHEN number = 1 THEN 'first_visit' ELSE 'session_start' END
              WHEN n = 1 THEN 'page_view'
              WHEN n = events - 1 AND buys THEN 'purchase'
              ELSE ['page_view', 'scroll', 'user_engagement', 'view_item', 'page_view'][1 + draw(seed, n, 'name') % 5] END AS name,
            'https://www.shop.example/' || ['', 'offers', 'item/', 'category/', 'help'][1 + draw(seed, n, 'page') % 5] || draw(seed, n, 'page') % 400 AS page
          FROM (SELECT *, UNNEST(range(events)) AS n FROM sessions WHERE day BETWEEN {{day - 1}} AND {{day}})
        )
        SELECT '{{date:yyyyMMdd}}' AS event_date,
          happened AS event_timestamp,
          name AS event_name,
          happened - 1000 AS event_previous_timestamp,
          seed % 1000000000 AS event_bundle_sequence_id,
          happened // 1000 AS batch_page_id, n AS batch_ordering_id, 1::BIGINT AS batch_event_index,
          [
            {{Param("ga_session_id", integer: "started // 1000000")}},
            {{Param("ga_session_number", integer: "number")}},
            {{Param("page_location", text: "page || CASE WHEN n = 0 AND origin < 35 THEN '?gclid=Cj0K' || draw(seed, 'gclid') || '&gad_source=1' ELSE '' END")}},
            {{Param("page_title", text: "'Page ' || luck % 400")}},
            {{Param("page_referrer", text: "CASE WHEN n > 0 THEN 'https://www.shop.example/' WHEN origin BETWEEN 35 AND 54 THEN 'https://www.google.com/' WHEN origin BETWEEN 55 AND 62 THEN 'https://blog.example/post' ELSE '' END")}},
            {{Param("engagement_time_msec", integer: "CASE WHEN n = 0 THEN 0 ELSE luck % 30000 END")}},
            {{Param("session_engaged", text: "CASE WHEN n > 2 THEN '1' ELSE '0' END")}},
            {{Param("engaged_session_event", integer: "1")}},
            CASE WHEN name = 'purchase' THEN {{Param("currency", text: "'EUR'")}} ELSE {{Param("content_group", text: "'group ' || luck % 7")}} END,
            CASE WHEN name = 'purchase' THEN {{Param("value", number: "(luck % 20000) / 100.0")}} ELSE {{Param("percent_scrolled", integer: "90")}} END
          ] AS event_params,
          CAST(NULL AS VARCHAR) AS user_id,
          visitor || '.' || first_started // 1000000 AS user_pseudo_id,
          TRUE AS is_active_user,
          first_started AS user_first_touch_timestamp,
          {'analytics_storage': 'Yes', 'ads_storage': 'Yes', 'uses_transient_token': 'No'} AS privacy_info,
          {'category': ['desktop', 'mobile', 'tablet'][1 + visitor % 3], 'operating_system': ['Windows', 'Android', 'iOS'][1 + visitor % 3], 'language': ['en-gb', 'de-de', 'fr-fr'][1 + visitor % 3],
            'web_info': {'browser': ['Chrome', 'Safari', 'Firefox'][1 + visitor % 3], 'hostname': 'www.shop.example'} } AS device,
          {'continent': 'Europe', 'country': ['Germany', 'France', 'Spain', 'Austria'][1 + visitor % 4], 'region': 'Region ' || visitor % 20, 'city': 'City ' || visitor % 200} AS geo,
          {'name': '(direct)', 'medium': '(none)', 'source': '(direct)'} AS traffic_source,
          CASE WHEN n = 0 AND origin < 72 AND origin NOT BETWEEN 35 AND 62 THEN {
            'manual_campaign_name': CASE WHEN origin >= 63 THEN 'Newsletter ' || campaign END, 'manual_source': CASE WHEN origin >= 63 THEN 'newsletter' END, 'manual_medium': CASE WHEN origin >= 63 THEN 'email' END,
            'gclid': CASE WHEN origin < 35 THEN 'Cj0K' || draw(seed, 'gclid') END} END AS collected_traffic_source,
          {
            'manual_campaign': {'campaign_name': CASE WHEN origin BETWEEN 63 AND 71 THEN 'Newsletter ' || campaign END, 'source': CASE WHEN origin BETWEEN 63 AND 71 THEN 'newsletter' END, 'medium': CASE WHEN origin BETWEEN 63 AND 71 THEN 'email' END},
            'google_ads_campaign': CASE WHEN origin < 35 THEN {'campaign_id': CAST(campaign AS VARCHAR), 'campaign_name': 'Campaign ' || campaign, 'ad_group_id': CAST(campaign * 10 AS VARCHAR)} END,
            'cross_channel_campaign': {
              'campaign_id': CASE WHEN origin < 35 THEN CAST(campaign AS VARCHAR) END,
              'campaign_name': CASE WHEN origin < 35 THEN 'Campaign ' || campaign WHEN origin < 55 THEN '(organic)' WHEN origin < 63 THEN '(referral)' WHEN origin < 72 THEN 'Newsletter ' || campaign ELSE '(direct)' END,
              'source': CASE WHEN origin < 55 THEN 'google' WHEN origin < 63 THEN 'blog.example' WHEN origin < 72 THEN 'newsletter' ELSE '(direct)' END,
              'medium': CASE WHEN origin < 35 THEN 'cpc' WHEN origin < 55 THEN 'organic' WHEN origin < 63 THEN 'referral' WHEN origin < 72 THEN 'email' ELSE '(none)' END}
          } AS session_traffic_source_last_click,
          '1234567890' AS stream_id,
          'WEB' AS platform,
          CASE WHEN name = 'purchase' THEN {'total_item_quantity': 1 + luck % 3, 'purchase_revenue': (luck % 20000) / 100.0::DOUBLE, 'tax_value': (luck % 2000) / 100.0::DOUBLE, 'shipping_value': 4.9::DOUBLE, 'transaction_id': 'T' || luck} END AS ecommerce,
          CASE WHEN name IN ('purchase', 'view_item') THEN [{'item_id': 'I' || luck % 500, 'item_name': 'Item ' || luck % 500, 'item_category': 'Category ' || luck % 20, 'price': (luck % 20000) / 100.0::DOUBLE, 'quantity': CAST(1 AS BIGINT)}] ELSE [] END AS items
        FROM hits
        WHERE make_timestamp(happened) >= DATE '{{date:yyyy-MM-dd}}' AND make_timestamp(happened) < DATE '{{date.AddDays(1):yyyy-MM-dd}}'
        """);

    private static string Param(string key, string text = "CAST(NULL AS VARCHAR)", string integer = "CAST(NULL AS BIGINT)", string number = "CAST(NULL AS DOUBLE)") =>
        $"{{'key': '{key}', 'value': {{'string_value': {text}, 'int_value': CAST({integer} AS BIGINT), 'float_value': CAST(NULL AS DOUBLE), 'double_value': CAST({number} AS DOUBLE)}}}}";
}
