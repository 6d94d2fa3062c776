using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Runtime.Samples;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.Runtime.Tests;

/// <summary>The sample workspace as New-PipelineWorkspace -Sample writes it, run from end to end.</summary>
public sealed class SampleRun : IAsyncLifetime
{
    public Bench Bench { get; } = new(Path.Combine(Directory.CreateTempSubdirectory("sample-").FullName, "workspace"));

    public Dictionary<string, IReadOnlyList<TableResult>> Results { get; } = [];

    public async Task InitializeAsync()
    {
        await SampleWorkspace.CreateAsync(Bench.Root, Bench.Yesterday, new Progress<string>(), CancellationToken.None);
        var pipeline = PipelineRuntime.Open(Bench.Workspace, clock: new Clock());
        foreach (var client in Bench.Workspace.Clients)
        {
            Results[client.Name.Value] =
            [
                .. await pipeline.RefreshStagingAsync(client, new StagingRequest(), null, default),
                .. await pipeline.BuildMartsAsync(client, new BuildRequest(), null, default),
            ];
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(Bench.Root)!, recursive: true);
        return Task.CompletedTask;
    }

    internal sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 6, 16, 9, 0, 0, TimeSpan.Zero);
    }
}

public sealed class SampleRunTests(SampleRun sample) : IClassFixture<SampleRun>
{
    private const string StagedEvents = "SELECT event_id FROM stg_{0}_ga4_events";

    public static TheoryData<string> Clients => [.. SampleClients.All.Select(client => client.Name.Value)];

    public static TheoryData<string> Accounts => [.. SampleAccounts.All.Select(account => account.Client)];

