using DuckDB.NET.Data;
using MarketingPipeline.Runtime.Samples;

namespace MarketingPipeline.Runtime.Tests;

/// <summary>
/// The whole sample, written once, and DuckDB to ask it: <c>events</c> holds every GA4 row of the daily tables (and of the one
/// day that has none) with what the tests ask for, <c>ads</c> every row of the Google Ads reports.
/// </summary>
public sealed class SampleFixture : IAsyncLifetime
{
    public static readonly DateOnly LastDate = new(2026, 6, 30);

    private static readonly SampleCalendar Calendar = new(LastDate, SampleData.Days);

    private readonly DuckDBConnection _duckDb = new("DataSource=:memory:");

    public string Root { get; } = Directory.CreateTempSubdirectory("sample-").FullName;

    public async Task InitializeAsync()
    {
        await SampleData.WriteAsync(Root, LastDate, SampleData.Days, new Progress<string>(), CancellationToken.None);
        _duckDb.Open();
        Execute("CREATE MACRO param(params, name) AS list_filter(params, p -> p.key = name)[1].value");
        Execute($"CREATE TABLE events AS {string.Join(" UNION ALL BY NAME ", SampleProperties.All.SelectMany(Eras))}");
        Execute($"""
            CREATE TABLE ads AS
            SELECT regexp_extract(filename, '([a-z_]+)/google_ads/', 1) AS client, regexp_extract(filename, '(campaign|ad_group)_[0-9-]+.json$', 1) AS report, row.*
            FROM (SELECT filename, unnest(results) AS row FROM read_json('{Root}/sources/*/google_ads/*.json', filename = true, union_by_name = true))
            """);
    }

    public Task DisposeAsync()
    {
        _duckDb.Dispose();
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    internal string Table(Property property, int ago, string prefix = "events_") =>
        Path.Combine(Root, property.Path, prefix + SampleCalendar.Suffix(Calendar.DateOf(ago)) + ".parquet");

    public long Count(string sql) => Convert.ToInt64(Rows(sql).Single()[0], System.Globalization.CultureInfo.InvariantCulture);

    public IReadOnlyList<object?[]> Rows(string sql)
    {
        using var command = _duckDb.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    private void Execute(string sql)
    {
        using var command = _duckDb.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // A SELECT for each era: its columns are the older ones' and more.
    private IEnumerable<string> Eras(Property property) => Calendar.Agos
        .GroupBy(Calendar.EraOf)
        .Select(era =>
        {
            var files = era
                .Select(ago => property.EndsIntraday && ago == 0 ? Table(property, ago, "events_intraday_") : Table(property, ago))
                .Where(File.Exists);
            return $"""
                SELECT '{property.Name}' AS property, '{era.Key}' AS era, filename, file_row_number,
                    event_date, event_timestamp, event_name, user_pseudo_id, user_id, user_properties,
                    privacy_info.analytics_storage AS consent, device.web_info.hostname AS host,
                    collected_traffic_source AS collected, traffic_source, ecommerce, items,
                    param(event_params, 'ga_session_id').int_value AS session_id,
                    param(event_params, 'ga_session_number').int_value AS session_number,
                    param(event_params, 'session_engaged') AS session_engaged,
                    param(event_params, 'page_location').string_value AS page,
                    param(event_params, 'page_referrer').string_value AS referrer,
                    param(event_params, 'ignore_referrer').string_value AS ignore_referrer,
                    param(event_params, 'value') AS value,
                    param(event_params, 'currency').string_value AS currency,
                    param(event_params, 'transaction_id') AS transaction_id,
                    param(event_params, 'source').string_value AS source,
                    list_contains(list_transform(event_params, p -> p.key), 'gclid') AS has_gclid_key
                    {(era.Key == ExportEra.BeforeLastClick ? "" : ", session_traffic_source_last_click AS last_click, batch_event_index")}
                FROM read_parquet([{string.Join(", ", files.Select(file => $"'{file}'"))}], filename = true, file_row_number = true)
                """;
        });
}

/// <summary>Tests that read one and the same sample.</summary>
[CollectionDefinition(nameof(SampleCollection))]
public sealed class SampleCollection : ICollectionFixture<SampleFixture>;
