using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Files;

/// <summary>Names that somebody else chose, of files, folders, columns, fields and parameters, are names: they run nothing, reach no other file and move no cursor.</summary>
public sealed class HostileNamesTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme");

    public HostileNamesTests() => _bench.Write("secret.txt", "secret");

    public void Dispose() => _bench.Dispose();

    /// <summary>Each stands for a kind; of EVIL a file would come, and SECRET is one that nobody may read.</summary>
    private string[] Names => [.. ((string[])[
        "x'); COPY (SELECT 1) TO 'EVIL'; --",
        "x\"); COPY (SELECT 1) TO 'EVIL'; --",
        "x) AS param_x; COPY (SELECT 1) TO 'EVIL' --",
        "int_value) AS a, (SELECT content FROM read_text('SECRET')) AS b, list_transform(event_params, lambda p: p.\"value\".int_value",
        "';ATTACH 'EVIL' AS evil;--",
        "\"; DROP TABLE stg_acme_ga4_events; --",
        "*", "?", "[a-z]", "{a,b}", "**", "a[!b]", "[[]",
        "line\nbreak", "tab\tand\rreturn", "bell\u0001\u0007", "\u001b[31mred\u001b[2J\u001b]0;title\u0007",
        "back\\slash\\", "$1 $$ $name ?1 @p :x", "-- comment", "/* comment", "*/ SELECT 1", "#{x} {{y}} <b> %s {0}",
        "right\u202Eto\u2066left", "Ünïcödé 事件 🎉", "é", "x=y", "a='b'", " "])
        .Select(name => name.Replace("EVIL", Path.Combine(_bench.Root, "EVIL"), StringComparison.Ordinal).Replace("SECRET", Path.Combine(_bench.Root, "secret.txt"), StringComparison.Ordinal))];

    [Fact]
    public async Task Columns_and_fields_of_Parquet()
    {
        string Fields(string value) => string.Concat(Names.Select(name => $", '{name.Replace("'", "''", StringComparison.Ordinal)}': {value}"));
        var columns = string.Concat(Names.Select(name => $", 5 AS \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        Write("events_20260615.parquet", $$"""
            SELECT '20260615' AS event_date, 1781517600000000 AS event_timestamp, 'page_view' AS event_name, 'u1' AS user_pseudo_id,
              [{'key': 'ga_session_id', 'value': {'string_value': NULL::VARCHAR, 'int_value': 7::BIGINT{{Fields("1")}}}{{Fields("2")}}}] AS event_params,
              {'category': 'mobile'{{Fields("'x'")}}} AS device, [{'item_id': 'a'{{Fields("'x'")}}}] AS items{{columns}}
            """);

        Assert.Empty(Assert.Single(await _bench.StageAsync("acme")).Warnings);
        await _bench.BuildAsync("acme");

        Assert.Equal(["7 | mobile | 1"], await _bench.ShowAsync("acme", "SELECT ga_session_id, device_category, len(items) FROM stg_acme_ga4_events"));
        NothingElseIsWritten();
    }

    [Fact]
    public async Task A_field_of_Parquet_that_would_end_the_expression()
    {
        foreach (var name in Names.Where(name => name.Contains("COPY", StringComparison.Ordinal) || name.Contains("read_text", StringComparison.Ordinal)))
        {
            Write("events_20260615.parquet", $"SELECT '20260615' AS event_date, 1781517600000000 AS event_timestamp, 'page_view' AS event_name, [{{'key': 'k', 'value': {{'int_value': 7, '{name.Replace("'", "''", StringComparison.Ordinal)}': 1}}}}] AS event_params");
            await _bench.StageAsync("acme", request: new() { FullRefresh = true });
            NothingElseIsWritten();
        }
    }

    [Fact]
    public async Task Keys_of_JSON_and_values_of_events()
    {
        var rows = Names.Select((name, minute) => new Ga4Event(Day, name, minute: minute).Param(name, name).Param("page_title", name)
            .Collected("google", "cpc", name).Page("https://shop.example/" + name).Set(name + " ", new JsonObject { [name] = 1 }));
        _bench.Write("ga4/acme/events_20260615.json", string.Concat(rows.Select(row => row.Json.ToJsonString() + "\n")));

        await _bench.RunAsync("acme");

        var titles = (await _bench.QueryAsync("acme", "SELECT page_title FROM stg_acme_ga4_events ORDER BY event_timestamp")).Select(row => (string?)row[0]);
        Assert.Equal(Names.Select(name => name.Trim() is { Length: > 0 } text ? text : null), titles);
        NothingElseIsWritten();
        var shown = await _bench.Pipeline.GetCampaignPerformanceAsync(_bench.Find("acme"), new CampaignPerformanceQuery { GroupBy = [PerformanceDimension.Campaign] }, CancellationToken.None);
        Assert.NotEmpty(shown);
        Assert.All(shown, row => IsPlain(row.Campaign ?? ""));
    }

    [SkippableFact]
    public async Task Files_and_folders()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows allows few of these characters in names.");
        var names = Names.Select(name => name.Replace('/', '∕')).ToArray();
        foreach (var (name, number) in names.Select((name, number) => (name, number)))
        {
            _bench.Write($"ga4/acme/events_20260614_{name}.json", new Ga4Event(Day.AddDays(-1), minute: number).Json.ToJsonString() + "\n");
            Write($"events_20260615 {name}.parquet", $"SELECT '20260615' AS event_date, 17815176{number:00}000000 AS event_timestamp, 'page_view' AS event_name, [{{'key': 'k', 'value': {{'int_value': 1}}}}] AS event_params");
            var date = Day.AddDays(-2 - number);
            _bench.Write($"ga4/acme/f{name}/date={date:yyyy-MM-dd}/part-0.json", new Ga4Event(date).Json.ToJsonString() + "\n");
            _bench.Write($"ga4/acme/{name} unread.csv", "a,b");
        }

        var result = Assert.Single(await _bench.StageAsync("acme"));

        Assert.Equal([$"{names.Length} | {names.Length} | {names.Length}"], await _bench.ShowAsync("acme", """
            SELECT COUNT(CASE WHEN event_date = DATE '2026-06-14' THEN 1 END), COUNT(CASE WHEN event_date = DATE '2026-06-15' THEN 1 END), COUNT(CASE WHEN event_date < DATE '2026-06-14' THEN 1 END)
            FROM stg_acme_ga4_events
            """));
        IsPlain(Assert.Single(result.Warnings));
        NothingElseIsWritten();
    }

    [SkippableFact]
    public async Task A_damaged_file_of_such_a_name_is_named_on_one_line_without_what_moves_a_cursor()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows allows few of these characters in names.");
        _bench.Write("ga4/acme/events_20260615 \u001b[2J\nWARNING: all is well\u202E.json", "{\"event_date\": \"\u001b[31m");

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        IsPlain(error.Message + error.Target + error.Advice);
    }

    [Theory]
    [InlineData("COPY (SELECT 1) TO 'ROOT/EVIL'")]
    [InlineData("SELECT * FROM read_text('ROOT/secret.txt')")]
    [InlineData("SELECT * FROM read_text('ROOT/ga4/acme/../../secret.txt')")]
    [InlineData("SELECT * FROM read_text('ROOT/ga4/acme-of-others/secret.txt')")]
    [InlineData("SELECT * FROM glob('ROOT/*')")]
    [InlineData("SELECT * FROM read_csv('https://example.com/x.csv')")]
    [InlineData("ATTACH 'ROOT/EVIL' AS evil")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD 'ROOT/EVIL'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET allowed_directories = ['/']")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("SET temp_directory = 'ROOT/EVIL'")]
    [InlineData("EXPORT DATABASE 'ROOT/EVIL'")]
    [InlineData("SELECT 1; SELECT 2")]
    public async Task What_is_run_as_SQL_all_the_same_reaches_nothing_else(string sql)
    {
        _bench.Events("acme", new Ga4Event(Day)).Write("ga4/acme-of-others/secret.txt", "secret");
        await _bench.StageAsync("acme");
        foreach (var access in (WarehouseAccess[])[WarehouseAccess.Write, WarehouseAccess.Read, WarehouseAccess.Plan])
        {
            await using var warehouse = await new DuckDbWarehouse(_bench.Workspace.DuckDbPath).OpenAsync(_bench.Find("acme"), access, "test", CancellationToken.None);

            await Assert.ThrowsAsync<PipelineException>(async () =>
            {
                await foreach (var _ in warehouse!.QueryAsync(sql.Replace("ROOT", _bench.Root, StringComparison.Ordinal), CancellationToken.None))
                {
                }
            });
        }

        NothingElseIsWritten();
    }

    private static void IsPlain(string text) => Assert.DoesNotContain(text, character => char.IsControl(character) || character is '\u202E' or '\u2066');

    private void NothingElseIsWritten() => Assert.Equal(
        ["clients", "ga4", "pipeline.json", "secret.txt", "warehouse"],
        Directory.EnumerateFileSystemEntries(_bench.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private void Write(string name, string select)
    {
        // Written under another name: DuckDB would take some of these for patterns.
        var draft = Path.Combine(_bench.Root, "ga4/acme/draft");
        using (var duckDb = new DuckDBConnection("DataSource=:memory:"))
        {
            duckDb.Open();
            using var command = duckDb.CreateCommand();
            command.CommandText = $"COPY ({select}) TO '{draft}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }

        File.Move(draft, Path.Combine(_bench.Root, "ga4/acme", name), overwrite: true);
    }
}
