using System.Text.Encodings.Web;
using System.Text.Json;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>
/// An account's reports as saved bodies of Google Ads' searchStream: an array of batches, int64 as strings, the resource
/// name with each resource. One file per report and month.
/// </summary>
internal static class AdsReportFiles
{
    // Small, so that a month's file has several batches as a large account's has.
    private const int RowsPerBatch = 100;

    // Not for a web page: saved bodies hold names as they are, without \u escapes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string CustomerFields = "customer.id,customer.currencyCode,customer.timeZone";
    private const string CampaignFields = "campaign.id,campaign.name,campaign.status,campaign.advertisingChannelType";
    private const string GroupFields = "adGroup.id,adGroup.name,adGroup.status";
    private const string MetricFields = "segments.date,metrics.costMicros,metrics.clicks,metrics.impressions,metrics.conversions,metrics.conversionsValue,metrics.allConversions,metrics.viewThroughConversions";

    /// <summary>Writes campaign_YYYY-MM.json and ad_group_YYYY-MM.json for each month of <paramref name="history"/>.</summary>
    public static void Write(string folder, AdsAccount account, IReadOnlyList<AdsDay> history, SampleCalendar calendar)
    {
        Directory.CreateDirectory(folder);
        var random = SampleRandom.For($"ads/{account.CustomerId}/requests");
        foreach (var month in history.GroupBy(day => SampleCalendar.Iso(calendar.DateOf(day.Ago))[..7]))
        {
            WriteReport(
                Path.Combine(folder, $"campaign_{month.Key}.json"),
                account,
                month.Select(day => new ReportRow(day, null, day.Total)),
                $"{CustomerFields},{CampaignFields},{MetricFields}",
                calendar,
                random);
            WriteReport(
                Path.Combine(folder, $"ad_group_{month.Key}.json"),
                account,
                month.SelectMany(day => day.Campaign.Groups.Zip(day.Groups, (group, figures) => new ReportRow(day, group, figures))).Where(row => !row.Figures.IsZero),
                $"{CustomerFields},{CampaignFields},{GroupFields},{MetricFields}",
                calendar,
                random);
        }
    }

    private static void WriteReport(string file, AdsAccount account, IEnumerable<ReportRow> rows, string fieldMask, SampleCalendar calendar, SampleRandom random)
    {
        var requestId = random.Token(22);
        var batches = rows.Chunk(RowsPerBatch).ToList();
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartArray();
        for (var i = 0; i < batches.Count; i++)
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var row in batches[i])
            {
                WriteRow(json, account, row, SampleCalendar.Iso(calendar.DateOf(row.Day.Ago)));
            }

            json.WriteEndArray();
            json.WriteString("fieldMask", fieldMask);
            json.WriteString("requestId", requestId);
            if (i == batches.Count - 1)
            {
                json.WriteString("queryResourceConsumption", Number(random.Between(200, 900)));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, AdsAccount account, ReportRow row, string date)
    {
        var customer = $"customers/{account.CustomerId}";
        var campaign = row.Day.Campaign;
        json.WriteStartObject();

        json.WriteStartObject("customer");
        json.WriteString("resourceName", customer);
        json.WriteString("id", account.CustomerId);
        json.WriteString("currencyCode", account.Currency);
        json.WriteString("timeZone", account.TimeZone);
        json.WriteEndObject();

        json.WriteStartObject("campaign");
        json.WriteString("resourceName", $"{customer}/campaigns/{campaign.Id}");
        json.WriteString("id", campaign.Id);
        json.WriteString("name", campaign.NameOn(row.Day.Ago));
        json.WriteString("status", campaign.Status);
        json.WriteString("advertisingChannelType", campaign.ChannelType);
        json.WriteEndObject();

        if (row.Group is { } group)
        {
            json.WriteStartObject("adGroup");
            json.WriteString("resourceName", $"{customer}/adGroups/{group.Id}");
            json.WriteString("id", group.Id);
            json.WriteString("name", group.Name);
            json.WriteString("status", group.Status);
            json.WriteEndObject();
        }

        json.WriteStartObject("segments");
        json.WriteString("date", date);
        json.WriteEndObject();
        WriteMetrics(json, row.Figures, account.OmitsZeros);
        json.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter json, AdsFigures figures, bool omitZeros)
    {
        json.WriteStartObject("metrics");
        Whole("costMicros", figures.CostMicros);
        Whole("clicks", figures.Clicks);
        Whole("impressions", figures.Impressions);
        Fraction("conversions", figures.Conversions);
        Fraction("conversionsValue", figures.Value);
        Fraction("allConversions", figures.AllConversions);
        Whole("viewThroughConversions", figures.ViewThrough);
        json.WriteEndObject();

        void Whole(string name, long value)
        {
            if (value != 0 || !omitZeros)
            {
                json.WriteString(name, Number(value));
            }
        }

        void Fraction(string name, decimal value)
        {
            if (value != 0 || !omitZeros)
            {
                json.WriteNumber(name, value);
            }
        }
    }

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed record ReportRow(AdsDay Day, AdsGroup? Group, AdsFigures Figures);
}
