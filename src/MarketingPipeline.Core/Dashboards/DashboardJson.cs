using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarketingPipeline.Core.Dashboards;

/// <summary>
/// The dashboard's JSON: the row's columns by name, the *_json columns as JSON. Text is UTF-8, never culture-formatted;
/// markup in visitors' strings is escaped, so that the document may stand inside a page.
/// </summary>
public static class DashboardJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        WriteIndented = true,
    };

    /// <summary>The document, indented, LF line ends.</summary>
    public static string Write(ExecutiveDashboard dashboard)
    {
        var document = new JsonObject
        {
            ["client"] = dashboard.Client,
            ["scenario"] = dashboard.Scenario,
            ["report_date"] = Node(dashboard.ReportDate),
            ["currency"] = dashboard.Currency,
        };
        foreach (var (name, kpi) in dashboard.Kpis)
        {
            document[name + "_30d"] = Node(kpi.Last30Days);
            document[name + "_prev_30d"] = Node(kpi.Previous30Days);
            document[name + "_change"] = Node(kpi.Change);
        }

        document["channel_performance"] = Node(dashboard.Channels);
        document["top_campaigns"] = Node(dashboard.TopCampaigns);
        document["daily_trend"] = Node(dashboard.Days);
        document["device"] = Node(dashboard.Devices);
        document["data_quality"] = JsonNode.Parse(dashboard.DataQualityJson);
        document["schema_version"] = dashboard.SchemaVersion;
        document["loaded_at"] = Node(dashboard.LoadedAt);
        return document.ToJsonString(Options).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Options);
}
