using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.GoogleAds;

/// <summary>
/// Google Ads accounts in memory, as a source that only reading tells of: a test says what Google would answer and changes
/// it between runs. Remembers which ranges were read.
/// </summary>
internal sealed class TestAccounts : IGoogleAdsReports
{
    public const string Main = "1234567890";

    private readonly SortedDictionary<(DateOnly Date, string Account, string Campaign, string AdGroup), GoogleAdsRow> _rows = [];
    private readonly HashSet<string> _answering = [Main];

    /// <summary>The ranges that were read, in order; not those whose stream threw.</summary>
    public List<string> Read { get; } = [];

    public List<GoogleAdsSilentAccount> Silent { get; } = [];

    /// <summary>Asked before each row with how many of the range were given: throws where the stream shall.</summary>
    public Action<DateOnly, int>? BeforeRow { get; set; }

    /// <summary>The oldest date that is kept.</summary>
    public DateOnly? Oldest { get; set; }

    /// <summary>The date that it is where the accounts are.</summary>
    public DateOnly? Today { get; set; }

    /// <summary>A campaign's row; at ad-group grain where an ad group is given.</summary>
    public TestAccounts Set(DateOnly date, long micros, string campaign = "7", string? adGroup = null, string account = Main, string name = "Brand", decimal conversions = 0, long clicks = 1, string currency = "EUR", string type = "SEARCH", decimal? value = null)
    {
        _rows[(date, account, campaign, adGroup ?? "")] = new GoogleAdsRow
        {
            Source = "customers/" + account,
            SourceOrder = 0,
            Grain = adGroup is null ? ReportGrain.Campaign : ReportGrain.AdGroup,
            Date = date,
            CustomerId = account,
            Currency = currency,
            CampaignId = campaign,
            CampaignName = name,
            CampaignStatus = "ENABLED",
            CampaignType = type,
            AdGroupId = adGroup,
            AdGroupName = adGroup is null ? null : "Group " + adGroup,
            AdGroupStatus = adGroup is null ? null : "ENABLED",
            CostMicros = micros,
            Clicks = clicks,
            Impressions = 10 * clicks,
            Conversions = conversions,
            ConversionsValue = value ?? 20 * conversions,
            AllConversions = conversions + 1,
        };
        return this;
    }

    /// <summary>One campaign's row a day.</summary>
    public TestAccounts SetDays(DateOnly from, DateOnly to, long micros = 1_000_000, string campaign = "7", string account = Main, string name = "Brand", string currency = "EUR")
    {
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            Set(date, micros, campaign, account: account, name: name, currency: currency);
        }

        return this;
    }

    public void Remove(DateOnly date, string account = Main)
    {
        foreach (var key in _rows.Keys.Where(key => key.Date == date && key.Account == account).ToArray())
        {
            _rows.Remove(key);
        }
    }

    /// <summary>Changes every row, as Google does: a campaign's name, an account's currency.</summary>
    public void Change(Func<GoogleAdsRow, GoogleAdsRow> change)
    {
        foreach (var (key, row) in _rows.ToArray())
        {
            _rows[key] = change(row);
        }
    }

    public TestAccounts Link(string account)
    {
        _answering.Add(account);
        Silent.RemoveAll(silent => silent.CustomerId == account);
        return this;
    }

    public void Unlink(string account) => _answering.Remove(account);

    public void Silence(string account)
    {
        Unlink(account);
        Silent.Add(new(account, "Second shop", "The account is suspended.", "Ask its owner."));
    }

    public Task<GoogleAdsOffer> OfferAsync(DateOnly from, DateOnly to, CancellationToken cancellation) => Task.FromResult(new GoogleAdsOffer
    {
        Coverage = [.. _answering.Order(StringComparer.Ordinal).Select(account => new GoogleAdsCoverage("customers/" + account, from < Oldest ? Oldest.Value : from, to, null, null, Today))],
        Oldest = Oldest,
        Silent = Silent,
        IsLive = true,
    });

    public async IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, IProgress<string>? waiting, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        waiting?.Report("waiting a moment");
        var given = 0;
        foreach (var row in _rows.Values.Where(row => row.Date >= from && row.Date <= to && _answering.Contains(row.CustomerId!)))
        {
            BeforeRow?.Invoke(from, given++);
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }

        Read.Add($"{from:MM-dd} to {to:MM-dd}");
    }
}

/// <summary>A client that has Google Ads accounts, and a warehouse to stage them in.</summary>
internal sealed class AccountsBench : IDisposable
{
    public const string Name = "acme";

    public static readonly DateOnly Day = Bench.Yesterday;

    public AccountsBench(int historyDays = 60, int restatementDays = 30) => Settings(historyDays, restatementDays);

    public Bench Bench { get; } = new();

    public TestAccounts Accounts { get; } = new();

    public ClientPipeline Pipeline => new(Bench.Workspace, new DuckDbWarehouse(Bench.Workspace.DuckDbPath), _ => Accounts, Bench.Clock);

    // A source kind whose settings need nothing else: what answers is TestAccounts.
    public void Settings(int historyDays = 60, int restatementDays = 30, string customerId = "123-456-7890") =>
        Bench.Client(Name, ga4: false, settings: $$""" "historyDays": {{historyDays}}, "googleAds": { "customerId": "{{customerId}}", "source": "Files", "path": "ads", "restatementDays": {{restatementDays}} } """);

    public async Task<TableResult> StageAsync(StagingRequest? request = null, DateOnly? asOf = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Accounts.Read.Clear();
        return (await Pipeline.RefreshStagingAsync(Bench.Find(Name), (request ?? new()) with { AsOf = asOf }, progress, cancellation)).Single();
    }

    public async Task<TableResult> PlanAsync(StagingRequest? request = null)
    {
        Accounts.Read.Clear();
        return (await Pipeline.PlanStagingAsync(Bench.Find(Name), request ?? new(), default)).Single();
    }

    public Task<IReadOnlyList<TableResult>> BuildAsync() => Bench.BuildAsync(Name);

    public Task<string[]> ShowAsync(string sql) => Bench.ShowAsync(Name, sql);

    public Task<IReadOnlyDictionary<string, string>> ContentsAsync() => Bench.ContentsAsync(Name, "pipeline_state");

    /// <summary>What is staged is what one full refresh in an empty warehouse gives.</summary>
    public async Task AssertAsAFullRefreshAsync()
    {
        var incremental = await ContentsAsync();
        using var fresh = new AccountsBench();
        File.Copy(Path.Combine(Bench.Root, "clients", Name + ".json"), Path.Combine(fresh.Bench.Root, "clients", Name + ".json"), overwrite: true);
        var pipeline = new ClientPipeline(fresh.Bench.Workspace, new DuckDbWarehouse(fresh.Bench.Workspace.DuckDbPath), _ => Accounts, Bench.Clock);
        await pipeline.RefreshStagingAsync(fresh.Bench.Find(Name), new(), null, default);
        if (incremental.Keys.Any(table => table.StartsWith("mart_", StringComparison.Ordinal)))
        {
            await fresh.BuildAsync();
        }

        Assert.Equal(await fresh.ContentsAsync(), incremental);
    }

    public void Dispose() => Bench.Dispose();
}