    [Fact]
    public void All_six_clients_run_and_every_table_of_theirs_has_rows()
    {
        Assert.Equal(["barracuda_phuket", "bydlofts_phuket", "gofresh_ct", "gofresh_fuel", "island_escape", "roost_glamping"], sample.Results.Keys.Order());
        Assert.All(sample.Results.Values.SelectMany(results => results), result => Assert.Equal((TableStatus.Refreshed, true), (result.Status, result.Rows > 0)));
        Assert.Equal([7, 7, 4, 4, 6, 6], sample.Results.OrderBy(entry => entry.Key).Select(entry => entry.Value.Count));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task The_sums_of_the_mart_hold_exactly(string client)
    {
        await sample.Bench.AssertMartSumsHoldAsync(client);
        Assert.Equal(["1"], await sample.Bench.ShowAsync(client, $"SELECT COUNT(*) FROM mart_{client}_executive_dashboard"));
        var dashboard = await sample.Bench.Pipeline.GetDashboardAsync(sample.Bench.Find(client), default);
        Assert.Equal(30, dashboard.Days.Count);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_figure_is_empty_where_the_client_lacks_its_source(string name)
    {
        var client = sample.Bench.Find(name);
        var figures = (await sample.Bench.Pipeline.GetDashboardAsync(client, default)).Kpis;

        Assert.Equal(client.GoogleAds is not null, figures["cost"].Last30Days is not null);
        Assert.Equal(client.Ga4 is not null, figures["sessions"].Last30Days is not null);
        Assert.True(figures["conversions"].Last30Days > 0, "every example client has some; one reports no value with them");
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Staged_cost_is_that_of_the_reports(string client)
    {
        var account = SampleAccounts.All.Single(account => account.Client == client);
        var (micros, clicks) = Reported(Path.Combine(sample.Bench.Root, SampleData.AdsPath(account)));

        Assert.Equal([FormattableString.Invariant($"{micros} | {clicks}")], await sample.Bench.ShowAsync(client, $"SELECT SUM(cost_micros), SUM(clicks) FROM stg_{client}_google_ads_cost"));
        Assert.Equal([FormattableString.Invariant($"{micros} | {clicks}")], await sample.Bench.ShowAsync(client, "SELECT SUM(source_cost_micros), SUM(source_clicks) FROM pipeline_ledger"));
    }

    [Fact]
    public async Task Each_event_of_the_shared_property_is_staged_once_or_counted()
    {
        var (bydlofts, roost) = (await CountsAsync("bydlofts_phuket"), await CountsAsync("roost_glamping"));
        var source = SourceRows(Path.Combine(sample.Bench.Root, SampleProperties.PhuketStays.Path));

        foreach (var counts in new[] { bydlofts, roost })
        {
            Assert.Equal(source, counts.Source);
            Assert.Equal(source, counts.Staged + counts.Duplicates + counts.Others + counts.NoHostname);
        }

        Assert.Equal((roost.Staged, bydlofts.Staged), (bydlofts.Others, roost.Others));
        Assert.Equal((bydlofts.Duplicates, bydlofts.NoHostname), (roost.Duplicates, roost.NoHostname));
        Assert.Equal(source, bydlofts.Staged + roost.Staged + bydlofts.Duplicates + bydlofts.NoHostname);
        Assert.All(new[] { bydlofts.Staged, roost.Staged, bydlofts.Duplicates, bydlofts.NoHostname }, count => Assert.True(count > 0));
        var events = (await IdsAsync("bydlofts_phuket")).ToHashSet();
        Assert.DoesNotContain(await IdsAsync("roost_glamping"), events.Contains);
    }

    private async Task<IEnumerable<string>> IdsAsync(string client) =>
        (await sample.Bench.QueryAsync(client, string.Format(CultureInfo.InvariantCulture, StagedEvents, client))).Select(row => row.Get<string>("event_id")!);

    private async Task<(long Source, long Staged, long Duplicates, long Others, long NoHostname)> CountsAsync(string client)
    {
        var row = Assert.Single(await sample.Bench.QueryAsync(client, $"SELECT SUM(source_rows) AS source, (SELECT COUNT(*) FROM stg_{client}_ga4_events) AS staged, SUM(duplicate_rows) AS duplicates, SUM(other_client_rows) AS others, SUM(no_hostname_rows) AS no_hostname FROM pipeline_ledger WHERE source = 'ga4'"));
        return (row.Get<long>("source"), row.Get<long>("staged"), row.Get<long>("duplicates"), row.Get<long>("others"), row.Get<long>("no_hostname"));
    }

    /// <summary>Rows of the day-tables: the daily one where there is one.</summary>
    private static long SourceRows(string folder)
    {
        var files = Directory.GetFiles(folder, "events_*.parquet").GroupBy(file => Path.GetFileNameWithoutExtension(file)[^8..]).Select(day => day.MinBy(file => file.Contains("intraday", StringComparison.Ordinal)));
        using var duckDb = new DuckDBConnection("DataSource=:memory:");
        duckDb.Open();
        using var command = duckDb.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM read_parquet([{string.Join(", ", files.Select(file => $"'{file}'"))}], union_by_name = true)";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>What the reports say, in other words than the product's: the last file's figures of each key, the campaign's own before its ad groups'.</summary>
    private static (long Micros, long Clicks) Reported(string folder)
    {
        var figures = new Dictionary<(string Date, string Campaign, string AdGroup, string Segments), (string File, long Micros, long Clicks)>();
        foreach (var file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var row in document.RootElement.EnumerateArray().Where(batch => batch.TryGetProperty("results", out _)).SelectMany(batch => batch.GetProperty("results").EnumerateArray()))
            {
                var segments = row.GetProperty("segments");
                var key = (
                    segments.GetProperty("date").GetString()!,
                    row.GetProperty("campaign").GetProperty("id").GetString()!,
                    row.TryGetProperty("adGroup", out var adGroup) ? adGroup.GetProperty("id").GetString()! : "",
                    string.Join(';', segments.EnumerateObject().Where(segment => segment.Name != "date").Select(segment => segment.ToString()).Order(StringComparer.Ordinal)));
                var (micros, clicks) = (Whole(row, "costMicros"), Whole(row, "clicks"));
                figures[key] = figures.TryGetValue(key, out var known) && known.File == file ? (file, known.Micros + micros, known.Clicks + clicks) : (file, micros, clicks);
            }
        }

        var kept = figures
            .GroupBy(entry => (entry.Key.Date, entry.Key.Campaign))
            .SelectMany(campaign => campaign.Any(entry => entry.Key.AdGroup == "") ? campaign.Where(entry => entry.Key.AdGroup == "") : campaign)
            .Select(entry => entry.Value)
            .ToList();
        return (kept.Sum(figure => figure.Micros), kept.Sum(figure => figure.Clicks));

        static long Whole(JsonElement row, string metric) =>
            row.GetProperty("metrics").TryGetProperty(metric, out var value) ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture) : 0;
    }
}
