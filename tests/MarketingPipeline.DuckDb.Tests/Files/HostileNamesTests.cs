using System.Text.Json;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using MarketingPipeline.Core;
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

    /// <summary>EVIL stands for a file beside the workspace's, that is not to be written.</summary>
    public static TheoryData<string> Names => new()
    {
        "x'); COPY (SELECT 1) TO 'EVIL'; --",
        "x\"); COPY (SELECT 1) TO 'EVIL'; --",
        "x) AS param_x; COPY (SELECT 1) TO 'EVIL' --",
        "int_value) AS a, (SELECT content FROM read_text('SECRET')) AS b, list_transform(event_params, lambda p: p.\"value\".int_value",
        "';ATTACH 'EVIL' AS evil;--",
        "\"; DROP TABLE stg_acme_ga4_events; --",
        "*", "?", "[a-z]", "{a,b}", "**", "a[!b]", "[[]",
        "line\nbreak", "tab\tand\rreturn", "nul\u0001and\u0007bell", "\u001b[31mred\u001b[2J\u001b]0;title\u0007",
        "back\\slash\\", "$1 $$ $name ?1 @p :x", "-- comment", "/* comment", "*/ SELECT 1", "#{x} {{y}} <b> %s {0}",
        "right\u202Eto\u2066left", "Ünïcödé 事件 🎉", "é", "x=y", "a='b'", "",
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_column_or_field_of_Parquet(string name)
    {
        var hostile = name.Length == 0 ? " " : Filled(name);
        var field = hostile.Replace("'", "''", StringComparison.Ordinal);
        var value = $"{{'string_value': 's', 'int_value': 7::BIGINT, '{field}': 1}}";
        var column = "\"" + hostile.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        Write("events_20260615.parquet", $$"""
            SELECT '20260615' AS event_date, 1781517600000000 AS event_timestamp, 'page_view' AS event_name, 'u1' AS user_pseudo_id,
              [{'key': 'ga_session_id', 'value': {{value}}, '{{field}}': 2}] AS event_params,
              {'category': 'mobile', '{{field}}': 'x'} AS device, [{'item_id': 'a', '{{field}}': 'x'}] AS items, 5 AS {{column}}
            """);

        Assert.Empty(Assert.Single(await _bench.StageAsync("acme")).Warnings);
        await _bench.BuildAsync("acme");

        Assert.Equal(["7 | mobile | 1"], await _bench.ShowAsync("acme", "SELECT ga_session_id, device_category, len(items) FROM stg_acme_ga4_events"));
        NothingElseIsWritten();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_key_of_JSON_and_the_values_of_an_event(string name)
    {
        var hostile = Filled(name);
        var row = new Ga4Event(Day, hostile).Param(hostile, hostile).Page("https://shop.example/" + hostile).Param("page_title", hostile).Set(hostile + " ", new JsonObject { [hostile] = 1 });
        _bench.Write("ga4/acme/events_20260615.json", row.Json.ToJsonString(new JsonSerializerOptions { WriteIndented = false }) + "\n");

        await _bench.RunAsync("acme");

        var stored = (string?)await _bench.ValueAsync("acme", "SELECT page_title FROM stg_acme_ga4_events");
        Assert.Equal(hostile, stored ?? "");
        NothingElseIsWritten();
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task A_file(string name)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows allows few of these characters in names.");
        var hostile = Filled(name).Replace('/', '∕');
        _bench.Write($"ga4/acme/events_20260614{(hostile.Length == 0 || char.IsDigit(hostile[0]) ? "_" : "")}{hostile}.json", Row(Day.AddDays(-1)));
        Write($"events_20260615 {hostile}.parquet", "SELECT '20260615' AS event_date, 1781517600000000 AS event_timestamp, 'page_view' AS event_name, [{'key': 'k', 'value': {'int_value': 1}}] AS event_params");
        _bench.Write($"ga4/acme/{hostile} unread.csv", "a,b");

        var result = Assert.Single(await _bench.StageAsync("acme"));

        Assert.Equal(["2026-06-14 | 1", "2026-06-15 | 1"], await _bench.ShowAsync("acme", "SELECT event_date, COUNT(*) FROM stg_acme_ga4_events GROUP BY ALL ORDER BY ALL"));
        Assert.Contains("unread.csv", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Warnings[0], character => char.IsControl(character) || character is '\u202E' or '\u2066');
        NothingElseIsWritten();
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task A_folder(string name)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows allows few of these characters in names.");
        var hostile = "f" + Filled(name).Replace('/', '∕');
        using var bench = new Bench().Client("acme", ga4Settings: $"\"path\": {JsonSerializer.Serialize(hostile)}");
        bench.Write($"{hostile}/{hostile}/date=2026-06-15/part-0.json", Row(Day));

        await bench.StageAsync("acme");

        Assert.Equal(1L, await bench.ValueAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
        Assert.DoesNotContain(Directory.EnumerateFiles(bench.Root), file => file.Contains("EVIL", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_damaged_file_of_such_a_name_is_named_on_one_line_without_what_moves_a_cursor()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows allows few of these characters in names.");
        _bench.Write("ga4/acme/events_20260615 \u001b[2J\nWARNING: all is well\u202E.json", "{\"event_date\": \"\u001b[31m");

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.DoesNotContain(error.Message + error.Target + error.Advice, character => char.IsControl(character) || character == '\u202E');
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

    private static string Row(DateOnly date) => new Ga4Event(date).Json.ToJsonString() + "\n";

    private string Filled(string name) => name
        .Replace("EVIL", Path.Combine(_bench.Root, "EVIL"), StringComparison.Ordinal)
        .Replace("SECRET", Path.Combine(_bench.Root, "secret.txt"), StringComparison.Ordinal);

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

        File.Move(draft, Path.Combine(_bench.Root, "ga4/acme", name));
    }
}
