using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Testing;

/// <summary>Rows that name a row of another table, and whether it is there.</summary>
internal static class ForeignKeyChecks
{
    private static readonly Reference[] References =
    [
        new("stg_ga4_events", "event_date", "ledger", "date", LedgerSources.Ga4),
        new("stg_google_ads_cost", "date", "ledger", "date", LedgerSources.GoogleAds),
        new("int_sessions_enriched", "session_key", "stg_ga4_events", "session_key"),
        new("int_conversions_attributed", "conversion_id", "stg_ga4_events", "event_id"),
        new("int_conversions_attributed", "session_key", "int_sessions_enriched", "session_key"),
        new("mart_campaign_performance", "date", "ledger", "date"),
    ];

    public static IEnumerable<DataCheck> Of(Client client, ISqlDialect dialect) =>
        from reference in References
        where Applies(reference.Table, client) && Applies(reference.Parent, client)
        select Check(reference, TableOf(reference.Table, client), TableOf(reference.Parent, client), dialect);

    private static bool Applies(string name, Client client) => name == "ledger" || ClientModels.Applies(ModelGraph.Load()[name], client);

    private static string TableOf(string name, Client client) => name == "ledger" ? LedgerTables.Ledger : ModelGraph.Load()[name].TableFor(client.Name);

    private static DataCheck Check(Reference reference, string table, string parent, ISqlDialect dialect) => new()
    {
        Id = "foreign_key",
        Target = table,
        Property = reference.Column,
        Sql = $"""
            SELECT COUNT(*) AS found, MIN(CAST(named.{reference.Column} AS {dialect.TypeName(ColumnType.String)})) AS example
            FROM {dialect.Identifier(table)} AS named
            LEFT JOIN (
              SELECT DISTINCT {reference.ParentColumn} AS parent_key
              FROM {dialect.Identifier(parent)}
              {Whole(reference, dialect)}
            ) AS parents ON parents.parent_key = named.{reference.Column}
            WHERE {(SqlStatements.OnAnyDate(ModelGraph.Load()[reference.Table], "named.") is { } anyDate ? anyDate + " AND " : "")}named.{reference.Column} IS NOT NULL AND parents.parent_key IS NULL
            """,
        Holds = $"Every {reference.Column} is found in {parent}.{reference.ParentColumn}.",
        Fails = $"Rows whose {reference.Column} is not found in {parent}.{reference.ParentColumn}: {{found}}, for example {{example}}.",
        Advice = reference.Parent == "ledger"
            ? "The tables and the ledger do not belong together; run Invoke-StagingRefresh -FullRefresh, then Invoke-MartBuild -FullRefresh."
            : $"{parent} has changed since {table} was built, or one was changed by hand; run Invoke-MartBuild -FullRefresh.",
    };

    /// <summary>The parent's rows that count: a source's of the ledger, all of a model's.</summary>
    private static string Whole(Reference reference, ISqlDialect dialect) => reference switch
    {
        { Source: { } source } => $"WHERE source = {dialect.Literal(source)}",
        { Parent: "ledger" } => "",
        _ => SqlStatements.OnAnyDate(ModelGraph.Load()[reference.Parent]) is { } anyDate ? "WHERE " + anyDate : "",
    };

    private sealed record Reference(string Table, string Column, string Parent, string ParentColumn, string? Source = null);
}
