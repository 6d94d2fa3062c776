using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>What a client's warehouse holds, by what is replaced in one transaction; apart from when and by which run.</summary>
internal sealed record Holdings(string Ga4, string GoogleAds, string Built);

/// <summary>A client whose sources are in one of a few states, each some days different from the others.</summary>
internal sealed class ChangingClient : IDisposable
{
    public const string Usual = "acme";
    public const int States = 4;

    private const int Days = 14;
    private const int EventsADay = 150;

    private static readonly string[] Apart = ["loaded_at", "run_id", "modified_at", "bytes", "fingerprint"];

    private static readonly DateTime Written = new(2026, 6, 16, 0, 0, 0, DateTimeKind.Utc);

    private readonly int?[] _variants = new int?[Days];
    private readonly bool _isAlone;

    /// <summary>A client of a workspace of its own.</summary>
    public ChangingClient()
        : this(new Bench(), Usual) => _isAlone = true;

    /// <summary>One of several clients of a workspace.</summary>
    public ChangingClient(Bench bench, string name) => (Bench, Name) = (bench.Client(name, googleAds: true), name);

    public Bench Bench { get; }

    public string Name { get; }

    /// <summary>The sources come into a state: the same one is the same to any run, whenever it was written.</summary>
    public void Become(int state)
    {
        for (var ago = 0; ago < Days; ago++)
        {
            var variant = (ago + state) % 3 == 0 ? state : 0;
            if (_variants[ago] != variant)
            {
                _variants[ago] = variant;
                Bench.Events(Name, [.. Enumerable.Range(0, EventsADay).Select(index => Hit(ago, index, variant))]);
                var day = Bench.Yesterday.AddDays(-ago).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
                File.SetLastWriteTimeUtc(Path.Combine(Bench.Root, "ga4", Name, $"events_{day}.jsonl"), Written.AddMinutes(variant));
            }
        }

        const string Report = "report.json";
        Bench.GoogleAds(Name, Report, [.. Enumerable.Range(0, Days).SelectMany(ago => Enumerable.Range(7, 3).Select(campaign =>
            new AdsRow(Bench.Yesterday.AddDays(-ago), campaign, 1_000_000 + (ago % (state + 2)), $"Campaign {campaign} {(campaign == 8 ? state : 0)}")))]);
        File.SetLastWriteTimeUtc(Path.Combine(Bench.Root, "ads", Name, Report), Written.AddMinutes(state));
    }

    /// <summary>What one full refresh of the sources as they are gives.</summary>
    public async Task<Holdings> RefreshedAsync()
    {
        var folder = Path.Combine(Bench.Root, "refreshed");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return await RefreshedAsync(folder);
    }

    /// <summary>The same, in a warehouse of its own that stays.</summary>
    public async Task<Holdings> RefreshedAsync(string folder)
    {
        var pipeline = Bench.PipelineOn(_ => new DuckDbWarehouse(folder));
        await pipeline.RefreshStagingAsync(Bench.Find(Name), new(), null, default);
        await pipeline.BuildMartsAsync(Bench.Find(Name), new(), null, default);
        return await HoldingsAsync(folder);
    }

    public Task<Holdings> HoldingsAsync() => HoldingsAsync(Bench.Workspace.DuckDbPath);

