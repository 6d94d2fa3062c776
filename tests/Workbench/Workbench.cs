using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.DuckDb;
using MarketingPipeline.GoogleAds;

namespace MarketingPipeline.Workbench;

/// <summary>
/// A workspace in a temporary folder on the embedded warehouse: rows in (export files), rows out (tables). The clock is
/// fixed, so that "yesterday" is <see cref="Yesterday"/>.
/// </summary>
public sealed class Bench : IDisposable
{
    public static readonly TimeProvider Clock = new FixedClock(new DateTimeOffset(2026, 6, 16, 9, 0, 0, TimeSpan.Zero));

    public Bench()
    {
        Root = Directory.CreateTempSubdirectory("pipeline-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "clients"));
        Settings("""{ "engine": "DuckDb" }""");
    }

    /// <summary>A workspace that is there already.</summary>
    public Bench(string root) => Root = root;

    public static DateOnly Yesterday { get; } = new(2026, 6, 15);

    public string Root { get; }

    public Workspace Workspace
    {
        get
        {
            using var patterns = new DuckDbPatternCheck();
            return WorkspaceReader.Read(Root, patterns);
        }
    }

    public ClientPipeline Pipeline => PipelineOn(workspace => new DuckDbWarehouse(workspace.DuckDbPath));

    /// <summary>The pipeline on a warehouse of the caller's.</summary>
    public ClientPipeline PipelineOn(Func<Workspace, IWarehouse> warehouse)
    {
        var workspace = Workspace;
        return new ClientPipeline(workspace, warehouse(workspace), client => new GoogleAdsReportFiles(client.GoogleAds!.Path!, client.GoogleAds.CustomerId), Clock);
    }

    public Bench Settings(string json) => Write("pipeline.json", json);

    /// <summary>A client with GA4 in ga4/&lt;name&gt; and, if asked, Google Ads in ads/&lt;name&gt;. <paramref name="ga4"/> and the others are members to add, as JSON text.</summary>
    public Bench Client(string name, bool ga4 = true, bool googleAds = false, string ga4Settings = "", string settings = "", string currency = "EUR")
    {
        var parts = new List<string> { $"\"name\": \"{name}\", \"timeZone\": \"UTC\", \"currency\": \"{currency}\"" };
        if (ga4)
        {
            Directory.CreateDirectory(Path.Combine(Root, "ga4", name));
            parts.Add($"\"ga4\": {{ {(ga4Settings.Contains("\"path\"", StringComparison.Ordinal) ? "" : $"\"path\": \"ga4/{name}\"")}{(ga4Settings.Length > 0 && !ga4Settings.Contains("\"path\"", StringComparison.Ordinal) ? ", " : "")}{ga4Settings} }}");
        }

        if (googleAds)
        {
            Directory.CreateDirectory(Path.Combine(Root, "ads", name));
            parts.Add($"\"googleAds\": {{ \"customerId\": \"123-456-7890\", \"source\": \"Files\", \"path\": \"ads/{name}\" }}");
        }

        if (settings.Length > 0)
        {
            parts.Add(settings);
        }

        return Write($"clients/{name}.json", "{ " + string.Join(", ", parts) + " }");
    }

    public Bench Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(false));
        return this;
    }

    /// <summary>Writes events_YYYYMMDD.jsonl files, one for each date that occurs.</summary>
    public Bench Events(string client, params Ga4Event[] events)
    {
        foreach (var day in events.GroupBy(e => e.Date))
        {
            Write($"ga4/{client}/events_{day.Key.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.jsonl", string.Concat(day.Select(e => e.Json.ToJsonString() + "\n")));
        }

        return this;
    }

    /// <summary>Writes one searchStream body.</summary>
    public Bench GoogleAds(string client, string file, params AdsRow[] rows) =>
        Write($"ads/{client}/{file}", new JsonArray(new JsonObject { ["results"] = new JsonArray([.. rows.Select(row => row.Json)]), ["requestId"] = "r" }).ToJsonString());

    public Task<IReadOnlyList<TableResult>> StageAsync(string client, DateOnly? asOf = null, StagingRequest? request = null) =>
        Pipeline.RefreshStagingAsync(Find(client), (request ?? new StagingRequest()) with { AsOf = asOf }, null, CancellationToken.None);

    public Task<IReadOnlyList<TableResult>> BuildAsync(string client, DateOnly? asOf = null, BuildRequest? request = null) =>
        Pipeline.BuildMartsAsync(Find(client), (request ?? new BuildRequest()) with { AsOf = asOf }, null, CancellationToken.None);

    /// <summary>Stages and builds.</summary>
    public async Task<Bench> RunAsync(string client, DateOnly? asOf = null)
    {
        await StageAsync(client, asOf);
        await BuildAsync(client, asOf);
        return this;
    }

    public Client Find(string client) => Workspace.Clients.Single(entry => entry.Name.Value == client);

    /// <summary>Rows of a query against the client's warehouse.</summary>
    public async Task<IReadOnlyList<Row>> QueryAsync(string client, string sql)
    {
        await using var warehouse = await new DuckDbWarehouse(Workspace.DuckDbPath).OpenAsync(Find(client), WarehouseAccess.Read, "test", CancellationToken.None);
        var rows = new List<Row>();
        await foreach (var row in warehouse!.QueryAsync(sql, CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The one value of a query.</summary>
    public async Task<object?> ValueAsync(string client, string sql) => (await QueryAsync(client, sql)).Single()[0];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>An event of GA4's export, with only what a test says; the rest is as an ordinary page view has it.</summary>
public sealed class Ga4Event
{
    public Ga4Event(DateOnly date, string name = "page_view", string? user = "u1", long? session = 1, double minute = 0)
    {
        Date = date;
        var time = new DateTimeOffset(date.ToDateTime(new TimeOnly(10, 0)), TimeSpan.Zero).AddMinutes(minute);
        Json["event_date"] = date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        Json["event_timestamp"] = (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
        Json["event_name"] = name;
        Json["user_pseudo_id"] = user;
        Json["stream_id"] = "1";
        Json["platform"] = "WEB";
        Json["event_params"] = new JsonArray();
        if (session is { } id)
        {
            Param("ga_session_id", id);
        }
    }

    public DateOnly Date { get; }

    public JsonObject Json { get; } = [];

    public Ga4Event Param(string key, string? value) => Param(key, new JsonObject { ["string_value"] = value });

    public Ga4Event Param(string key, long value) => Param(key, new JsonObject { ["int_value"] = value.ToString(CultureInfo.InvariantCulture) });

    public Ga4Event Param(string key, double value) => Param(key, new JsonObject { ["double_value"] = value });

    public Ga4Event Param(string key, JsonObject value)
    {
        ((JsonArray)Json["event_params"]!).Add(new JsonObject { ["key"] = key, ["value"] = value });
        return this;
    }

    public Ga4Event Page(string location, string? referrer = null)
    {
        Param("page_location", location);
        return referrer is null ? this : Param("page_referrer", referrer);
    }

    public Ga4Event Collected(string? source = null, string? medium = null, string? campaign = null, string? gclid = null) =>
        Set("collected_traffic_source", new JsonObject { ["manual_source"] = source, ["manual_medium"] = medium, ["manual_campaign_name"] = campaign, ["gclid"] = gclid });

    /// <summary>A last click of Google Ads: cross-channel google / cpc with the campaign's id and name.</summary>
    public Ga4Event LastClick(string source, string medium, string? campaign = null, string? campaignId = null, bool isGoogleAds = false) =>
        Set("session_traffic_source_last_click", new JsonObject
        {
            ["cross_channel_campaign"] = new JsonObject { ["source"] = source, ["medium"] = medium, ["campaign_name"] = campaign, ["campaign_id"] = campaignId },
            ["google_ads_campaign"] = isGoogleAds ? new JsonObject { ["campaign_id"] = campaignId, ["campaign_name"] = campaign } : null,
        });

    public Ga4Event Purchase(string? transactionId, double? revenue, string? currency = null)
    {
        Set("ecommerce", new JsonObject { ["transaction_id"] = transactionId, ["purchase_revenue"] = revenue });
        return currency is null ? this : Param("currency", currency);
    }

    public Ga4Event Set(string column, JsonNode? value)
    {
        Json[column] = value;
        return this;
    }
}

/// <summary>A row of a Google Ads report; at ad-group grain where an ad group is given.</summary>
public sealed class AdsRow
{
    public AdsRow(DateOnly date, long campaign, long micros, string name = "Campaign", string type = "SEARCH", long? adGroup = null, long clicks = 1, long impressions = 10, decimal conversions = 0, decimal value = 0, string currency = "EUR")
    {
        Json["customer"] = new JsonObject { ["resourceName"] = "customers/1234567890", ["id"] = "1234567890", ["currencyCode"] = currency };
        Json["campaign"] = new JsonObject { ["resourceName"] = $"customers/1234567890/campaigns/{Text(campaign)}", ["id"] = Text(campaign), ["name"] = name, ["status"] = "ENABLED", ["advertisingChannelType"] = type };
        if (adGroup is { } id)
        {
            Json["adGroup"] = new JsonObject { ["resourceName"] = $"customers/1234567890/adGroups/{Text(id)}", ["id"] = Text(id), ["name"] = "Group " + Text(id), ["status"] = "ENABLED" };
        }

        Json["segments"] = new JsonObject { ["date"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        Json["metrics"] = new JsonObject { ["costMicros"] = Text(micros), ["clicks"] = Text(clicks), ["impressions"] = Text(impressions), ["conversions"] = conversions, ["conversionsValue"] = value };
    }

    public JsonObject Json { get; } = [];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
