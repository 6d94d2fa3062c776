namespace MarketingPipeline.Workbench;

/// <summary>The sums that end the mart section of definitions.md: nothing is lost and nothing is counted twice.</summary>
public static class MartSums
{
    /// <summary>Holds the mart's sums, date by date and currency by currency, to those of the tables that it is made of.</summary>
    public static async Task AssertMartSumsHoldAsync(this Bench bench, string client, DateOnly? asOf = null)
    {
        var settings = bench.Find(client);
        var to = asOf ?? Bench.Yesterday;
        var window = FormattableString.Invariant($"BETWEEN DATE '{to.AddDays(1 - settings.WindowDays):yyyy-MM-dd}' AND DATE '{to:yyyy-MM-dd}'");
        var mart = $"mart_{client}_campaign_performance";
        var (sessions, conversions, costs) = ($"int_{client}_sessions_enriched", $"int_{client}_conversions_attributed", $"stg_{client}_google_ads_cost");
        List<string> differences =
        [
            $"SELECT 'rows of one key: ' || date FROM {mart} GROUP BY date, channel_grouping, source, medium, campaign, currency HAVING COUNT(*) > 1",
            $"SELECT 'outside the window: ' || date FROM {mart} WHERE NOT date {window}",
        ];
        if (settings.Ga4 is not null)
        {
            Same("sessions", mart, "date, SUM(sessions)", sessions, "session_date, COUNT(*)", $"session_date {window}");
            Same("conversions", mart, "date, currency, SUM(conversions), SUM(transactions), SUM(revenue)", conversions, "conversion_date, currency, COUNT(*), COUNT(CASE WHEN is_transaction THEN 1 END), COALESCE(SUM(revenue), 0)", $"conversion_date {window}");
            Total("sessions", $"SELECT SUM(sessions) FROM {mart}", $"SELECT COUNT(*) FROM {sessions} WHERE session_date {window}");
            Total("revenue", $"SELECT SUM(revenue) FROM {mart}", $"SELECT SUM(revenue) FROM {conversions} WHERE conversion_date {window}");
        }

        if (settings.GoogleAds is not null)
        {
            Same("cost", mart, "date, currency, SUM(cost), SUM(clicks), SUM(impressions), SUM(platform_conversions), SUM(platform_conversions_value)", costs, "date, currency, SUM(cost), SUM(clicks), SUM(impressions), SUM(conversions), SUM(conversions_value)", $"date {window}");
            Total("cost", $"SELECT SUM(cost) FROM {mart}", $"SELECT SUM(cost) FROM {costs} WHERE date {window}");
        }

        if (settings.Ga4 is null)
        {
            Total("conversions", $"SELECT SUM(conversions) FROM {mart}", $"SELECT SUM(conversions) FROM {costs} WHERE date {window}");
            Total("revenue", $"SELECT SUM(revenue) FROM {mart}", $"SELECT SUM(conversions_value) FROM {costs} WHERE date {window}");
        }

        Assert.Empty(await bench.ShowAsync(client, string.Join(" UNION ALL ", differences)));

        // Rows that are all 0 may stand on either side alone.
        void Same(string what, string left, string leftColumns, string right, string rightColumns, string rightFilter)
        {
            var a = $"SELECT {leftColumns} FROM {left} GROUP BY ALL";
            var b = $"SELECT {rightColumns} FROM {right} WHERE {rightFilter} GROUP BY ALL";
            differences.Add($"SELECT '{what}: ' || CAST(r AS VARCHAR) FROM (({b}) EXCEPT ({a})) AS r");
        }

        void Total(string what, string left, string right) =>
            differences.Add($"SELECT '{what}: ' || COALESCE(CAST(l AS VARCHAR), 'NULL') || ' is not ' || COALESCE(CAST(r AS VARCHAR), 'NULL') FROM (SELECT ({left}) AS l, ({right}) AS r) WHERE COALESCE(l, 0) <> COALESCE(r, 0)");
    }
}
