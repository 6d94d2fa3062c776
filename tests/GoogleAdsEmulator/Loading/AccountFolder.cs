using System.Globalization;
using MarketingPipeline.GoogleAdsEmulator.Accounts;

namespace MarketingPipeline.GoogleAdsEmulator.Loading;

/// <summary>
/// Accounts from a folder of CSV files, as a connector exports them: account_history_data, campaign_history_data,
/// campaign_stats_data, ad_group_history_data, ad_group_stats_data. Each may be absent. Sub-folders hold further accounts.
/// </summary>
public static class AccountFolder
{
    /// <exception cref="AccountFolderException">A value cannot be read, or two folders hold the same account.</exception>
    public static IReadOnlyList<Account> Load(string folder)
    {
        var loaded = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Prepend(folder).SelectMany(AccountsOf).ToArray();
        var twice = loaded.GroupBy(account => account.Account.Id).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new AccountFolderException(FormattableString.Invariant($"The account {twice.Key} is in two folders."));
        }

        var clients = loaded.Where(account => account.Manager is not null).ToLookup(account => account.Manager!.Value, account => account.Account.Id);
        return [.. loaded.Select(account => account.Account with { Clients = [.. clients[account.Account.Id]] })];
    }

    private static IEnumerable<(Account Account, long? Manager)> AccountsOf(string folder)
    {
        IReadOnlyList<CsvRow> Table(string name) => [.. CsvFile.Read(Path.Combine(folder, name + "_data.csv"))];
        var accounts = Latest(Table("account_history"));
        var campaigns = Latest(Table("campaign_history"));
        var adGroups = Latest(Table("ad_group_history"));
        var campaignDays = Table("campaign_stats");
        var adGroupDays = Table("ad_group_stats");
        long[] ids = [.. accounts.Select(row => row.Id("id")).Concat(campaigns.Concat(campaignDays).Concat(adGroupDays).Select(row => row.Id("customer_id"))).Distinct().Order()];
        foreach (var id in ids)
        {
            bool IsOfAccount(CsvRow row) => row.Id("customer_id") == id;
            var row = accounts.FirstOrDefault(account => account.Id("id") == id);
            var account = row is null ? new Account(id) : AccountOf(row);
            CsvRow[] days = [.. adGroupDays.Where(IsOfAccount)];
            CsvRow[] own = [.. campaigns.Where(IsOfAccount)];

            // An ad group's history does not name its account: its campaign or its figures do.
            CsvRow[] ownAdGroups = ids.Length == 1
                ? adGroups
                : [.. adGroups.Where(adGroup => days.Any(day => day.Id("id") == adGroup.Id("id")) || own.Any(campaign => campaign.Id("id") == adGroup.Id("campaign_id")))];
            yield return (account with
            {
                Campaigns = [.. own.Select(CampaignOf), .. OnlyInAdGroups(own, ownAdGroups)],
                AdGroups = [.. ownAdGroups.Select(AdGroupOf)],
                CampaignDays = [.. campaignDays.Where(IsOfAccount).Select(CampaignDayOf)],
                AdGroupDays = [.. days.Select(AdGroupDayOf)],
            },
            row is not null && long.TryParse(row.Text("manager_customer_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var manager) ? manager : null);
        }
    }

    /// <summary>The newest row of each id: an API tells what is now.</summary>
    private static CsvRow[] Latest(IReadOnlyList<CsvRow> history) =>
        [.. history.GroupBy(row => row.Id("id")).Select(rows => rows.MaxBy(row => DateTime.TryParse(row.Text("updated_at"), CultureInfo.InvariantCulture, out var at) ? at : default)!)];

    private static Account AccountOf(CsvRow row) => new(row.Id("id"))
    {
        Name = row.Text("descriptive_name"),
        CurrencyCode = row.Text("currency_code"),
        TimeZone = TimeZoneOf(row),
        IsManager = row.Flag("manager"),
        IsHidden = row.Flag("hidden"),
        IsTest = row.Flag("test_account"),
        Status = Enum.TryParse<AccountStatus>(row.Text("status"), ignoreCase: true, out var status) ? status : AccountStatus.Enabled,
    };

    /// <summary>The time zone. In a known public file the columns before it have slipped, so that it stands beside its own.</summary>
    private static string? TimeZoneOf(CsvRow row) =>
        row.Text("time_zone") ?? row.Values.FirstOrDefault(value => value.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(value, out _));

    private static Campaign CampaignOf(CsvRow row) => new(row.Id("id"), row.Text("name"))
    {
        Status = row.Constant("status"),
        AdvertisingChannelType = row.Constant("advertising_channel_type"),
        AdvertisingChannelSubType = row.Constant("advertising_channel_subtype"),
        ServingStatus = row.Constant("serving_status"),
        StartDate = row.Date("start_date"),
        EndDate = row.Date("end_date"),
    };

    /// <summary>The campaigns of which only an ad group's history tells: their names, and nothing else.</summary>
    private static IEnumerable<Campaign> OnlyInAdGroups(CsvRow[] campaigns, CsvRow[] adGroups)
    {
        var known = campaigns.Select(row => row.Id("id")).ToHashSet();
        return adGroups.Where(row => known.Add(row.Id("campaign_id"))).Select(row => Campaign.OnlyKnownById(row.Id("campaign_id")) with { Name = row.Text("campaign_name") });
    }

    private static AdGroup AdGroupOf(CsvRow row) => new(row.Id("id"), row.Id("campaign_id"), row.Text("name")) { Status = row.Constant("status"), Type = row.Constant("type") };

    private static CampaignDay CampaignDayOf(CsvRow row) => new(DateOf(row), row.Id("id"), MetricsOf(row))
    {
        Device = row.Text("device") ?? Segments.DefaultDevice,
        Network = row.Text("ad_network_type") ?? Segments.DefaultNetwork,
    };

    private static AdGroupDay AdGroupDayOf(CsvRow row) => new(DateOf(row), row.Id("id"), MetricsOf(row))
    {
        CampaignId = row.Id("campaign_id"),
        Device = row.Text("device") ?? Segments.DefaultDevice,
        Network = row.Text("ad_network_type") ?? Segments.DefaultNetwork,
    };

    private static DateOnly DateOf(CsvRow row) => row.Date("date") ?? throw new AccountFolderException($"{row.File}:{row.Line}: date is missing.");

    private static Metrics MetricsOf(CsvRow row) => new(row.Integer("clicks"), row.Integer("impressions"), row.Integer("cost_micros"), row.Number("conversions"), row.Number("conversions_value"))
    {
        AllConversions = row.Number("all_conversions"),
        AllConversionsValue = row.Number("all_conversions_value"),
        ViewThroughConversions = row.Integer("view_through_conversions"),
        Interactions = row.Integer("interactions"),
    };
}
