using System.Globalization;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.Benchmarks;

/// <summary>
/// Work follows change: what a full refresh of a client takes on DuckDB, a run with nothing new, and a run with one new day
/// (its export file and its Google Ads report have come, the as-of date has moved by one). The full refresh is measured last,
/// into a fresh warehouse, over the same sources and as of the same date as the last of the daily runs: both must end in the
/// same tables.
/// </summary>
internal static class RefreshTimes
{
    private const string Client = "shop";

    /// <summary>Daily runs that are measured; the full refresh is measured once.</summary>
    private const int DailyRuns = 3;

    public static async Task PrintAsync(int days, int events)
    {
        // A small client first: what the first run of a process loads and compiles is the module's, not the data's.
        using (var small = Prepare(new GeneratedShop(8, 4000, Bench.Yesterday), 8, out _))
        {
            await RunAsync(small, Bench.Yesterday);
        }

        var making = new Clock();
        using var bench = Prepare(new GeneratedShop(days, events, Bench.Yesterday), days, out var written);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{written:N0} events of {days} days, {Bytes(Path.Combine(bench.Root, "ga4", Client)):0} MB of Parquet, made in {making.Read().Wall:0} s; {Environment.ProcessorCount} cores"));

        for (var day = 0; day < DailyRuns; day++)
        {
            Move(bench, Bench.Yesterday.AddDays(-day), hide: true);
        }

        var first = await RunAsync(bench, Bench.Yesterday.AddDays(-DailyRuns));
        Print($"first load of {days - DailyRuns} days", first);

        var (nothing, oneDay) = (new List<Run>(), new List<Run>());
        for (var ago = DailyRuns - 1; ago >= 0; ago--)
        {
            nothing.Add(await NothingNewAsync(bench, Bench.Yesterday.AddDays(-ago - 1)));
            Move(bench, Bench.Yesterday.AddDays(-ago), hide: false);
            oneDay.Add(await RunAsync(bench, Bench.Yesterday.AddDays(-ago)));
            Print("one new day", oneDay[^1]);
        }

        var incremental = await bench.ContentsAsync(Client, "pipeline_state");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the warehouse takes {Bytes(bench.Workspace.DuckDbPath):0} MB"));
        Directory.Delete(bench.Workspace.DuckDbPath, recursive: true);
        var full = await RunAsync(bench, Bench.Yesterday);
        Print($"full refresh of {days} days", full);
        var different = (await bench.ContentsAsync(Client, "pipeline_state")).Except(incremental).Select(entry => entry.Key).ToArray();

        var (quietest, fastest) = (nothing.MinBy(run => run.Whole.Wall)!, oneDay.MinBy(run => run.Whole.Wall)!);
        Console.WriteLine();
        Console.WriteLine($"full refresh: {full.Whole}");
        Console.WriteLine($"nothing new:  {quietest.Whole} (under 1 s)");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one new day:  {fastest.Whole}, {100 * fastest.Whole.Wall / full.Whole.Wall:0.0} % of the full refresh in wall time, {100 * fastest.Whole.Cpu / full.Whole.Cpu:0.0} % in processor time (at most 8 %)"));
        Console.WriteLine(different.Length == 0 ? "the daily runs ended in the same tables as the full refresh" : $"the daily runs ended in OTHER tables than the full refresh: {string.Join(", ", different)}");
    }

    /// <summary>A workspace with the whole history's files.</summary>
    private static Bench Prepare(GeneratedShop shop, int days, out long events)
    {
        var bench = new Bench().Client(Client, googleAds: true, ga4Settings: "\"conversionEvents\": [\"purchase\"], \"hostnames\": [\"www.shop.example\"]", settings: $"\"historyDays\": {days.ToString(CultureInfo.InvariantCulture)}");
        events = shop.Write(Path.Combine(bench.Root, "ga4", Client));
        for (var ago = 0; ago < days; ago++)
        {
            var date = Bench.Yesterday.AddDays(-ago);
            bench.GoogleAds(Client, ReportName(date), [.. Enumerable.Range(1, GeneratedShop.Campaigns).Select(campaign =>
                new AdsRow(date, campaign, 1_000_000 + (((date.DayNumber * 31) + campaign) % 97 * 10_000), $"Campaign {campaign}", clicks: 10 + campaign, impressions: 1000, conversions: campaign % 4))]);
        }

        return bench;
    }

    /// <summary>Takes a date's files out of the sources, or puts them back.</summary>
    private static void Move(Bench bench, DateOnly date, bool hide)
    {
        foreach (var (folder, file) in new[] { (Path.Combine("ga4", Client), GeneratedShop.FileName(date)), (Path.Combine("ads", Client), ReportName(date)) })
        {
            var (shown, hidden) = (Path.Combine(bench.Root, folder), Path.Combine(bench.Root, "later", folder));
            Directory.CreateDirectory(hidden);
            File.Move(Path.Combine(hide ? shown : hidden, file), Path.Combine(hide ? hidden : shown, file));
        }
    }

    private static string ReportName(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".json";

    private static async Task<Run> RunAsync(Bench bench, DateOnly asOf)
    {
        var whole = new Clock();
        var clock = new Clock();
        var staged = await bench.StageAsync(Client, asOf);
        var staging = clock.Read();
        clock = new Clock();
        var built = await bench.BuildAsync(Client, asOf);
        return new Run(whole.Read(), staging, clock.Read(), [.. staged, .. built]);
    }

    /// <summary>A run after which every row must be the one that was there before, loaded at the same time by the same run.</summary>
    private static async Task<Run> NothingNewAsync(Bench bench, DateOnly asOf)
    {
        var before = await RowsAsync(bench);
        var run = await RunAsync(bench, asOf);
        Print("nothing new", run);
        var touched = (await RowsAsync(bench)).Except(before).Select(entry => entry.Key).Concat(run.Tables.Where(table => table.Status != TableStatus.UpToDate).Select(table => table.Table)).Distinct().ToArray();
        Console.WriteLine(touched.Length == 0 ? "  no table was touched" : $"  TOUCHED: {string.Join(", ", touched)}");
        return run;
    }

    /// <summary>Every table's rows with all their columns, as one number; but for the journal, which has a line of every run.</summary>
    private static async Task<Dictionary<string, string>> RowsAsync(Bench bench)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await bench.ShowAsync(Client, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' AND table_name <> 'pipeline_runs'"))
        {
            rows[table] = (await bench.ShowAsync(Client, $"SELECT COUNT(*), CAST(SUM(CAST(hash(kept) AS HUGEINT)) AS VARCHAR) FROM \"{table}\" AS kept")).Single();
        }

        return rows;
    }

    private static void Print(string what, Run run)
    {
        Console.WriteLine($"{what}: {run.Whole}; staging {run.Staging}, build {run.Build}");
        foreach (var table in run.Tables)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {table.Table,-36} {table.Status,-10} {table.Rows,10:N0} rows {table.Duration.TotalSeconds,7:0.00} s  {table.Message}"));
        }
    }

    private static double Bytes(string folder) => Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length) / 1024.0 / 1024.0;

    private sealed record Run(Times Whole, Times Staging, Times Build, IReadOnlyList<TableResult> Tables);
}
