using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MarketingPipeline.Core.Running;
using MarketingPipeline.DuckDb;
using MarketingPipeline.GoogleAds;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.Benchmarks;

/// <summary>
/// A large Google Ads account from the API into staging on DuckDB, against the floor: the same answers read over HTTP and
/// parsed by System.Text.Json alone. Prints both, the ratio, and the memory above that of the idle process.
/// </summary>
internal static class GoogleAdsRows
{
    private static readonly DateOnly Last = Bench.Yesterday;

    public static async Task PrintAsync(int adGroups, int days, int turns)
    {
        await using var google = await GoogleProcess.StartAsync(adGroups, days, Last);
        // A small client first: what the first run of a process loads and compiles is the module's, not the account's.
        await using (var small = await GoogleProcess.StartAsync(10, 40, Last))
        {
            await StageAsync(small, 40);
            await ReadAsync(small);
        }

        var (own, floor, memory) = (new List<Times>(), new List<Times>(), new List<double>());
        for (var turn = 0; turn < turns; turn++)
        {
            var (times, peak, managed, rows) = await StageAsync(google, days);
            own.Add(times);
            memory.Add(peak);
            var (read, reported) = await ReadAsync(google);
            floor.Add(read);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {turn + 1}: {rows:N0} rows staged in {times}, {peak:0} MB above idle ({managed:0} MB of it managed); {reported:N0} rows of reports read and parsed alone in {read}"));
        }

        var (ownWall, floorWall) = (own.Min(times => times.Wall), floor.Min(times => times.Wall));
        var (ownCpu, floorCpu) = (own.Min(times => times.Cpu), floor.Min(times => times.Cpu));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fastest, wall time: staging {ownWall:0.00} s, reading and parsing alone {floorWall:0.00} s, ratio {ownWall / floorWall:0.00} (at most 2.00)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fastest, processor time: staging {ownCpu:0.00} s, reading and parsing alone {floorCpu:0.00} s, ratio {ownCpu / floorCpu:0.00}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory above idle: at most {memory.Max():0} MB (under 200 MB)"));
    }

    private static async Task<(Times Times, double Peak, double Managed, long Rows)> StageAsync(GoogleProcess google, int days)
    {
        using var bench = new Bench().Write("clients/large.json", $$"""{ "name": "large", "timeZone": "UTC", "currency": "EUR", "historyDays": {{days}}, "googleAds": { "customerId": "{{GoogleProcess.Customer}}", "source": "Api", "endpoint": "{{google.Address}}" } }""");
        var workspace = bench.Workspace;
        var api = new GoogleAdsApi(workspace.Root, google.Credential(), TimeProvider.System);
        var pipeline = new ClientPipeline(workspace, new DuckDbWarehouse(workspace.DuckDbPath), client => api.Reports(client.GoogleAds!), Bench.Clock);
        using var memory = new MemoryWatch();
        var clock = new Clock();
        var result = (await pipeline.RefreshStagingAsync(bench.Find("large"), new StagingRequest(), null, default)).Single();
        return (clock.Read(), memory.Peak, memory.Managed, result.Rows!.Value);
    }

    private static async Task<(Times Times, long Rows)> ReadAsync(GoogleProcess google)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await google.TokenAsync());
        var queries = await google.QueriesAsync();
        var clock = new Clock();
        var rows = 0L;
        foreach (var query in queries)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(google.Address, $"v25/customers/{GoogleProcess.Customer}/googleAds:searchStream")) { Content = JsonContent.Create(new { query }) };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
            await foreach (var batch in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(body))
            {
                rows += batch.TryGetProperty("results", out var results) ? results.GetArrayLength() : 0;
            }
        }

        var times = clock.Read();
        _ = await google.QueriesAsync();
        return (times, rows);
    }

    /// <summary>The working set while something runs, above what it was before.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private readonly Timer _timer;
        private readonly (long WorkingSet, long Managed) _idle;
        private (long WorkingSet, long Managed) _peak;

        public MemoryWatch()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _idle = Now();
            _peak = _idle;
            _timer = new Timer(_ => _peak = Now() is var now && now.WorkingSet > _peak.WorkingSet ? now : _peak, null, 0, 20);
        }

        public double Peak => (_peak.WorkingSet - _idle.WorkingSet) / 1024.0 / 1024.0;

        /// <summary>What of the peak is the managed heap's; the rest is DuckDB's, and code.</summary>
        public double Managed => (_peak.Managed - _idle.Managed) / 1024.0 / 1024.0;

        public void Dispose() => _timer.Dispose();

        private static (long WorkingSet, long Managed) Now()
        {
            using var process = Process.GetCurrentProcess();
            return (process.WorkingSet64, GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        }
    }
}
