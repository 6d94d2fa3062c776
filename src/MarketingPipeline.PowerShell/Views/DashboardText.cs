using System.Globalization;
using System.Text;
using MarketingPipeline.Core.Dashboards;

namespace MarketingPipeline.PowerShell.Views;

/// <summary>The executive dashboard as plain text, at most 118 columns wide: the module's format view of it.</summary>
public static class DashboardText
{
    private const int Width = 112;
    private const string Indent = "  ";

    // Label and unit of each figure; a figure that is not listed is shown under its own name.
    private static readonly Dictionary<string, (string Label, Func<decimal?, string> Text)> Figures = new(StringComparer.Ordinal)
    {
        ["revenue"] = ("Revenue", Figure.Money),
        ["cost"] = ("Advertising cost", Figure.Money),
        ["roas"] = ("Return on ad spend (ROAS)", Figure.Ratio),
        ["blended_roas"] = ("Blended ROAS (all revenue)", Figure.Ratio),
        ["cpa"] = ("Cost per conversion", Figure.Money),
        ["sessions"] = ("Sessions", Figure.Count),
        ["users"] = ("Users", Figure.Count),
        ["engaged_sessions"] = ("Engaged sessions", Figure.Count),
        ["conversions"] = ("Conversions", Figure.Count),
        ["transactions"] = ("Transactions", Figure.Count),
        ["conversion_rate"] = ("Conversion rate", Figure.Share),
        ["aov"] = ("Average order value", Figure.Money),
        ["clicks"] = ("Ad clicks", Figure.Count),
        ["impressions"] = ("Ad impressions", Figure.Count),
        ["ctr"] = ("Click-through rate", Figure.Share),
        ["cpc"] = ("Cost per click", Figure.Money),
    };

    /// <summary>The dashboard's lines. Text from visitors' URLs is printed without its control characters.</summary>
    public static string Render(ExecutiveDashboard dashboard)
    {
        var text = new StringBuilder().AppendLine();
        Header(text, dashboard);
        Section(text, $"Last 30 days ({Range(dashboard.ReportDate.AddDays(-29), dashboard.ReportDate)}) and the 30 days before", Kpis(dashboard));
        Section(text, "Channels", Channels(dashboard));
        Section(text, dashboard.Scenario == "google_ads_only" ? "Campaigns with most cost" : "Campaigns with most revenue", Campaigns(dashboard));
        Section(text, "Devices", Devices(dashboard));
        Section(text, "About the data", Notes(dashboard));
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    private static void Header(StringBuilder text, ExecutiveDashboard dashboard)
    {
        var rule = new string('=', Width);
        var title = PlainText.Clean(dashboard.Client);
        var date = $"Executive dashboard, {Figure.Date(dashboard.ReportDate)}";
        var facts = $"{Scenario(dashboard.Scenario)}  |  money in {PlainText.Clean(dashboard.Currency)}  |  built {dashboard.LoadedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC";
        text.AppendLine(rule)
            .Append(Indent).Append(PlainText.Left(title, Width - date.Length - (2 * Indent.Length))).AppendLine(date)
            .Append(Indent).AppendLine(facts)
            .AppendLine(rule);
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        text.AppendLine().Append(Indent).AppendLine(title).Append(Indent).AppendLine(new string('-', Width - Indent.Length));
        foreach (var line in lines)
        {
            text.Append(Indent).AppendLine(line);
        }
    }

    private static IReadOnlyList<string> Kpis(ExecutiveDashboard dashboard) => new PlainTable(
            new(30, "figure"), new(20, "last 30 days"), new(20, "30 days before"), new(14, "change"))
        .Rows(dashboard.Kpis.Select(kpi =>
        {
            var (label, show) = Figures.GetValueOrDefault(kpi.Key, (kpi.Key, Figure.Ratio));
            return new[] { label, show(kpi.Value.Last30Days), show(kpi.Value.Previous30Days), Figure.Change(kpi.Value.Change) };
        }));

    private static IReadOnlyList<string> Channels(ExecutiveDashboard dashboard) => new PlainTable(
            new(22, "channel"), new(11, "sessions"), new(13, "conversions"), new(8, "rate"), new(8, "orders"), new(18, "revenue"), new(16, "cost"), new(9, "ROAS"))
        .Rows(dashboard.Channels.Select(row => new[]
        {
            row.ChannelGrouping, Figure.Count(row.Sessions), Figure.Count(row.Conversions), Figure.Share(row.ConversionRate), Figure.Count(row.Transactions),
            Figure.Money(row.Revenue), Figure.Money(row.Cost), Figure.Ratio(row.Roas),
        }));

    private static IReadOnlyList<string> Campaigns(ExecutiveDashboard dashboard) => new PlainTable(
            new(30, "campaign"), new(16, "channel", IsText: true), new(10, "clicks"), new(12, "conversions"), new(16, "revenue"), new(14, "cost"), new(8, "ROAS"))
        .Rows(dashboard.TopCampaigns.Select(row => new[]
        {
            Named(row.Campaign), row.ChannelGrouping, Figure.Count(row.Clicks), Figure.Count(row.Conversions),
            Figure.Money(row.Revenue), Figure.Money(row.Cost), Figure.Ratio(row.Roas),
        }));

    private static IReadOnlyList<string> Devices(ExecutiveDashboard dashboard) => new PlainTable(
            new(22, "device"), new(11, "sessions"), new(13, "conversions"), new(16, "orders"), new(18, "revenue"))
        .Rows(dashboard.Devices.Select(row => new[]
        {
            Named(row.DeviceCategory), Figure.Count(row.Sessions), Figure.Count(row.Conversions), Figure.Count(row.Transactions), Figure.Money(row.Revenue),
        }));

    private static IReadOnlyList<string> Notes(ExecutiveDashboard dashboard) =>
        [.. DashboardNotes.Of(dashboard).SelectMany(note => PlainText.Wrap(note, Width - (2 * Indent.Length)).Select((line, index) => (index == 0 ? "* " : "  ") + line))];

    private static string Named(string? name) => string.IsNullOrEmpty(name) ? Figure.Absent : name;

    private static string Range(DateOnly from, DateOnly to) => $"{Figure.Date(from)} to {Figure.Date(to)}";

    private static string Scenario(string scenario) => scenario switch
    {
        "full" => "GA4 and Google Ads",
        "ga4_only" => "GA4 only, no advertising cost",
        "google_ads_only" => "Google Ads only, its own conversions",
        _ => PlainText.Clean(scenario),
    };
}
