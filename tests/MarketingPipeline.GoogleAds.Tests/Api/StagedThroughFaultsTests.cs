using System.Globalization;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.DuckDb;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.GoogleAds.Tests.Api;

/// <summary>Whatever happens on the way: the staging table is complete, or as it was before, with one error.</summary>
public sealed class StagedThroughFaultsTests : ApiStage
{
    private readonly Bench _bench = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Google.RowsPerBatch = 5;
        _bench.Write("clients/acme.json", $$"""{ "name": "acme", "timeZone": "UTC", "currency": "EUR", "historyDays": 15, "googleAds": { "customerId": "{{Customer}}", "source": "Api", "endpoint": "{{Address}}" } }""");
    }

    public override async Task DisposeAsync()
    {
        _bench.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_cut_after_any_batch_ends_in_the_whole_table()
    {
        await StageAsync();
        var expected = await TableAsync();
        Assert.NotEmpty(expected);

        // Thirty rows of campaigns and fifteen of ad groups, five a batch.
        foreach (var (report, batches) in from report in (string[])["campaign", "ad_group"] from batches in Enumerable.Range(0, report == "campaign" ? 7 : 4) select (report, batches))
        {
            Google.Faults.Clear();
            Google.Faults.Add(Fault.Cut(batches), report: report, nth: 1).Add(Fault.TokenExpired, report: report, nth: 2);
            Google.Log.Clear();
            var result = await StageAsync(isFull: true);

            Assert.Equal(TableStatus.Refreshed, result.Status);
            Assert.Equal(expected, await TableAsync());
            Assert.Equal(3, Google.Log.Count(report: report));
        }
    }

    [Theory]
    [InlineData("quotaError", "RESOURCE_EXHAUSTED", PipelineErrorKind.QuotaExhausted)]
    [InlineData("authorizationError", "USER_PERMISSION_DENIED", PipelineErrorKind.SourceRefused)]
    [InlineData("requestError", "UNSUPPORTED_VERSION", PipelineErrorKind.SourceRefused)]
    public async Task What_does_not_pass_is_one_error_and_leaves_the_table_as_it_was(string family, string name, PipelineErrorKind kind)
    {
        await StageAsync();
        var before = await TableAsync();
        Google.Accounts.Change(Customer, account => account with { AdGroupDays = [.. account.AdGroupDays.Select(day => day with { Metrics = day.Metrics with { CostMicros = 900_000 } })] });
        Google.Faults.Add(Fault.ErrorAfterBatches(2, Fault.Error(family, name, "No.", retryDelay: TimeSpan.FromHours(11))), report: "ad_group");

        var error = await Assert.ThrowsAsync<PipelineException>(() => StageAsync());

        Assert.Equal(kind, error.Kind);
        Assert.Equal(before, await TableAsync());
        Google.Faults.Clear();
        var result = await StageAsync();
        Assert.Equal((TableStatus.Refreshed, 15), (result.Status, result.Dates));
        Assert.NotEqual(before, await TableAsync());
        Assert.Equal(TableStatus.UpToDate, (await StageAsync()).Status);
    }

    private async Task<TableResult> StageAsync(bool isFull = false)
    {
        var pipeline = new ClientPipeline(_bench.Workspace, new DuckDbWarehouse(_bench.Workspace.DuckDbPath), client => Api().Reports(client.GoogleAds!), Bench.Clock);
        return (await pipeline.RefreshStagingAsync(_bench.Find("acme"), new StagingRequest { FullRefresh = isFull }, null, default)).Single();
    }

    private async Task<IReadOnlyList<string>> TableAsync() =>
        [.. (await _bench.QueryAsync("acme", "SELECT * EXCLUDE (loaded_at) FROM stg_acme_google_ads_cost ORDER BY ALL")).Select(row => string.Join(" | ", row.Columns.Select(column => Convert.ToString(row[column], CultureInfo.InvariantCulture))))];
}
