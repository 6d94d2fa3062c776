using System.Globalization;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Sources.Files;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Testing;

/// <summary>Whether a client could run now: its sources are there and can be read, its warehouse opens.</summary>
internal sealed class ClientTests(Client client, IWarehouse warehouses, Func<IClientWarehouse, IGoogleAdsReports>? googleAds)
{
    private readonly List<Finding> _findings = [];

    public async Task<IReadOnlyList<Finding>> RunAsync(DateOnly yesterday, CancellationToken cancellation)
    {
        Add("settings", client.File, "The settings are valid.");
        await TryAsync("warehouse", "warehouse", async () =>
        {
            await using var warehouse = await warehouses.OpenAsync(client, WarehouseAccess.Plan, "test", cancellation).ConfigureAwait(false);
            Add("warehouse", "warehouse", "The warehouse opens.");
            if (client.Ga4 is not null)
            {
                await TryAsync("ga4_source", "ga4", () => TestGa4Async(warehouse!.Ga4Export(), yesterday, cancellation)).ConfigureAwait(false);
            }

            if (googleAds is not null)
            {
                await TryAsync("google_ads_source", "google_ads", () => TestGoogleAdsAsync(googleAds(warehouse!), yesterday, cancellation)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

        return _findings;
    }

    private async Task TestGa4Async(IGa4Export export, DateOnly yesterday, CancellationToken cancellation)
    {
        var (tables, unread) = await export.ListAsync(cancellation).ConfigureAwait(false);
        Add("ga4_source", "ga4", string.Create(CultureInfo.InvariantCulture, $"{tables.Count} day-tables from {AsOfDate.Text(tables[0].Date)} to {AsOfDate.Text(tables[^1].Date)}."));
        foreach (var sentence in UnreadFile.Describe(unread))
        {
            _findings.Add(new Finding { Client = client.Name.Value, Check = "ga4_unread", Severity = FindingSeverity.Warning, Target = "ga4", Message = sentence, Advice = "Export it as JSON or Parquet, named as a day-table, or move it out of the folder." });
        }

        await export.OpenAsync([tables[^1]], cancellation).ConfigureAwait(false);
        Add("ga4_readable", tables[^1].Name, "The newest day-table can be read.");
        TestFreshness("ga4", tables[^1].Date, yesterday);
    }

    private async Task TestGoogleAdsAsync(IGoogleAdsReports reports, DateOnly yesterday, CancellationToken cancellation)
    {
        var offer = await reports.OfferAsync(yesterday, yesterday, cancellation).ConfigureAwait(false);
        Add("google_ads_source", "google_ads", string.Create(CultureInfo.InvariantCulture, $"{offer.Coverage.Count} {(offer.IsLive ? "accounts" : "reports")} can be read."));
        foreach (var account in offer.Silent)
        {
            _findings.Add(new Finding { Client = client.Name.Value, Check = "google_ads_account", Severity = FindingSeverity.Warning, Target = account.CustomerId, Message = account.Reason, Advice = account.Advice });
        }

        foreach (var (names, reason, advice) in GoogleAdsUnreadFile.Grouped(offer.Unread))
        {
            _findings.Add(new Finding { Client = client.Name.Value, Check = "google_ads_unread", Severity = FindingSeverity.Warning, Target = names, Message = $"Not read: {names}. {reason}", Advice = advice });
        }

        if (!offer.IsLive && offer.Coverage.Count > 0)
        {
            TestFreshness("google_ads", offer.Coverage.Max(report => report.To), yesterday);
        }
    }

    private void TestFreshness(string source, DateOnly newest, DateOnly yesterday)
    {
        var behind = yesterday.DayNumber - newest.DayNumber;
        _findings.Add(new Finding
        {
            Client = client.Name.Value,
            Check = "source_freshness",
            Severity = behind > 3 ? FindingSeverity.Warning : FindingSeverity.Information,
            Passed = behind <= 3,
            Target = source,
            Message = string.Create(CultureInfo.InvariantCulture, $"The newest day is {AsOfDate.Text(newest)}, {Math.Max(0, behind)} days before yesterday."),
            Advice = behind > 3 ? $"Look whether the export still runs; -AsOf {AsOfDate.Text(newest)} works on what is there." : null,
            Value = Math.Max(0, behind),
        });
    }

    private async Task TryAsync(string check, string target, Func<Task> test)
    {
        try
        {
            await test().ConfigureAwait(false);
        }
        catch (PipelineException e)
        {
            _findings.Add(new Finding { Client = client.Name.Value, Check = check, Severity = FindingSeverity.Error, Target = e.Target ?? target, Message = e.Message, Advice = e.Advice });
        }
    }

    private void Add(string check, string target, string message) =>
        _findings.Add(new Finding { Client = client.Name.Value, Check = check, Severity = FindingSeverity.Information, Passed = true, Target = target, Message = message });
}
