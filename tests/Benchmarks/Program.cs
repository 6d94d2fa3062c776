using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using MarketingPipeline.Benchmarks;
using MarketingPipeline.Workbench;

// "bigquery": what runs cost on BigQuery, counted on the emulator.
// "google-ads": a large account from the Google Ads API against parsing its answers alone.
// "refresh": a full refresh, a run with nothing new and one with a new day. Else:
// Staging the public sample's fourteen days against the floor (a hand-written statement over the same files into the same
// columns), run in turns, and the whole job. Prints both and the ratios; asserts nothing.
// Wall time is what people wait for; processor time is what a busy machine does not distort.
// Usage: dotnet run -c Release --project tests/Benchmarks -- [folder of the export files] [turns]
//        dotnet run -c Release --project tests/Benchmarks -- bigquery [days]
//        dotnet run -c Release --project tests/Benchmarks -- google-ads [ad groups] [days] [turns]
//        dotnet run -c Release --project tests/Benchmarks -- refresh [days] [events]
if (args is ["bigquery", ..])
{
    await BigQueryCost.PrintAsync(Number(args, 1, 90));
    return 0;
}

if (args is ["google-ads", ..])
{
    await GoogleAdsRows.PrintAsync(Number(args, 1, 10_000), Number(args, 2, 100), Number(args, 3, 3));
    return 0;
}

if (args is ["refresh", ..])
{
    await RefreshTimes.PrintAsync(Number(args, 1, 90), Number(args, 2, 5_000_000));
    return 0;
}

if (args is [GoogleProcess.Argument, _, _, var last])
{
    await GoogleProcess.ServeAsync(Number(args, 1, 0), Number(args, 2, 0), DateOnly.ParseExact(last, "O", CultureInfo.InvariantCulture));
    return 0;
}

var folder = Path.GetFullPath(args.Length > 0 ? args[0] : Path.Combine("..", "shared", "data", "ga4_public_sample"));
var turns = Number(args, 1, 3);
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"{folder} does not exist. Give the folder of the GA4 export files (events_20210101.parquet to events_20210114.parquet).");
    return 2;
}

var asOf = new DateOnly(2021, 1, 14);
var floor = new List<Times>();
var staging = new List<Times>();
var job = new List<Times>();
for (var turn = 0; turn < turns; turn++)
{
    floor.Add(HandWritten(folder));
    var (staged, whole) = await PipelineAsync(folder, asOf);
    staging.Add(staged);
    job.Add(whole);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {turn + 1}: hand-written {floor[^1]}, staging {staged}, whole job {whole}"));
}

var (floorWall, stagingWall) = (floor.Min(times => times.Wall), staging.Min(times => times.Wall));
var (floorCpu, stagingCpu) = (floor.Min(times => times.Cpu), staging.Min(times => times.Cpu));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fastest, wall time: hand-written {floorWall:0.00} s, staging {stagingWall:0.00} s, ratio {stagingWall / floorWall:0.00} (at most 1.50)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fastest, processor time: hand-written {floorCpu:0.00} s, staging {stagingCpu:0.00} s, ratio {stagingCpu / floorCpu:0.00}"));
double[] ratios = [.. floor.Zip(staging, (hand, own) => own.Wall / hand.Wall).Order()];
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio of each turn, wall time: median {ratios[ratios.Length / 2]:0.00}, from {ratios[0]:0.00} to {ratios[^1]:0.00}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fastest whole job (staging, sessions, conversions, marts, dashboard): {job.Min(times => times.Wall):0.00} s (under 10 s) on {Environment.ProcessorCount} cores, {job.Min(times => times.Cpu):0.00} s of processor time"));
return 0;

static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

static Times HandWritten(string folder)
{
    var file = Path.Combine(Path.GetTempPath(), $"floor-{Guid.NewGuid():N}.duckdb");
    var files = "'" + Path.Combine(folder, "*.parquet").Replace("'", "''", StringComparison.Ordinal) + "'";
    var sql = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hand_written_staging.sql")).Replace("{files}", files, StringComparison.Ordinal);
    try
    {
        var clock = new Clock();
        using (var connection = new DuckDBConnection($"Data Source={file}"))
        {
            connection.Open();
            foreach (var statement in (string[])["SET preserve_insertion_order = false", sql])
            {
                using var command = connection.CreateCommand();
                command.CommandText = statement;
                command.ExecuteNonQuery();
            }
        }

        return clock.Read();
    }
    finally
    {
        File.Delete(file);
    }
}

static async Task<(Times Staging, Times Job)> PipelineAsync(string folder, DateOnly asOf)
{
    using var bench = new Bench().Client("sample", ga4Settings: $"\"path\": {System.Text.Json.JsonSerializer.Serialize(folder)}, \"conversionEvents\": [\"purchase\"]", currency: "USD");
    var clock = new Clock();
    await bench.StageAsync("sample", asOf);
    var staged = clock.Read();
    await bench.BuildAsync("sample", asOf);
    return (staged, clock.Read());
}

internal sealed record Times(double Wall, double Cpu)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Wall:0.00} s (processor {Cpu:0.00} s)");
}

internal sealed class Clock
{
    private readonly Stopwatch _wall = Stopwatch.StartNew();
    private readonly TimeSpan _cpu = Process.GetCurrentProcess().TotalProcessorTime;

    public Times Read() => new(_wall.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - _cpu).TotalSeconds);
}
