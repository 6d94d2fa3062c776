using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Testing;

/// <summary>Columns that hold one of a few names (definitions.md); NULL is not_null's matter.</summary>
internal static class AcceptedValueChecks
{
    /// <summary>The channels of definitions.md, Channel grouping.</summary>
    private static readonly string[] Channels =
    [
        "Direct", "Cross-network", "Paid Shopping", "Paid Search", "Paid Social", "Paid Video", "Display", "Paid Other", "Organic Shopping",
        "Organic Social", "Organic Video", "AI Assistant", "Organic Search", "Referral", "Email", "Affiliates", "Audio", "SMS",
        "Mobile Push Notifications", "Unassigned",
    ];

    private static readonly string[] SourceMethods = ["last_click", "collected", "click_id", "referrer", "direct"];

    public static IEnumerable<DataCheck> Of(Client client, Workspace workspace, ISqlDialect dialect)
    {
        string[] channels = [.. Channels.Concat(workspace.ChannelRules.Select(rule => rule.Channel)).Distinct()];
        string[] categories = [.. (client.Ga4?.ConversionEvents ?? []).Select(conversion => conversion.Category).Distinct()];
        (string Model, string Column, string[] Values)[] columns =
        [
            ("stg_google_ads_cost", "row_kind", ["ad_group", "campaign_residual"]),
            ("int_sessions_enriched", "engaged_by", ["flag", "engagement_time", "page_views", "conversion"]),
            ("int_sessions_enriched", "source_method", SourceMethods),
            ("int_sessions_enriched", "attribution_method", ["gclid", "gbraid", "wbraid", "google_ads_campaign_id"]),
            ("int_sessions_enriched", "channel_grouping", channels),
            ("int_conversions_attributed", "conversion_category", categories),
            ("int_conversions_attributed", "source_method", [.. SourceMethods, "no_session"]),
            ("int_conversions_attributed", "customer_type", ["new", "returning", "reactivated", "unknown"]),
            ("int_conversions_attributed", "channel_grouping", channels),
            ("mart_campaign_performance", "channel_grouping", channels),
            ("mart_campaign_performance", "cost_match", ["id", "name", "unmatched", "none"]),
            ("mart_campaign_periods", "period", ["last_7d", "last_30d", "month_to_date"]),
            ("mart_executive_dashboard", "scenario", [client.Scenario switch { Scenario.Full => "full", Scenario.Ga4Only => "ga4_only", _ => "google_ads_only" }]),
        ];
        return from column in columns
               let model = ModelGraph.Load()[column.Model]
               where ClientModels.Applies(model, client)
               select Check(model, model.TableFor(client.Name), column.Column, column.Values, column.Column == "channel_grouping" ? GoogleChannels(client, dialect) : "", dialect);
    }

    /// <summary>Google may come to name a channel that definitions.md does not know yet: what it says of a session is accepted.</summary>
    private static string GoogleChannels(Client client, ISqlDialect dialect)
    {
        var events = ModelGraph.Load()["stg_ga4_events"];
        return client.Ga4 is null ? "" : $" AND channel_grouping NOT IN (SELECT last_click_channel_group FROM {dialect.Identifier(events.TableFor(client.Name))} WHERE {SqlStatements.OnAnyDate(events)} AND last_click_channel_group IS NOT NULL)";
    }

    private static DataCheck Check(Model model, string table, string column, string[] values, string condition, ISqlDialect dialect)
    {
        // Channels and categories are settings too: a table from before a change of them is stale, not wrong.
        var isSetting = column is "channel_grouping" or "conversion_category";
        return new DataCheck
        {
            Id = "accepted_values",
            Target = table,
            Property = column,
            Severity = isSetting ? FindingSeverity.Warning : FindingSeverity.Error,
            Sql = $"""
                SELECT COUNT(*) AS found, MIN({column}) AS example
                FROM {dialect.Identifier(table)}
                WHERE {(SqlStatements.OnAnyDate(model) is { } anyDate ? anyDate + " AND " : "")}{column} IS NOT NULL {(values.Length == 0 ? "" : $"AND {column} NOT IN ({string.Join(", ", values.Select(value => dialect.Literal(value)))})")}{condition}
                """,
            Holds = $"Every {column} is one that is defined.",
            Fails = $"Rows whose {column} is not one that is defined: {{found}}, for example '{{example}}'.",
            Advice = isSetting
                ? "The settings have changed since the table was built, or the table was changed by hand; run Invoke-MartBuild."
                : $"Expected: {string.Join(", ", values)}. Run Invoke-MartBuild -FullRefresh (after Invoke-StagingRefresh -FullRefresh for a stg_ table).",
        };
    }
}
