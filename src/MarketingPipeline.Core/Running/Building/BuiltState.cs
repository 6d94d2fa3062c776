using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>What a layer was built from, as the warehouse keeps it: which load of each date, which campaigns, which settings.</summary>
internal sealed class BuiltState(ClientRun run, ModelLayer layer)
{
    private readonly string _layer = layer.ToString().ToLowerInvariant();

    private string SettingsKey => "settings_" + _layer;

    /// <summary>Whether the layer was built, and with what settings and models it would be built now.</summary>
    public async Task<bool?> HasSettingsAsync(CancellationToken cancellation) =>
        await run.Ledger.StateAsync(SettingsKey, cancellation).ConfigureAwait(false) is { } built ? built == Settings() : null;

    /// <summary>The run that had loaded each date, by source and date.</summary>
    public async Task<IReadOnlyDictionary<(string Source, DateOnly Date), string>> LoadsAsync(CancellationToken cancellation)
    {
        var loads = new Dictionary<(string, DateOnly), string>();
        if ((await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false)).Contains(LedgerTables.Built))
        {
            await foreach (var row in run.Warehouse.ScanAsync(LedgerTables.Built, cancellation).ConfigureAwait(false))
            {
                if (row.Get<string>("layer") == _layer)
                {
                    loads[(row.Get<string>("source")!, row.Get<DateOnly>("date"))] = row.Get<string>("run_id")!;
                }
            }
        }

        return loads;
    }

    /// <summary>The statements that say that the layer is built from what is staged up to the as-of date.</summary>
    public IEnumerable<SqlStatement> Set() =>
    [
        .. run.Ledger.SetState(SettingsKey, Settings()),
        $"DELETE FROM {LedgerTables.Built} WHERE layer = {run.Dialect.Literal(_layer)}",
        SqlStatement.Given(
            $"INSERT INTO {LedgerTables.Built} (layer, source, date, run_id) SELECT {run.Dialect.Literal(_layer)}, source, date, run_id FROM {LedgerTables.Ledger} WHERE date <= {run.Dialect.Parameter("as_of", run.AsOf)}",
            ("as_of", run.AsOf)),
        .. run.Client.GoogleAds is null ? [] : new[]
        {
            $"DELETE FROM {LedgerTables.Campaigns} WHERE layer = {run.Dialect.Literal(_layer)}",
            SqlStatements.InsertSelect(run.Dialect, LedgerTables.Campaigns, LedgerTables.CampaignColumns, run.Renderer.RenderQuery("campaigns_as_built", Values())),
        },
    ];

    /// <summary>The statements after which the layer is built whole.</summary>
    public string Forget() => $"DELETE FROM {LedgerTables.State} WHERE key = {run.Dialect.Literal(SettingsKey)}";

    /// <summary>What a query about the layer's changes is rendered with.</summary>
    public Dictionary<string, object?> Values()
    {
        var values = ModelValues.Of(run.Model, run.Dialect);
        values["layer"] = _layer;
        return values;
    }

    /// <summary>
    /// The SQL of the layer's models and of those below, which is the same whatever the run and holds all settings but the marts'
    /// window, whose dates it is given.
    /// </summary>
    private string Settings() => SqlDigest.Of(
    [
        .. ModelGraph.Load().Models.Where(model => model.Layer is not ModelLayer.Staging && model.Layer <= layer && ClientModels.Applies(model, run.Client))
            .Select(model => run.Renderer.Render(model, ClientModels.Values(model, run.Model, run.Dialect))),
        .. layer == ModelLayer.Mart ? [run.Client.WindowDays.ToString(CultureInfo.InvariantCulture)] : Array.Empty<SqlStatement>(),
    ]);
}
