using System.IO.Compression;
using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.BadInput;

/// <summary>Whatever is wrong with an export's files: an error that names the file and says what to do, and no table changed.</summary>
public sealed class BadGa4FilesTests : IDisposable
{
    private const string Row = """{"event_date":"20260615","event_timestamp":1781517600000000,"event_name":"page_view","event_params":[]}""";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme").Client("beta");

    public BadGa4FilesTests() => _bench.Events("acme", new Ga4Event(Day.AddDays(-1))).Events("beta", new Ga4Event(Day));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("events_20260615.jsonl", "no JSON at all\n")]
    [InlineData("events_20260615.jsonl", Row + "\n{\"event_date\": \"20260615\", \"event_ti\n")]
    [InlineData("events_20260615.jsonl", Row + "\n<html>sign in</html>\n")]
    [InlineData("events_20260615.json", "[" + Row)]
    [InlineData("events_20260615.json", "[]")]
    [InlineData("events_20260615.jsonl", "")]
    [InlineData("events_20260615.jsonl", "\n\n")]
    [InlineData("events_20260615.parquet", "")]
    [InlineData("events_20260615.parquet", "PAR1 and then nothing")]
    [InlineData("events_20260615.jsonl", """{"date":"2026-06-15","clicks":1}""")]
    [InlineData("events_20260615.jsonl", """{"event_date":null,"event_timestamp":null,"event_name":null,"user_pseudo_id":null,"event_params":null}""")]
    [InlineData("events_20260615.jsonl", """{"event_date":"20260614","event_timestamp":1781517600000000,"event_name":"page_view","event_params":[]}""")]
    [InlineData("events_20260615.jsonl", """{"event_date":"20260615","event_timestamp":"noon","event_name":"page_view","event_params":[]}""")]
    [InlineData("events_20260615.json.gz", "not gzipped")]
    public async Task Text_that_is_no_export(string file, string text) => await AssertRefusedAsync(file, () => _bench.Write("ga4/acme/" + file, text));

    [Fact]
    public async Task An_empty_day_of_Parquet() =>
        await AssertRefusedAsync("events_20260615.parquet", () => Parquet("events_20260615.parquet", Columns() + " WHERE FALSE"));

    [Fact]
    public async Task Parquet_with_other_columns() =>
        await AssertRefusedAsync("events_20260615.parquet", () => Parquet("events_20260615.parquet", "SELECT 1 AS clicks, DATE '2026-06-15' AS day"));

    [Theory]
    [InlineData("TIMESTAMP '2026-06-15 10:00:00'")]
    [InlineData("'1781517600000000'")]
    [InlineData("1781517600000000.5::DOUBLE")]
    public async Task Parquet_with_event_timestamp_of_another_type(string timestamp) =>
        await AssertRefusedAsync("events_20260615.parquet", () => Parquet("events_20260615.parquet", Columns(timestamp)));

    [Fact]
    public async Task Parquet_with_a_row_of_another_date() =>
        await AssertRefusedAsync("events_20260615.parquet", () => Parquet("events_20260615.parquet", Columns() + " UNION ALL " + Columns(date: "20260616")));

    [Theory]
    [InlineData(0.999)]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public async Task Parquet_that_is_cut_off(double at) => await AssertRefusedAsync("events_20260615.parquet", () =>
    {
        var file = Parquet("events_20260615.parquet", Columns() + " FROM range(5000)");
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(int)(bytes.Length * at)]);
    });

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public async Task Parquet_that_lacks_its_middle_under_an_intact_footer(double at) => await AssertRefusedAsync("events_20260615.parquet", () =>
    {
        var file = Parquet("events_20260615.parquet", Columns() + " FROM range(50000)");
        var bytes = File.ReadAllBytes(file);
        var data = bytes.Length - BitConverter.ToInt32(bytes, bytes.Length - 8) - 8;
        bytes.AsSpan((int)(data * at), data / 6).Fill(0xFF);
        File.WriteAllBytes(file, bytes);
    });

    [Fact]
    public async Task The_same_day_in_two_formats() => await AssertRefusedAsync("events_20260614", () => Parquet("events_20260614.parquet", Columns(date: "20260614")));

    [Fact]
    public async Task A_gzipped_file_that_is_cut_off() => await AssertRefusedAsync("events_20260615.jsonl.gz", () =>
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => Row.Replace("page_view", "page_view" + i, StringComparison.Ordinal) + "\n"))));
        }

        File.WriteAllBytes(Path.Combine(_bench.Root, "ga4/acme/events_20260615.jsonl.gz"), memory.ToArray()[..((int)memory.Length / 2)]);
    });

    [Fact]
    public async Task Deep_nesting() => await AssertRefusedAsync("events_20260615.jsonl", () =>
        _bench.Write("ga4/acme/events_20260615.jsonl", "{\"event_date\":" + string.Concat(Enumerable.Repeat("[", 100_000)) + "\n"));

    [Fact]
    public async Task A_missing_folder() => await AssertRefusedAsync("ga4/acme", () => Directory.Delete(Path.Combine(_bench.Root, "ga4/acme"), recursive: true), PipelineErrorKind.SourceMissing);

    [Fact]
    public async Task A_folder_without_day_tables() => await AssertRefusedAsync("ga4/acme", () =>
    {
        Directory.Delete(Path.Combine(_bench.Root, "ga4/acme"), recursive: true);
        _bench.Write("ga4/acme/readme.txt", "no events here");
    }, PipelineErrorKind.SourceMissing);

    [Fact]
    public async Task A_day_of_an_array_and_a_day_of_lines_are_both_read()
    {
        _bench.Write("ga4/acme/events_20260615.json", "[" + Row + ",\n" + Row.Replace("page_view", "scroll", StringComparison.Ordinal) + "]");

        await _bench.StageAsync("acme");

        Assert.Equal(["2026-06-14 | 1", "2026-06-15 | 2"], await _bench.ShowAsync("acme", "SELECT event_date, COUNT(*) FROM stg_acme_ga4_events GROUP BY ALL ORDER BY ALL"));
    }

    private static string Columns(string timestamp = "1781517600000000", string date = "20260615") =>
        $"SELECT '{date}' AS event_date, {timestamp} AS event_timestamp, 'page_view' AS event_name, 'u' || hash(random()) AS user_pseudo_id, [{{'key': 'page_location', 'value': {{'string_value': 'https://acme.example/' || hash(random()), 'int_value': CAST(NULL AS BIGINT)}}}}] AS event_params";

    private string Parquet(string name, string select)
    {
        var file = Path.Combine(_bench.Root, "ga4/acme", name);
        using var duckDb = new DuckDBConnection("DataSource=:memory:");
        duckDb.Open();
        using var command = duckDb.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{file}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return file;
    }

    private async Task AssertRefusedAsync(string names, Action spoil, PipelineErrorKind kind = PipelineErrorKind.SourceUnreadable)
    {
        await _bench.StageAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        spoil();

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.Equal((kind, true), (error.Kind, error.Message.Contains(names, StringComparison.Ordinal)));
        Assert.Contains(names, error.Target, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
        await _bench.StageAsync("beta");
    }
}
