using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>definitions.md, stg_google_ads_cost: what the reports say, once, and to the micro.</summary>
public sealed class StagedCostTests : IDisposable
{
    private const string Rows = "SELECT campaign_id, ad_group_id, row_kind, cost_micros, clicks, impressions, conversions FROM stg_acme_google_ads_cost ORDER BY campaign_id, ad_group_id NULLS LAST";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", ga4: false, googleAds: true);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_ad_groups_do_not_explain_is_a_residual_row()
    {
        _bench
            .GoogleAds("acme", "ad_group.json", new AdsRow(Day, 7, 600_000, adGroup: 71, clicks: 6, impressions: 60, conversions: 0.5m), new AdsRow(Day, 7, 399_999, adGroup: 72, clicks: 3, impressions: 30))
            .GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 1_000_000, clicks: 10, impressions: 100, conversions: 0.75m));

        await _bench.StageAsync("acme");

        Assert.Equal(
            ["7 | 71 | ad_group | 600000 | 6 | 60 | 0.5", "7 | 72 | ad_group | 399999 | 3 | 30 | 0", "7 | NULL | campaign_residual | 1 | 1 | 10 | 0.25"],
            await _bench.ShowAsync("acme", Rows));
        Assert.Equal(["0.6 | EUR", "0.399999 | EUR", "0.000001 | EUR"], await _bench.ShowAsync("acme", "SELECT cost, currency FROM stg_acme_google_ads_cost ORDER BY ad_group_id NULLS LAST"));
    }

    [Fact]
    public async Task A_negative_residual_is_kept_and_an_empty_one_is_no_row()
    {
        _bench
            .GoogleAds("acme", "ad_group.json", new AdsRow(Day, 7, 600_000, adGroup: 71), new AdsRow(Day, 8, 500_000, adGroup: 81))
            .GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 599_000), new AdsRow(Day, 8, 500_000));

        await _bench.StageAsync("acme");

        Assert.Equal(
            ["7 | 71 | ad_group | 600000 | 1 | 10 | 0", "7 | NULL | campaign_residual | -1000 | 0 | 0 | 0", "8 | 81 | ad_group | 500000 | 1 | 10 | 0"],
            await _bench.ShowAsync("acme", Rows));
    }

    [Fact]
    public async Task Performance_Max_has_no_ad_groups_and_is_a_residual_of_its_own()
    {
        _bench
            .GoogleAds("acme", "ad_group.json", new AdsRow(Day, 7, 600_000, adGroup: 71))
            .GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 600_000), new AdsRow(Day, 9, 2_500_000, "Max", "PERFORMANCE_MAX", clicks: 5, impressions: 50, conversions: 1.333333m));

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | 71 | ad_group | 600000 | 1 | 10 | 0", "9 | NULL | campaign_residual | 2500000 | 5 | 50 | 1.333333"], await _bench.ShowAsync("acme", Rows));
        Assert.Equal(["0"], await _bench.ShowAsync("acme", "SELECT no_campaign_rows FROM pipeline_ledger"));
    }

    [Fact]
    public async Task A_campaign_that_its_report_lacks_takes_the_sum_of_its_ad_groups_and_is_counted()
    {
        _bench
            .GoogleAds("acme", "ad_group.json", new AdsRow(Day, 7, 600_000, adGroup: 71), new AdsRow(Day, 7, 400_000, adGroup: 72), new AdsRow(Day, 8, 1, adGroup: 81))
            .GoogleAds("acme", "campaign.json", new AdsRow(Day, 8, 1));

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | 1000000", "8 | 1"], await _bench.ShowAsync("acme", "SELECT campaign_id, SUM(cost_micros) FROM stg_acme_google_ads_cost GROUP BY campaign_id ORDER BY campaign_id"));
        Assert.Equal(["1 | 1000001 | 3"], await _bench.ShowAsync("acme", "SELECT no_campaign_rows, source_cost_micros, staged_rows FROM pipeline_ledger"));
    }

    [Fact]
    public async Task Rows_of_one_key_in_one_file_are_added()
    {
        _bench.GoogleAds("acme", "campaign.json", Segmented(new AdsRow(Day, 7, 600_000), "MOBILE"), Segmented(new AdsRow(Day, 7, 300_000), "DESKTOP"), Segmented(new AdsRow(Day, 7, 1), "DESKTOP"));

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | NULL | campaign_residual | 900001 | 3 | 30 | 0"], await _bench.ShowAsync("acme", Rows));
    }

    [Fact]
    public async Task A_later_file_over_the_same_days_replaces_an_earlier_one_and_leaves_the_other_days()
    {
        _bench
            .GoogleAds("acme", "2026-06-14.json", new AdsRow(Day.AddDays(-1), 7, 100), new AdsRow(Day, 7, 600_000))
            .GoogleAds("acme", "2026-06-15.json", new AdsRow(Day, 7, 700_000));

        await _bench.StageAsync("acme");

        Assert.Equal(["2026-06-14 | 100", "2026-06-15 | 700000"], await _bench.ShowAsync("acme", "SELECT date, cost_micros FROM stg_acme_google_ads_cost ORDER BY date"));
        Assert.Equal(["100", "700000"], await _bench.ShowAsync("acme", "SELECT source_cost_micros FROM pipeline_ledger ORDER BY date"));
    }

    [Fact]
    public async Task The_latest_name_of_a_campaign_is_shown_on_all_its_dates()
    {
        _bench.GoogleAds("acme", "campaign.json", new AdsRow(Day.AddDays(-2), 7, 1, "Old"), new AdsRow(Day.AddDays(-1), 7, 1, "Middle"), new AdsRow(Day, 7, 1, "New"), new AdsRow(Day.AddDays(-2), 8, 1, "Other"));

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | New | 3", "8 | Other | 1"], await _bench.ShowAsync("acme", "SELECT campaign_id, campaign_name, COUNT(*) FROM stg_acme_google_ads_cost GROUP BY ALL ORDER BY ALL"));
    }

    [Fact]
    public async Task Two_campaigns_of_one_name_stay_two()
    {
        _bench.GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 5, "Sunset", "SEARCH"), new AdsRow(Day, 8, 6, "Sunset", "DISPLAY"));

        await _bench.StageAsync("acme");

        Assert.Equal(["7 | Sunset | SEARCH | 5", "8 | Sunset | DISPLAY | 6"], await _bench.ShowAsync("acme", "SELECT campaign_id, campaign_name, campaign_type, cost_micros FROM stg_acme_google_ads_cost ORDER BY ALL"));
    }

    [Fact]
    public async Task A_missing_currency_is_the_clients_and_follows_its_setting()
    {
        var row = new AdsRow(Day, 7, 1);
        row.Json["customer"]!.AsObject().Remove("currencyCode");
        _bench.GoogleAds("acme", "campaign.json", row);

        await _bench.StageAsync("acme");
        Assert.Equal(["EUR"], await _bench.ShowAsync("acme", "SELECT currency FROM stg_acme_google_ads_cost"));

        _bench.Client("acme", ga4: false, googleAds: true, currency: "THB");
        await _bench.StageAsync("acme");
        Assert.Equal(["THB"], await _bench.ShowAsync("acme", "SELECT currency FROM stg_acme_google_ads_cost"));
    }

    [Fact]
    public async Task Micros_are_exact_where_a_double_would_not_be()
    {
        _bench.GoogleAds("acme", "campaign.json", new AdsRow(Day, 7, 9_007_199_254_740_993), new AdsRow(Day, 8, 1));

        await _bench.StageAsync("acme");

        Assert.Equal(["9007199254.740993", "0.000001"], await _bench.ShowAsync("acme", "SELECT cost FROM stg_acme_google_ads_cost ORDER BY campaign_id"));
    }

    private static AdsRow Segmented(AdsRow row, string device)
    {
        row.Json["segments"]!["device"] = device;
        return row;
    }
}
