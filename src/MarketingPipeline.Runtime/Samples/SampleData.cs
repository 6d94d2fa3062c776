namespace MarketingPipeline.Runtime.Samples;

/// <summary>
/// The sources of the six example clients: GA4 exports as Parquet, Google Ads reports as saved bodies. The same last date
/// gives the same rows, whenever and wherever it is made.
/// </summary>
internal static class SampleData
{
    /// <summary>Long enough for two 30-day periods within a 90-day window, and a look-back before it.</summary>
    public const int Days = 120;

    /// <summary>Writes the sources into their folders under <paramref name="root"/>.</summary>
    public static async Task WriteAsync(string root, DateOnly lastDate, int days, IProgress<string> progress, CancellationToken cancellation)
    {
        var calendar = new SampleCalendar(lastDate, days);
        var ads = SampleAccounts.All.ToDictionary(account => account.Client, account => AdsHistory.Of(account, calendar));
        foreach (var account in SampleAccounts.All)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report($"{account.Client}: Google Ads reports");
            AdsReportFiles.Write(Path.Combine(root, AdsPath(account)), account, ads[account.Client], calendar);
        }

        await Parallel.ForEachAsync(SampleProperties.All, cancellation, (property, stop) =>
        {
            progress.Report($"{property.Name}: GA4 export");
            WriteExport(root, property, calendar, ads, stop);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
    }

    /// <summary>The account's folder of reports, relative to the workspace.</summary>
    public static string AdsPath(AdsAccount account) => $"sources/{account.Client}/google_ads";

    private static void WriteExport(
        string root, Property property, SampleCalendar calendar, IReadOnlyDictionary<string, IReadOnlyList<AdsDay>> ads, CancellationToken cancellation)
    {
        using var folder = new Ga4ExportFolder(Path.Combine(root, property.Path));
        foreach (var (ago, rows) in new PropertyStory(property, calendar, ads).Tell())
        {
            cancellation.ThrowIfCancellationRequested();
            var date = calendar.DateOf(ago);
            var era = calendar.EraOf(ago);
            if (ago == property.MissingAgo)
            {
                continue;
            }

            if (!property.EndsIntraday || ago > 0)
            {
                folder.WriteDaily(date, rows, era);
            }

            if (property.EndsIntraday && ago <= 1)
            {
                folder.WriteIntraday(date, ago == 0 ? rows : ExportFlaws.AsStreamed(rows), era);
            }
        }
    }
}
