using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Testing;

/// <summary>What the models' headers promise of every table: a key that is unique, columns that are never NULL, one row where it says so.</summary>
internal static class KeyChecks
{
    private const string Rebuild = "Run Invoke-MartBuild -FullRefresh; if it stays, report it with the example.";
    private const string Restage = "Run Invoke-StagingRefresh -FullRefresh, then Invoke-MartBuild; if it stays, report it with the example.";

    /// <summary>Key columns whose NULL is a group of its own (definitions.md, ground rules; an ad group that a residual lacks).</summary>
    private static readonly string[] NullableKeys = ["source", "medium", "campaign", "ad_group_id"];

    /// <summary>Columns beside key and partition that every row must fill: figures and joins read them.</summary>
    private static readonly Dictionary<string, string[]> Filled = new(StringComparer.Ordinal)
    {
        ["stg_ga4_events"] = ["event_timestamp", "event_name", "source_table"],
        ["stg_google_ads_cost"] = ["currency"],
        ["int_sessions_enriched"] = ["user_pseudo_id", "session_start", "session_end", "event_count", "channel_grouping", "source_method", "is_engaged", "currency"],
        ["int_conversions_attributed"] = ["conversion_timestamp", "conversion_type", "conversion_category", "is_transaction", "currency", "channel_grouping", "source_method", "customer_type"],
        ["mart_campaign_performance"] = ["cost_match", "is_final"],
        ["mart_executive_dashboard"] = ["scenario", "report_date", "currency", "channel_performance_json", "top_campaigns_json", "daily_trend_json", "device_json", "data_quality_json"],
    };

    public static IEnumerable<DataCheck> Of(Model model, string table, ISqlDialect dialect)
    {
        var advice = model.Layer == ModelLayer.Staging ? Restage : Rebuild;
        var relation = dialect.Identifier(table) + (SqlStatements.OnAnyDate(model) is { } anyDate ? " WHERE " + anyDate : "");
        yield return UniqueKey(table, relation, model.Key, advice, dialect);
        string[] required = [.. model.Key.Except(NullableKeys).Append(model.Partition).OfType<string>().Concat(Filled.GetValueOrDefault(model.Name, [])).Distinct()];
        yield return NotNull(table, relation, required, advice, dialect);
        if (model.Grain == "one row")
        {
            yield return OneRow(table, dialect);
        }
    }

    public static IEnumerable<DataCheck> OfLedger(ISqlDialect dialect)
    {
        yield return UniqueKey(LedgerTables.Ledger, LedgerTables.Ledger, ["source", "date"], Restage, dialect);
        yield return NotNull(LedgerTables.Ledger, LedgerTables.Ledger, ["source", "date", "source_table", "staged_rows"], Restage, dialect);
    }

    private static DataCheck UniqueKey(string table, string relation, IReadOnlyList<string> key, string advice, ISqlDialect dialect)
    {
        var text = dialect.TypeName(ColumnType.String);
        var columns = key.Select(dialect.Identifier).ToArray();
        var example = string.Join(" || ', ' || ", columns.Select(column => $"COALESCE(CAST({column} AS {text}), 'NULL')"));
        return new DataCheck
        {
            Id = "unique_key",
            Target = table,
            Property = string.Join(", ", key),
            Sql = $"""
                SELECT COALESCE(SUM(copies - 1), 0) AS found, MIN(example) AS example
                FROM (
                  SELECT COUNT(*) AS copies, MIN({example}) AS example
                  FROM {relation}
                  GROUP BY {string.Join(", ", columns)}
                  HAVING COUNT(*) > 1
                ) AS repeated
                """,
            Holds = "Every row has a key of its own.",
            Fails = "Rows that repeat another's key: {found}, for example ({example}).",
            Advice = advice,
        };
    }

    /// <summary>One scan of the table, a row for each column that some row lacks.</summary>
    private static DataCheck NotNull(string table, string relation, IReadOnlyList<string> columns, string advice, ISqlDialect dialect)
    {
        var counts = columns.Select(column => $"COUNT(*) - COUNT({dialect.Identifier(column)}) AS {dialect.Identifier(column)}");
        var rows = columns.Select(column => $"SELECT {dialect.Literal(column)} AS property, {dialect.Identifier(column)} AS found FROM counts");
        return new DataCheck
        {
            Id = "not_null",
            Target = table,
            Property = "{property}",
            Sql = $"""
                WITH counts AS (
                  SELECT {string.Join(", ", counts)}
                  FROM {relation}
                )
                SELECT property, found
                FROM (
                {string.Join("\nUNION ALL\n", rows)}
                ) AS lacking
                WHERE found > 0
                ORDER BY property
                """,
            Holds = $"Every row has {string.Join(", ", columns)}.",
            Fails = "Rows without {property}: {found}.",
            Advice = advice,
        };
    }

    private static DataCheck OneRow(string table, ISqlDialect dialect) => new()
    {
        Id = "one_row",
        Target = table,
        Sql = $"SELECT ABS(COUNT(*) - 1) AS found, COUNT(*) AS actual FROM {dialect.Identifier(table)}",
        Holds = "The table has exactly one row.",
        Fails = "The table has {actual} rows instead of one.",
        Advice = Rebuild,
    };
}
