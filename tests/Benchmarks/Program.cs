using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using MarketingPipeline.Workbench;

// Staging the public sample's fourteen days against the floor (a hand-written statement over the same files into the same
// columns), run in turns, and the whole job. Prints both and the ratio of the fastest runs; asserts nothing.
// Usage: dotnet run -c Release --project tests/Benchmarks -- [folder of the export files] [turns]
var folder = Path.GetFullPath(args.Length > 0 ? args[0] : Path.Combine("..", "shared", "data", "ga4_public_sample"));
var turns = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"{folder} does not exist. Give the folder of the GA4 export files (events_20210101.parquet to events_20210114.parquet).");
    return 2;
}

var asOf = new DateOnly(2021, 1, 14);
var floor = new List<double>();
var staging = new List<double>();
var job = new List<double>();
for (var turn = 0; turn < turns; turn++)
{
    floor.Add(HandWritten(folder));
    var (staged, whole) = await PipelineAsync(folder, asOf);
    staging.Add(staged);
    job.Add(whole);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {turn + 1}: hand-written {floor[^1]:0.00} s, staging {staged:0.00} s, whole job {whole:0.00} s"));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fastest: hand-written {floor.Min():0.00} s, staging {staging.Min():0.00} s, ratio {staging.Min() / floor.Min():0.00} (at most 1.50)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fastest whole job (staging, sessions, conversions, marts, dashboard): {job.Min():0.00} s (under 10 s) on {Environment.ProcessorCount} cores"));
return 0;

static double HandWritten(string folder)
{
    var file = Path.Combine(Path.GetTempPath(), $"floor-{Guid.NewGuid():N}.duckdb");
    var files = "'" + Path.Combine(folder, "*.parquet").Replace("'", "''", StringComparison.Ordinal) + "'";
    var sql = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hand_written_staging.sql")).Replace("{files}", files, StringComparison.Ordinal);
    try
    {
        var watch = Stopwatch.StartNew();
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

        return watch.Elapsed.TotalSeconds;
    }
    finally
    {
        File.Delete(file);
    }
}

static async Task<(double Staging, double Job)> PipelineAsync(string folder, DateOnly asOf)
{
    using var bench = new Bench().Client("sample", ga4Settings: $"\"path\": {System.Text.Json.JsonSerializer.Serialize(folder)}, \"conversionEvents\": [\"purchase\"]", currency: "USD");
    var watch = Stopwatch.StartNew();
    await bench.StageAsync("sample", asOf);
    var staged = watch.Elapsed.TotalSeconds;
    await bench.BuildAsync("sample", asOf);
    return (staged, watch.Elapsed.TotalSeconds);
}
