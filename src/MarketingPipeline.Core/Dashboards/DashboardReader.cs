using System.Text.Json;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Dashboards;

/// <summary>The one row of mart_&lt;client&gt;_executive_dashboard as an object.</summary>
internal static class DashboardReader
{
    public static ExecutiveDashboard Read(Row row) => new()
    {
        Client = row.Get<string>("client")!,
        Scenario = row.Get<string>("scenario")!,
        ReportDate = row.Get<DateOnly>("report_date"),
        Currency = row.Get<string>("currency")!,
        Kpis = Figures.Kpis.ToDictionary(
            name => name,
            name => new Kpi(Number(row[name + "_30d"]), Number(row[name + "_prev_30d"]), row.Get<double?>(name + "_change")),
            StringComparer.Ordinal),
        Channels = Rows<ChannelRow>(row, "channel_performance_json"),
        TopCampaigns = Rows<CampaignRow>(row, "top_campaigns_json"),
        Days = Rows<DayRow>(row, "daily_trend_json"),
        Devices = Rows<DeviceRow>(row, "device_json"),
        DataQualityJson = row.Get<string>("data_quality_json")!,
        SchemaVersion = (int)row.Get<long>("schema_version"),
        LoadedAt = row.Get<DateTimeOffset>("loaded_at"),
    };

    private static decimal? Number(object? value) => value switch
    {
        null => null,
        decimal number => Trimmed(number),
        long number => number,
        double number => (decimal)number,
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is no figure."),
    };

    /// <summary>Without the zeros that a NUMERIC of nine decimals ends in.</summary>
    private static decimal Trimmed(decimal number) => number / 1.0000000000000000000000000000m;

    private static IReadOnlyList<T> Rows<T>(Row row, string column) => JsonSerializer.Deserialize<List<T>>(row.Get<string>(column)!, DashboardJson.Options)!;
}
