using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.DuckDb;
using MarketingPipeline.GoogleAds;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Loading;
using MarketingPipeline.GoogleAdsEmulator.Rest;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>One Google Ads account from the API, from a Data Transfer and from saved files: the same staging table.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class GoogleAdsSourceTests(Emulator emulator) : IAsyncLifetime
{
    private const string RealAccount = "data/google_ads_numbers";
    private const long Manager = 9990000001;

    /// <summary>All of a row, apart from what a transfer lacks and from when it was loaded.</summary>
    private const string Rows = """
        SELECT date, customer_id, campaign_id, campaign_name, campaign_status, campaign_type, ad_group_id, ad_group_name, ad_group_status, row_kind, cost_micros, cost, currency, clicks, impressions, conversions, conversions_value, view_through_conversions
        FROM stg_{0}_google_ads_cost WHERE date >= DATE '2000-01-01' ORDER BY date, customer_id, campaign_id, row_kind, ad_group_id
        """;

    private readonly GoogleAdsServer _google = new();
    private readonly Bench _duck = new();

    /// <summary>The API is asked for no more than 37 months before it.</summary>
    private TimeProvider _apiClock = TimeProvider.System;
    private readonly Bench _big = new();
    private readonly string _dataset = "ads_" + Guid.NewGuid().ToString("N")[..8];

    private Uri Google { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Google = await _google.StartAsync();
        _big.Settings($$"""{ "engine": "BigQuery", "bigQuery": { "project": "{{Emulator.Project}}", "location": "US", "endpoint": "{{emulator.Address}}" } }""");
    }

    public async Task DisposeAsync()
    {
        await _google.DisposeAsync();
        _duck.Dispose();
        _big.Dispose();
    }

    [Fact]
    public async Task An_account_with_all_that_occurs()
    {
        var account = Made(1234567890);

        var (api, transfer, files) = await StageAsync(account);

        Assert.NotEmpty(api);
        Assert.Equal(api, transfer);
        Assert.Equal(api, files);
        Assert.Contains(api, row => row.Contains("campaign_residual", StringComparison.Ordinal) && row.Contains("PERFORMANCE_MAX", StringComparison.Ordinal));
        Assert.Contains(api, row => row.Contains("REMOVED", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_real_account_to_the_micro()
    {
        var folder = SharedData.Find(RealAccount);
        Skip.If(folder is null, $"../shared/{RealAccount} is not beside the repository.");
        var account = Assert.Single(AccountFolder.Load(folder));
        _apiClock = new Bench.FixedClock(new DateTimeOffset(Last(account).AddDays(2).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

        var (api, transfer, files) = await StageAsync(account);

        Assert.Equal(api, transfer);
        Assert.Equal(api, files);
        var staged = Assert.Single(await _duck.QueryAsync("api", "SELECT CAST(SUM(cost_micros) AS BIGINT) AS cost, CAST(SUM(clicks) AS BIGINT) AS clicks, CAST(SUM(impressions) AS BIGINT) AS impressions FROM stg_api_google_ads_cost"));
        Assert.Equal((3_388_170_000, 900, 6_337), (staged.Get<long>("cost"), staged.Get<long>("clicks"), staged.Get<long>("impressions")));
    }

    [Fact]
    public async Task A_managers_transfer_gives_the_managers_client_all_accounts_and_another_its_own()
    {
        Account[] accounts = [Made(1234567890), Made(1234599999) with { CurrencyCode = "THB" }];
        Deliver(Manager, accounts);
        TransferClient("all", Manager);
        TransferClient("one", 1234599999, Manager);

        await RefreshAsync(Transfers, _big, "all", Last(accounts[0]));
        await RefreshAsync(Transfers, _big, "one", Last(accounts[0]));

        var all = await RowsAsync("all");
        var one = await RowsAsync("one");
        Assert.Equal(all.Where(row => row.Contains("1234599999", StringComparison.Ordinal)), one);
        Assert.Equal(2 * one.Count, all.Count);
        Assert.All(one, row => Assert.Contains("THB", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_without_rows_between_delivered_ones_is_a_day_of_0_until_it_is_filled()
    {
        var account = Made(1234567890);
        var (missing, last) = (Last(account).AddDays(-8), Last(account));
        Deliver(account.Id, [account], except: missing);
        TransferClient("transfer", account.Id, settings: ", \"restatementDays\": 3");

        await RefreshAsync(Transfers, _big, "transfer", last);

        Assert.Empty(Assert.Single(await Transfers.GetStatusAsync(_big.Find("transfer"), default)).Gaps);
        Deliver(account.Id, [account]);
        var second = Assert.Single(await RefreshAsync(Transfers, _big, "transfer", last));
        Assert.Equal((TableStatus.Refreshed, missing, missing), (second.Status, second.From!.Value, second.To!.Value));
        Assert.Equal(TableStatus.UpToDate, Assert.Single(await RefreshAsync(Transfers, _big, "transfer", last)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backfill_fills_the_statistics_alone_and_all_its_days_are_staged_with_the_newest_names(bool isTables)
    {
        var account = Made(1234567890);
        Deliver(account.Id, [account], matchFrom: Last(account), isTables: isTables);
        TransferClient("transfer", account.Id);

        await RefreshAsync(Transfers, _big, "transfer", Last(account));

        var status = Assert.Single(await Transfers.GetStatusAsync(_big.Find("transfer"), default));
        Assert.Equal<(int, DateOnly?)>((10, Last(account)), (status.Dates, status.LastDate));
        var rows = await RowsAsync("transfer");
        Assert.Equal(10, rows.Count(row => row.Contains("PERFORMANCE_MAX", StringComparison.Ordinal)));
        Assert.Equal(20, rows.Count(row => row.Contains("'quoted'", StringComparison.Ordinal) && row.Contains("Exact", StringComparison.Ordinal) | row.Contains("Broad", StringComparison.Ordinal)));
        Assert.All(rows, row => Assert.Contains("EUR", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_whose_match_rows_are_older_than_its_statistics_keeps_the_names_of_then()
    {
        var account = Made(1234567890);
        Deliver(account.Id, [account with { CampaignDays = [.. account.CampaignDays.Select(day => day with { Date = day.Date.AddDays(-60) })], AdGroupDays = [] }]);
        DeliverStatistics(account.Id, [account]);
        TransferClient("transfer", account.Id);

        await RefreshAsync(Transfers, _big, "transfer", Last(account));

        Assert.All(await RowsAsync("transfer"), row => Assert.True(row.Contains("Brand", StringComparison.Ordinal) || row.Contains("Max", StringComparison.Ordinal) || row.Contains("Late", StringComparison.Ordinal), row));
    }

    [Fact]
    public async Task Values_beyond_all_bounds_are_unknown_and_counted()
    {
        var account = Made(1234567890);
        var odd = account with { CampaignDays = [account.CampaignDays[0] with { Metrics = new(1, 100, 1_000_000_000_000_000_000, 1e15, 1) }, .. account.CampaignDays.Skip(1)], AdGroupDays = [] };
        Deliver(account.Id, [odd]);
        TransferClient("transfer", account.Id);

        await RefreshAsync(Transfers, _big, "transfer", Last(account));

        var lost = Assert.Single(await QueryAsync("transfer", "SELECT SUM(implausible_values) AS implausible, SUM(unreadable_values) AS unreadable FROM pipeline_ledger"));
        Assert.Equal((2, 0), (lost.Get<long>("implausible"), lost.Get<long>("unreadable")));
    }

    [Fact]
    public async Task A_transfer_that_is_not_there_is_told_with_what_to_do()
    {
        TransferClient("transfer", 1234567890);
        var absent = await Assert.ThrowsAsync<PipelineException>(() => RefreshAsync(Transfers, _big, "transfer", Bench.Yesterday));
        Assert.Equal(PipelineErrorKind.SourceMissing, absent.Kind);
        Assert.Contains($"{Emulator.Project}.{_dataset}", absent.Message, StringComparison.Ordinal);

        Deliver(Manager, [Made(1234567890)]);
        var another = await Assert.ThrowsAsync<PipelineException>(() => RefreshAsync(Transfers, _big, "transfer", Bench.Yesterday));
        Assert.Contains("ads_CampaignBasicStats_1234567890", another.Message, StringComparison.Ordinal);
        Assert.Contains("googleAds.loginCustomerId", another.Advice, StringComparison.Ordinal);

        var findings = await Transfers.TestClientAsync(_big.Find("transfer"), default);
        Assert.Contains(findings, finding => finding is { Check: "google_ads_source", Severity: FindingSeverity.Error });
    }

    private ClientPipeline Transfers
    {
        get
        {
            var workspace = _big.Workspace;
            var warehouse = new BigQueryWarehouse(workspace.BigQuery!, SignIn.Of(workspace.BigQuery!, workspace.Root), Bench.Clock, new Retrying(TimeProvider.System) { FirstPoll = TimeSpan.FromMilliseconds(5) });
            return new ClientPipeline(workspace, warehouse, _ => throw new InvalidOperationException("A transfer is in the warehouse."), Bench.Clock);
        }
    }

    private ClientPipeline ApiAndFiles
    {
        get
        {
            var workspace = _duck.Workspace;
            var api = new GoogleAdsApi(workspace.Root, Credential(), _apiClock);
            return new ClientPipeline(workspace, new DuckDbWarehouse(workspace.DuckDbPath), client => client.GoogleAds!.Path is { } path ? new GoogleAdsReportFiles(path, client.GoogleAds.CustomerId) : api.Reports(client.GoogleAds), Bench.Clock);
        }
    }

    /// <summary>Two devices and networks, a removed campaign, one without ad groups, figures that the ad groups do not explain, fractions.</summary>
    private static Account Made(long id)
    {
        var first = Bench.Yesterday.AddDays(-9);
        return new Account(id)
        {
            Name = "Made",
            Campaigns = [new(id + 1, "Brand – ภูเก็ต 'quoted'") { Status = "REMOVED" }, new(id + 2, "Max") { AdvertisingChannelType = "PERFORMANCE_MAX" }, new(id + 3, "Late") { Status = "PAUSED" }],
            AdGroups = [new(id + 10, id + 1, "Exact") { Status = "REMOVED" }, new(id + 11, id + 1, "Broad"), new(id + 12, id + 3, "Only")],
            CampaignDays =
            [
                .. from day in Enumerable.Range(0, 10)
                   from campaign in new[] { 1, 2, 3 }
                   where campaign < 3 || day > 4
                   from device in (string[])["MOBILE", "DESKTOP"]
                   select new CampaignDay(first.AddDays(day), id + campaign, new(day + campaign, 100 + day, 1_000_001 * campaign, 0.333333, 12345678.91) { ViewThroughConversions = 3 }) { Device = device },
            ],
            AdGroupDays =
            [
                .. from day in Enumerable.Range(0, 10)
                   from adGroup in new[] { 10, 11, 12 }
                   where adGroup < 12 || day > 4
                   from network in (string[])["SEARCH", "CONTENT"]
                   select new AdGroupDay(first.AddDays(day), id + adGroup, new(1, 40, 400_000 + day, 0.1, 0.7)) { Network = network },
            ],
        };
    }

    private static DateOnly Last(Account account) => account.CampaignDays.Select(day => day.Date).Concat(account.AdGroupDays.Select(day => day.Date)).Max();

    private static DateOnly First(Account account) => account.CampaignDays.Select(day => day.Date).Concat(account.AdGroupDays.Select(day => day.Date)).Min();

    private async Task<(IReadOnlyList<string> Api, IReadOnlyList<string> Transfer, IReadOnlyList<string> Files)> StageAsync(Account account)
    {
        var last = Last(account);
        _google.Accounts.Put(account);
        DuckClient("api", account.Id, $"\"source\": \"Api\", \"endpoint\": \"{Google}\"");
        await RefreshAsync(ApiAndFiles, _duck, "api", last);

        await SaveAsync(account.Id);
        DuckClient("files", account.Id, "\"source\": \"Files\", \"path\": \"saved\"");
        await RefreshAsync(ApiAndFiles, _duck, "files", last);

        Deliver(account.Id, [account]);
        TransferClient("transfer", account.Id);
        await RefreshAsync(Transfers, _big, "transfer", last);
        return (Lines(await _duck.QueryAsync("api", Sql("api"))), await RowsAsync("transfer"), Lines(await _duck.QueryAsync("files", Sql("files"))));
    }

    private static Task<IReadOnlyList<TableResult>> RefreshAsync(ClientPipeline pipeline, Bench bench, string client, DateOnly asOf) =>
        pipeline.RefreshStagingAsync(bench.Find(client), new StagingRequest { AsOf = asOf }, null, default);

    private void DuckClient(string name, long customer, string source) => _duck.Write($"clients/{name}.json", ClientJson(name, customer, source));

    private void TransferClient(string name, long customer, long? manager = null, string settings = "") => _big.Write(
        $"clients/{name}.json",
        ClientJson(name, customer, $"\"source\": \"Transfer\", \"dataset\": \"{_dataset}\"" + (manager is { } id ? $", \"loginCustomerId\": \"{id}\"" : "") + settings, $", \"outputDataset\": \"{_dataset}_{name}\""));

    private static string ClientJson(string name, long customer, string source, string settings = "") =>
        $$"""{ "name": "{{name}}", "timeZone": "UTC", "currency": "EUR", "historyDays": 800{{settings}}, "googleAds": { "customerId": "{{customer}}", {{source}} } }""";

    /// <summary>What the API answered to the product, saved as an operator would.</summary>
    private async Task SaveAsync(long customer)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _google.SignIn.Issue());
        var number = 0;
        foreach (var query in _google.Log.Requests.Where(request => request is { Method: "searchStream", Report: "campaign" or "ad_group", From: not null }).Select(request => request.Query!).ToArray())
        {
            using var answer = await http.PostAsJsonAsync(new Uri(Google, $"v25/customers/{customer}/googleAds:searchStream"), new { query });
            _duck.Write(string.Create(CultureInfo.InvariantCulture, $"saved/{number++:000}.json"), await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        }

        Assert.True(number >= 2);
    }

    /// <summary>The views of a transfer, as Google's service makes them, or the tables below; from a date on also the rows that statistics are matched with.</summary>
    private void Deliver(long suffix, Account[] accounts, DateOnly? except = null, DateOnly? matchFrom = null, bool isTables = false)
    {
        var (first, last) = (matchFrom ?? accounts.Min(First), accounts.Max(Last));
        Put($"Customer_{suffix}", "customer_id INTEGER, customer_currency_code STRING, customer_manager BOOLEAN", accounts.SelectMany(account => Days(first, last).Select(day => (day, (object?[])[account.Id, account.CurrencyCode, false]))), last, isTables);
        Put($"Campaign_{suffix}", "customer_id INTEGER, campaign_id INTEGER, campaign_name STRING, campaign_status STRING, campaign_advertising_channel_type STRING", accounts.SelectMany(account => account.Campaigns.SelectMany(campaign => new[] { (last.AddDays(-1), (object?[])[account.Id, campaign.Id, "Before", "ENABLED", "SEARCH"]), (last, [account.Id, campaign.Id, campaign.Name, campaign.Status, campaign.AdvertisingChannelType]) })), last, isTables);
        Put($"AdGroup_{suffix}", "customer_id INTEGER, ad_group_id INTEGER, ad_group_name STRING, ad_group_status STRING", accounts.SelectMany(account => account.AdGroups.Select(adGroup => (last, (object?[])[account.Id, adGroup.Id, adGroup.Name, adGroup.Status]))), last, isTables);
        DeliverStatistics(suffix, accounts, except, isTables);
    }

    private void DeliverStatistics(long suffix, Account[] accounts, DateOnly? except = null, bool isTables = false)
    {
        var last = accounts.Max(Last);
        const string Metrics = "segments_date DATE, segments_device STRING, segments_ad_network_type STRING, metrics_cost_micros INTEGER, metrics_clicks INTEGER, metrics_impressions INTEGER, metrics_conversions FLOAT, metrics_conversions_value FLOAT, metrics_view_through_conversions INTEGER";
        Put($"CampaignBasicStats_{suffix}", "customer_id INTEGER, campaign_id INTEGER, " + Metrics, accounts.SelectMany(account => account.CampaignDays.Where(day => day.Date != except).Select(day => (day.Date, (object?[])[account.Id, day.CampaignId, .. Figures(day.Date, day.Device, day.Network, day.Metrics)]))), last, isTables);
        Put($"AdGroupBasicStats_{suffix}", "customer_id INTEGER, campaign_id INTEGER, ad_group_id INTEGER, " + Metrics, accounts.SelectMany(account => account.AdGroupDays.Where(day => day.Date != except).Select(day => (day.Date, (object?[])[account.Id, day.CampaignId ?? account.AdGroups.Single(adGroup => adGroup.Id == day.AdGroupId).CampaignId, day.AdGroupId, .. Figures(day.Date, day.Device, day.Network, day.Metrics)]))), last, isTables);
    }

    private void Put(string report, string columns, IEnumerable<(DateOnly Day, object?[] Values)> rows, DateOnly last, bool isTables)
    {
        var fields = TransferView.Fields(columns, isTables);
        emulator.Put(_dataset, (isTables ? "p_ads_" : "ads_") + report, fields, TransferView.Json(fields, rows, last));
    }

    private static object?[] Figures(DateOnly date, string device, string network, Metrics metrics) =>
        [date, device, network, metrics.CostMicros, metrics.Clicks, metrics.Impressions, metrics.Conversions, metrics.ConversionsValue, metrics.ViewThroughConversions];

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) => Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays);

    private async Task<IReadOnlyList<string>> RowsAsync(string client) => Lines(await QueryAsync(client, Sql(client)));

    private async Task<IReadOnlyList<Row>> QueryAsync(string client, string sql)
    {
        var workspace = _big.Workspace;
        await using var warehouse = await new BigQueryWarehouse(workspace.BigQuery!, SignIn.Of(workspace.BigQuery!, workspace.Root), Bench.Clock, new Retrying(TimeProvider.System)).OpenAsync(_big.Find(client), WarehouseAccess.Read, "test", default);
        var rows = new List<Row>();
        await foreach (var row in warehouse!.QueryAsync(sql, default))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static string Sql(string client) => string.Format(CultureInfo.InvariantCulture, Rows, client);

    private static IReadOnlyList<string> Lines(IReadOnlyList<Row> rows) => [.. rows.Select(row => string.Join(" | ", row.Columns.Select(column => row[column] switch
    {
        null => "NULL",
        decimal number => (number / 1.000000000000000000m).ToString(CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    }))).Order(StringComparer.Ordinal)];

    private SecureString Credential()
    {
        var secret = new SecureString();
        foreach (var letter in $$"""{ "type": "authorized_user", "client_id": "{{_google.SignIn.ClientId}}", "client_secret": "{{_google.SignIn.ClientSecret}}", "refresh_token": "{{_google.SignIn.RefreshToken}}" }""")
        {
            secret.AppendChar(letter);
        }

        return secret;
    }
}
