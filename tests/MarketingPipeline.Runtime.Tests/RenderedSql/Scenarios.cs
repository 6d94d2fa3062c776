using System.Globalization;
using MarketingPipeline.BigQuery;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.DuckDb;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.Runtime.Tests.RenderedSql;

/// <summary>A fictitious client for every scenario, with every setting that is in SQL, and the models' SQL for them.</summary>
internal sealed class Scenarios : IDisposable
{
    /// <summary>A run; what is rendered is the same for any other.</summary>
    public static readonly (DateOnly AsOf, string RunId, DateTimeOffset LoadedAt) Some = (Bench.Yesterday, "20260616T090000000Z-0a1b2c3d", Bench.Clock.GetUtcNow());

    private const string Ga4 =
        """
        "hostnames": ["shop.example"], "unwantedReferrals": ["pay.example"], "conversionEvents": ["lead", { "name": "purchase", "category": "purchase" }], "engagementEvents": ["scroll"], "engagedSeconds": 20
        """;

    private readonly Bench _bench = new Bench()
        .Settings("""
            {
              "engine": "DuckDb",
              "knownSites": [{ "site": "pantip.example", "category": "social" }],
              "channelRules": [{ "channel": "Newsletter", "source": "^news$", "medium": "mail" }]
            }
            """)
        .Client("full", googleAds: true, ga4Settings: Ga4)
        .Client("ga4_only", ga4Settings: Ga4)
        .Client("google_ads_only", ga4: false, googleAds: true)
        .Client("shared_one", ga4Settings: "\"path\": \"ga4/shared\", \"sharedProperty\": true, \"hostnames\": [\"one.example\"]")
        .Client("shared_two", ga4Settings: "\"path\": \"ga4/shared\", \"sharedProperty\": true, \"hostnames\": [\"two.example\"]");

    public Workspace Workspace => _bench.Workspace;

    public static IReadOnlyList<ISqlDialect> Dialects { get; } = [new DuckDbDialect(), new BigQueryDialect()];

    public static IReadOnlyList<string> Clients { get; } = ["full", "ga4_only", "google_ads_only", "shared_one"];

    public Client Find(string client) => _bench.Find(client);

    public IEnumerable<Model> ModelsOf(string client) => ModelGraph.Load().Models.Where(model => ClientModels.Applies(model, Find(client)));

    public ModelRun Run(string client) => Run(client, Some);

    public ModelRun Run(string client, (DateOnly AsOf, string RunId, DateTimeOffset LoadedAt) run) => new(Find(client), Workspace, run.AsOf, run.RunId, run.LoadedAt);

    /// <summary>A model's SQL as a run sends it; of staging over a day-table that has every column.</summary>
    public static SqlStatement Render(Model model, ModelRun run, ISqlDialect dialect)
    {
        var values = ClientModels.Values(model, run, dialect);
        if (model.Name == "stg_ga4_events")
        {
            values.WithSources(run.Client, [new Ga4Relation("day_table", Ga4Shape.Full(dialect), new Dictionary<DateOnly, long>())]);
        }

        return ModelRenderer.Of(dialect).Render(model, values);
    }

    /// <summary>A statement for people to compare: first what it is given.</summary>
    public static string Show(SqlStatement statement) => string.Concat(statement.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter => $"-- given {parameter.Key}: {Show(parameter.Value)}\n")) + statement.Text;

    public void Dispose() => _bench.Dispose();

    private static string Show(object value) => value switch
    {
        LiteralRows rows => "rows of " + string.Join(", ", rows.Columns),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
