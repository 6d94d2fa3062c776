using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Files;

/// <summary>Parquet files as other programs than BigQuery write them: the same rows, or an error that says what was found.</summary>
public sealed class ParquetColumnTests : IDisposable
{
    private const string Value = "{'string_value': NULL::VARCHAR, 'int_value': 7::BIGINT, 'float_value': NULL::DOUBLE, 'double_value': NULL::DOUBLE}";
    private const string Location = "{'string_value': 'https://shop.example/a', 'int_value': NULL::BIGINT, 'float_value': NULL::DOUBLE, 'double_value': NULL::DOUBLE}";
    private const string Params = $"[{{'key': 'ga_session_id', 'value': {Value}}}, {{'key': 'page_location', 'value': {Location}}}]";
    private const string Items = "[{'item_id': 'a', 'quantity': 2, 'item_params': [{'key': 'k', 'value': {'string_value': 'v'}}]}]";

    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> SameRows => [.. Selects];

    private static string[] Selects =>
    [
        Select(),
        Select(date: "DATE '2026-06-15'"),
        Select(date: "TIMESTAMP '2026-06-15 00:00:00'"),
        Select(date: "20260615"),
        Select(date: "'20260615'::BLOB"),
        Select(name: "EVENT_NAME", dateName: "Event_Date", paramsName: "EVENT_PARAMS", itemsName: "Items"),
        Select(parameters: $"[{{'KEY': 'ga_session_id', 'Value': {Value.Replace("int_value", "Int_Value", StringComparison.Ordinal)}}}, {{'KEY': 'page_location', 'Value': {Location.Replace("int_value", "Int_Value", StringComparison.Ordinal)}}}]"),
        Select(parameters: Wrapped(Params, "list", "element")),
        Select(parameters: Wrapped(Params, "list", "array_element")),
        Select(parameters: Wrapped(Params, "bag", "array")),
        Select(parameters: Wrapped(Params, null, "element")),
        Select(parameters: Wrapped(Params, "list", null)),
        Select(items: Wrapped(Items, "list", "element")),
        Select(items: Wrapped($"[{{'Item_Id': 'a', 'quantity': '2', 'unknown': 1, 'item_params': {Wrapped("[{'key': 'k', 'value': {'string_value': 'v'}}]", "list", "element")}}}]", "list", "element")),
        Select(more: "MAP {'a': 1} AS user_properties, 'text' AS user_ltv, 1 AS source_table, DATE '1999-01-01' AS source_date, 7 AS row_fingerprint, 'x' AS filename, 'y' AS exported, [1] AS param_keys, TRUE AS is_repeated, 5 AS param_string_values"),
        Select(more: "NULL::INTEGER AS device, NULL::INTEGER AS ecommerce, NULL::INTEGER[] AS geo"),
        Select(parameters: Params.Replace("'float_value': NULL::DOUBLE", "'float_value': NULL::INTEGER", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(SameRows))]
    public async Task The_same_rows_in_another_form_are_the_same_rows(string select)
    {
        Write("events_20260615.parquet", select);

        await _bench.StageAsync("acme");

        Assert.Equal(
            ["2026-06-15 | view_item | u1 | 7 | https://shop.example/a | [{'item_id': a, 'quantity': 2, 'key': k, 'value': v}] | events_20260615"],
            await _bench.ShowAsync("acme", """
                SELECT event_date, event_name, user_pseudo_id, ga_session_id, page_location,
                  CAST(list_transform(items, lambda i: {'item_id': i.item_id, 'quantity': i.quantity, 'key': i.item_params[1].key, 'value': i.item_params[1].value.string_value}) AS VARCHAR),
                  source_table
                FROM stg_acme_ga4_events
                """));
    }

    [Fact]
    public async Task Files_of_all_these_forms_are_one_day()
    {
        var number = 0;
        foreach (var select in Selects)
        {
            Write($"events_20260615_{number++}.parquet", select.Replace("1781517600000000", $"17815176{number:00}000000", StringComparison.Ordinal));
        }

        await _bench.StageAsync("acme");

        Assert.Equal([$"{number} | {number} | {number}"], await _bench.ShowAsync("acme", "SELECT COUNT(*), SUM(CASE WHEN ga_session_id = 7 THEN 1 END), SUM(len(items)) FROM stg_acme_ga4_events"));
    }

    [Theory]
    [InlineData("MAP {'ga_session_id': 7}", "event_params as MAP(VARCHAR, INTEGER)")]
    [InlineData("'[{\"key\": \"ga_session_id\"}]'", "event_params as VARCHAR")]
    [InlineData("['ga_session_id']", "event_params as a list of VARCHAR")]
    [InlineData("[{'name': 'ga_session_id', 'value': {'int_value': 7}}]", "event_params as a list of record(name, value)")]
    [InlineData("{'key': 'ga_session_id', 'value': {'int_value': 7}}", "event_params as record(key, value)")]
    [InlineData("[{'key': 'ga_session_id', 'value': 7}]", "event_params as a list of record(key, value)")]
    public async Task Event_params_of_a_form_that_is_not_understood_are_refused(string parameters, string found) =>
        await RefusedAsync(Select(parameters: parameters), found, "expected: a list of records with key and value");

    [Theory]
    [InlineData("'{\"category\": \"mobile\"}' AS device", "has device as VARCHAR; GA4 exports a record there")]
    [InlineData("MAP {'country': 'DE'} AS geo", "has geo as MAP(VARCHAR, VARCHAR); GA4 exports a record there")]
    [InlineData("[{'transaction_id': 'T1'}] AS ecommerce", "has ecommerce as a list of record(transaction_id); GA4 exports a record there")]
    [InlineData("{'id': 'u'} AS user_id", "has user_id as record(id); GA4 exports one value there")]
    public async Task Another_column_of_such_a_form_is_refused_where_it_holds_something(string more, string found) =>
        await RefusedAsync(Select(more: more), found);

    [Fact]
    public async Task A_list_of_items_as_text_is_refused() => await RefusedAsync(Select(items: "'[]'"), "has items as VARCHAR; GA4 exports a list of records there");

    [Fact]
    public async Task Event_date_may_be_its_folders()
    {
        Write("event_date=2026-06-15/part-0.parquet", Select().Replace("'20260615' AS event_date, ", "", StringComparison.Ordinal));
        _bench.Write("ga4/acme/event_date=2026-06-14/part-0.json", """{"event_timestamp": 1781431200000000, "event_name": "page_view", "event_params": []}""");

        await _bench.StageAsync("acme");

        Assert.Equal(["2026-06-14 | 1", "2026-06-15 | 1"], await _bench.ShowAsync("acme", "SELECT event_date, COUNT(*) FROM stg_acme_ga4_events GROUP BY ALL ORDER BY ALL"));
    }

    [Fact]
    public async Task A_folder_of_another_key_does_not_give_event_date()
    {
        Write("date=2026-06-15/part-0.parquet", Select().Replace("'20260615' AS event_date, ", "", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.Contains("no column event_date", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("(-9223372036854775807 - 1)")]
    [InlineData("253402300800000000")]
    [InlineData("(-62135596800000001)")]
    public async Task An_impossible_time_is_refused(string time) =>
        await RefusedAsync(Select().Replace("1781517600000000", time + "::BIGINT", StringComparison.Ordinal), "event_timestamp that is no time", time.Trim('(', ')').Split(' ')[0][..8]);

    private static string Select(string date = "'20260615'", string name = "event_name", string dateName = "event_date", string paramsName = "event_params", string itemsName = "items", string parameters = Params, string items = Items, string more = "1 AS further") =>
        $"SELECT {date} AS {dateName}, 1781517600000000 AS event_timestamp, 'view_item' AS {name}, 'u1' AS user_pseudo_id, {parameters} AS {paramsName}, {items} AS {itemsName}, {more}";

    private static string Wrapped(string list, string? outer, string? inner)
    {
        var elements = inner is null ? list : $"list_transform({list}, lambda w: {{'{inner}': w}})";
        return outer is null ? elements : $"{{'{outer}': {elements}}}";
    }

    private async Task RefusedAsync(string select, params string[] says)
    {
        Write("events_20260614.parquet", select.Replace("20260615", "20260614", StringComparison.Ordinal).Replace("1781517600000000", "1781431200000000", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.Equal((PipelineErrorKind.SourceUnreadable, "events_20260614.parquet"), (error.Kind, Path.GetFileName(error.Target)));
        Assert.All(says, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    private void Write(string name, string select)
    {
        var file = Path.Combine(_bench.Root, "ga4/acme", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var duckDb = new DuckDBConnection("DataSource=:memory:");
        duckDb.Open();
        using var command = duckDb.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{file}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }
}
