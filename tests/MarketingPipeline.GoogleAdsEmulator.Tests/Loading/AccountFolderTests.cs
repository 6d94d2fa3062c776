using System.Text.Json.Nodes;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Loading;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.Loading;

public sealed class AccountFolderTests : EmulatorTest, IDisposable
{
    private const string RealAccount = "data/google_ads_numbers";

    private readonly string _folder = Directory.CreateTempSubdirectory("ads-emulator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_real_accounts_figures_are_told_to_the_last_micro()
    {
        var folder = SharedData.Find(RealAccount);
        Skip.If(folder is null, SharedData.Missing(RealAccount));
        Server.Accounts.Put(AccountFolder.Load(folder));
        Client.DefaultRequestHeaders.Remove("login-customer-id");
        const string dates = "segments.date BETWEEN '2020-01-01' AND '2022-12-31'";
        const string metrics = "segments.date, segments.device, metrics.cost_micros, metrics.clicks, metrics.impressions, metrics.conversions";

        var campaigns = await RowsAsync($"SELECT customer.id, campaign.id, {metrics} FROM campaign WHERE {dates}", "2121450128");
        var adGroups = await RowsAsync($"SELECT customer.id, campaign.id, ad_group.id, {metrics} FROM ad_group WHERE {dates}", "2121450128");

        Assert.Equal((231_330_000, 280, 1_854), Sums(campaigns));
        Assert.Equal((3_156_840_000, 620, 4_483), Sums(adGroups));
        Assert.Equal((3_388_170_000, 900, 6_337), Sums([.. campaigns, .. adGroups]));
        Assert.Equal(14.483334, adGroups.Sum(row => row["metrics"]!["conversions"]!.GetValue<double>()), 6);
    }

    [SkippableFact]
    public async Task A_campaign_that_only_its_ad_group_knows_has_its_id_and_name()
    {
        var folder = SharedData.Find(RealAccount);
        Skip.If(folder is null, SharedData.Missing(RealAccount));
        Server.Accounts.Put(AccountFolder.Load(folder));
        Client.DefaultRequestHeaders.Remove("login-customer-id");

        Assert.Contains(
            """[{"customer":{"resourceName":"customers/2121450128","currencyCode":"USD","timeZone":"America/Los_Angeles"},"campaign":{"resourceName":"customers/2121450128/campaigns/344106493","id":"344106493","name":"WLcyudjLopZCAwVCG42LtA=="},"adGroup":{"resourceName":"customers/2121450128/adGroups/23289504013","id":"23289504013","name":"G+b561Y/O/hceLQhm/Cd6Q==","status":"ENABLED","type":"SEARCH_STANDARD"}}],""",
            await StreamTextAsync("SELECT customer.descriptive_name, customer.currency_code, customer.time_zone, campaign.id, campaign.name, campaign.status, ad_group.id, ad_group.name, ad_group.status, ad_group.type FROM ad_group", "2121450128"),
            StringComparison.Ordinal);
        Assert.Equal(
            """{"campaign":{"resourceName":"customers/2121450128/campaigns/9935249409","id":"9935249409","name":"Zj9yTjsXtiWREoWWkz3kww==","status":"PAUSED","advertisingChannelType":"SEARCH","servingStatus":"SERVING","startDate":"2020-04-22"}}""",
            (await RowsAsync("SELECT campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type, campaign.advertising_channel_sub_type, campaign.serving_status, campaign.start_date FROM campaign WHERE campaign.status = 'PAUSED'", "2121450128", version: 22)).Single().ToJsonString());
    }

    [Fact]
    public void Each_sub_folder_is_an_account_and_managers_find_their_clients()
    {
        Write("one/account_history_data.csv", "id,updated_at,descriptive_name,currency_code,manager,manager_customer_id,time_zone", "1,2026-01-01,\"One, \"\"the first\"\"\",CHF,FALSE,9,Europe/Zurich");
        Write("one/ad_group_stats_data.csv", "id,campaign_id,customer_id,date,clicks", "5,4,1,2026-08-01,3");
        Write("two/campaign_stats_data.csv", "id,customer_id,date,device,ad_network_type,clicks,conversions", "7,2,2026-08-01,MOBILE,CONTENT,3,0.25");
        Write("agency/account_history_data.csv", "id,updated_at,descriptive_name,manager,time_zone", "9,2026-01-02 1:02:03,New name,TRUE,UTC", "9,2026-01-01,Old name,TRUE,UTC");

        var accounts = AccountFolder.Load(_folder).ToDictionary(account => account.Id);
        Assert.Equal(("New name", true), (accounts[9].Name, accounts[9].IsManager));
        Assert.Equal(1L, accounts[9].Clients.Single());
        Assert.Equal(("One, \"the first\"", "CHF", "Europe/Zurich"), (accounts[1].Name, accounts[1].CurrencyCode, accounts[1].TimeZone));
        Assert.Equal(new AdGroupDay(new(2026, 8, 1), 5, new(3)) { CampaignId = 4 }, accounts[1].AdGroupDays.Single());
        Assert.Equal(new CampaignDay(new(2026, 8, 1), 7, new(3, Conversions: 0.25)) { Device = "MOBILE", Network = "CONTENT" }, accounts[2].CampaignDays.Single());
        Assert.Equal(3, accounts.Count);
    }

    [Fact]
    public void Two_accounts_in_one_folder_keep_their_ad_groups_apart()
    {
        Write("ad_group_history_data.csv", "id,updated_at,campaign_id,campaign_name,name,status", "5,2026-01-01,4,Four,Five,ENABLED", "6,2026-01-01,40,Forty,Six,UNSPECIFIED");
        Write("ad_group_stats_data.csv", "id,campaign_id,customer_id,date,clicks", "5,4,1,2026-08-01,3", "6,40,2,2026-08-01,3");

        var accounts = AccountFolder.Load(_folder).ToDictionary(account => account.Id);
        Assert.Equal(new AdGroup(5, 4, "Five") { Type = null }, accounts[1].AdGroups.Single());
        Assert.Equal(new AdGroup(6, 40, "Six") { Status = null, Type = null }, accounts[2].AdGroups.Single());
        Assert.Equal(new Campaign(4, "Four") { Status = null, AdvertisingChannelType = null }, accounts[1].Campaigns.Single());
    }

    [Theory]
    [InlineData("id,customer_id,date,clicks", "7,2,2026-08-01,many", ":2: clicks is 'many', not an integer.")]
    [InlineData("id,customer_id,date,conversions", "7,2,2026-08-01,\"0,5\"", ":2: conversions is '0,5', not a number.")]
    [InlineData("id,customer_id,date", "7,2,01/08/2026", ":2: date is '01/08/2026', not a date like 2026-08-01.")]
    [InlineData("id,customer_id,date", "7,2,", ":2: date is missing.")]
    [InlineData("id,date", "7,2026-08-01", ":2: customer_id is '', not an id.")]
    public void A_value_that_cannot_be_read_is_told_with_its_place(string header, string row, string message)
    {
        Write("campaign_stats_data.csv", header, row);

        Assert.EndsWith("campaign_stats_data.csv" + message, Assert.Throws<AccountFolderException>(() => AccountFolder.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_is_in_one_folder_only()
    {
        Write("a/campaign_stats_data.csv", "id,customer_id,date", "7,2,2026-08-01");
        Write("b/campaign_stats_data.csv", "id,customer_id,date", "7,2,2026-08-01");

        Assert.Equal("The account 2 is in two folders.", Assert.Throws<AccountFolderException>(() => AccountFolder.Load(_folder)).Message);
    }

    private static (long CostMicros, long Clicks, long Impressions) Sums(IReadOnlyList<JsonNode> rows)
    {
        long Sum(string name) => rows.Sum(row => long.Parse(row["metrics"]![name]!.GetValue<string>(), null));
        return (Sum("costMicros"), Sum("clicks"), Sum("impressions"));
    }

    private void Write(string file, params string[] lines)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', lines));
    }
}
