using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>Which models a client has, and what each is rendered with.</summary>
public static class ClientModels
{
    /// <summary>A model is a client's if the client has everything that the model must read.</summary>
    public static bool Applies(Model model, Client client) => model.Inputs.Where(input => !input.IsOptional).All(input => input.Name switch
    {
        "ga4_export" => client.Ga4 is not null,
        "google_ads_report" => client.GoogleAds is not null,
        "ledger" => true,
        _ => Applies(ModelGraph.Load()[input.Name], client),
    });

    /// <summary>The client's models of a layer.</summary>
    internal static IEnumerable<Model> Of(Client client, ModelLayer layer) => ModelGraph.Load().Models.Where(model => model.Layer == layer && Applies(model, client));

    /// <summary>The values of an int_ or mart_ model.</summary>
    internal static Dictionary<string, object?> Values(Model model, ModelRun run, ISqlDialect dialect)
    {
        var values = ModelValues.Of(run, dialect);
        return model.Name switch
        {
            "mart_campaign_periods" => values.WithPeriods(run),
            "mart_executive_dashboard" => values.WithDashboard(run),
            _ => values,
        };
    }
}
