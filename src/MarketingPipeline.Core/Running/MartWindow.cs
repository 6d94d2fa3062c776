using System.Globalization;
using MarketingPipeline.Core.Ledger;

namespace MarketingPipeline.Core.Running;

/// <summary>The dates that mart_campaign_performance was last built for as a whole, kept in the client's state.</summary>
internal static class MartWindow
{
    private const string Key = "mart_window";

    public static async Task<(DateOnly From, DateOnly To)?> ReadAsync(ClientLedger ledger, CancellationToken cancellation)
    {
        var dates = (await ledger.StateAsync(Key, cancellation).ConfigureAwait(false))?.Split(' ');
        return dates is [var from, var to] ? (Parse(from), Parse(to)) : null;

        static DateOnly Parse(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public static IEnumerable<string> Set(ClientLedger ledger, DateOnly from, DateOnly to) => ledger.SetState(Key, $"{AsOfDate.Text(from)} {AsOfDate.Text(to)}");
}
