using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAdsEmulator.Accounts;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed class ReportTests : ApiStage
{
    [Fact]
    public async Task Both_reports_come_with_account_names_statuses_and_exact_figures()
    {
        var rows = await ReadAsync(Reports(), First, First);

        Assert.Equal(3, rows.Count);
        Assert.Equal(
            new GoogleAdsRow
            {
                Source = "customers/1234567890",
                SourceOrder = 0,
                Grain = ReportGrain.AdGroup,
                Date = First,
                CustomerId = "1234567890",
                Currency = "EUR",
                CampaignId = "1",
                CampaignName = "Brand – ภูเก็ต",
                CampaignStatus = "REMOVED",
                CampaignType = "SEARCH",
                AdGroupId = "10",
                AdGroupName = "Exact",
                AdGroupStatus = "REMOVED",
                CostMicros = 1_000_001,
                Clicks = 1,
                Impressions = 100,
                Conversions = 0.25m,
                ConversionsValue = 12.5m,
                AllConversions = 0.75m,
                ViewThroughConversions = 0,
            },
            Assert.Single(rows, row => row.Grain == ReportGrain.AdGroup));
        var max = Assert.Single(rows, row => row.CampaignId == "2");
        Assert.Equal(("PAUSED", "PERFORMANCE_MAX", null, 3L), (max.CampaignStatus, max.CampaignType, max.AdGroupId, max.ViewThroughConversions));
    }

    [Theory]
    [InlineData(GoogleAdsMethod.SearchStream)]
    [InlineData(GoogleAdsMethod.Search)]
    public async Task A_report_is_the_same_streamed_and_paged_in_whatever_pieces_it_comes(GoogleAdsMethod method)
    {
        var whole = await ReadAsync(Reports());
        (Google.RowsPerBatch, Google.RowsPerPage) = (7, 7);

        Assert.Equal(90, whole.Count);
        Assert.Equal(whole, await ReadAsync(Reports(Settings() with { Method = method })));
    }

    [Fact]
    public async Task A_long_range_is_asked_for_month_by_month_each_day_once_in_each_report()
    {
        await ReadAsync(Reports(), new(2026, 3, 1), new(2026, 6, 30));

        foreach (var report in (string[])["campaign", "ad_group"])
        {
            var asked = Asked(report);
            Assert.All(asked, request => Assert.InRange(request.Days!.Value, 1, 31));
            Assert.Equal(
                Enumerable.Range(0, 122).Select(new DateOnly(2026, 3, 1).AddDays),
                asked.SelectMany(request => Enumerable.Range(0, request.Days!.Value).Select(request.From!.Value.AddDays)));
        }
    }

    [Fact]
    public async Task Days_without_activity_and_an_empty_account_have_no_rows()
    {
        Google.Accounts.Put(new Account(Customer));

        Assert.Empty(await ReadAsync(Reports()));
    }

    [Fact]
    public async Task A_metric_of_zero_that_is_left_out_is_zero()
    {
        Google.OmitsZeroMetrics = true;

        Assert.Equal(0, Assert.Single(await ReadAsync(Reports(), First, First), row => row.Grain == ReportGrain.AdGroup).ViewThroughConversions);
    }

    [Fact]
    public async Task The_version_and_the_customer_are_in_the_path_and_no_manager_in_the_headers()
    {
        await ReadAsync(Reports(Settings() with { ApiVersion = "v24" }), First, First);

        Assert.All(Google.Log.Requests.Where(request => request.Method != "token"), request =>
        {
            Assert.Equal("/v24/customers/1234567890/googleAds:searchStream", request.Path);
            Assert.Null(request.LoginCustomerId);
        });
    }

    [Fact]
    public async Task A_large_account_adds_up_and_takes_little_memory()
    {
        var account = new GeneratedAccount(Customer, AdGroupCount: 10_000, First, DayCount: 20);
        Google.Accounts.Put(account);
        var (rows, adGroups, cost, largest) = (0, 0, 0L, 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await foreach (var row in Reports().ReadAsync(First, Last, null, default))
        {
            if (++rows % 50_000 == 0)
            {
                largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            if (row.Grain == ReportGrain.AdGroup)
            {
                (adGroups, cost) = (adGroups + 1, cost + row.CostMicros!.Value);
            }
        }

        Assert.Equal((200_000, account.Total().CostMicros), (adGroups, cost));
        Assert.True(largest < 64 * 1024 * 1024, $"{largest} bytes");
    }
}