    /// <summary>Dates of staging whose rows are not those that the ledger counts.</summary>
    public async Task<IReadOnlyList<string>> MiscountsAsync()
    {
        await using var warehouse = await new DuckDbWarehouse(Bench.Workspace.DuckDbPath).OpenAsync(Bench.Find(Name), WarehouseAccess.Read, "test", default);
        var tables = warehouse is null ? new HashSet<string>() : await warehouse.TablesAsync(default);
        List<string> miscounts = [];
        foreach (var (source, table, date) in new[] { (LedgerSources.Ga4, $"stg_{Name}_ga4_events", "event_date"), (LedgerSources.GoogleAds, $"stg_{Name}_google_ads_cost", "date") })
        {
            if (tables.Contains(table))
            {
                miscounts.AddRange(await LinesAsync(warehouse!, $"SELECT '{source} ' || COALESCE(d, date) || ': ' || COALESCE(n, 0) || ' rows, the ledger has ' || COALESCE(staged_rows, 0) FROM (SELECT {date} AS d, COUNT(*) AS n FROM {table} GROUP BY {date}) FULL JOIN (SELECT * FROM pipeline_ledger WHERE source = '{source}') ON d = date WHERE COALESCE(n, 0) <> COALESCE(staged_rows, 0)"));
            }
            else if (tables.Contains(LedgerTables.Ledger))
            {
                miscounts.AddRange(await LinesAsync(warehouse!, $"SELECT '{source} ' || date || ' is in the ledger, and no table is there' FROM pipeline_ledger WHERE source = '{source}'"));
            }
        }

        return miscounts;
    }

    public void Dispose()
    {
        if (_isAlone)
        {
            Bench.Dispose();
        }
    }

    private async Task<Holdings> HoldingsAsync(string folder)
    {
        await using var warehouse = await new DuckDbWarehouse(folder).OpenAsync(Bench.Find(Name), WarehouseAccess.Read, "test", default);
        return new Holdings(
            await ContentAsync(warehouse, $"stg_{Name}_ga4_events") + await ContentAsync(warehouse, LedgerTables.Ledger, $"source = '{LedgerSources.Ga4}'"),
            await ContentAsync(warehouse, $"stg_{Name}_google_ads_cost") + await ContentAsync(warehouse, LedgerTables.Ledger, $"source = '{LedgerSources.GoogleAds}'"),
            string.Concat(await Task.WhenAll(ModelGraph.Load().Models.Where(model => model.Layer != ModelLayer.Staging).Select(model => ContentAsync(warehouse, model.TableFor(Bench.Find(Name).Name))))));
    }

    /// <summary>A table that is not there holds nothing.</summary>
    private static async Task<string> ContentAsync(IClientWarehouse? warehouse, string table, string where = "TRUE")
    {
        var isThere = warehouse is not null && (await warehouse.TablesAsync(default)).Contains(table);
        var content = isThere
            ? (await LinesAsync(warehouse!, $"SELECT COUNT(*) || ' rows, ' || COALESCE(SUM(CAST(hash(kept) AS HUGEINT)), 0) FROM (SELECT COLUMNS(c -> c NOT IN ({string.Join(", ", Apart.Select(column => $"'{column}'"))})) FROM {table} WHERE {where}) AS kept"))[0]
            : "0 rows, 0";
        return $"{table}: {content}; ";
    }

    private static async Task<List<string>> LinesAsync(IClientWarehouse warehouse, string sql)
    {
        var lines = new List<string>();
        await foreach (var row in warehouse.QueryAsync(sql, default))
        {
            lines.Add((string)row[0]!);
        }

        return lines;
    }

    private static Ga4Event Hit(int ago, int index, int variant)
    {
        // Sessions of four events, some of them over midnight; every sixth user buys, more in other states.
        var (user, start) = (string.Create(CultureInfo.InvariantCulture, $"u{index / 4 % 30}"), ago + (index % 7 == 0 ? 1 : 0));
        var isPurchase = index % 6 == 0;
        var hit = new Ga4Event(Bench.Yesterday.AddDays(-ago), isPurchase ? "purchase" : "page_view", user, 1000 - start, index + variant)
            .Page($"https://acme.example/{index % 5}");
        if (index % 9 == 0)
        {
            hit.LastClick("google", "cpc", "Campaign", (7 + (index % 3)).ToString(CultureInfo.InvariantCulture), isGoogleAds: true);
        }

        return isPurchase ? hit.Purchase($"T{(index * (variant + 1)) + (ago / 2)}", 10 + variant) : hit;
    }
}
