using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>The dates that mart_campaign_performance covers as it was last built, and those of them that are older than the int_ tables.</summary>
internal static class MartWindow
{
    private const string Key = "mart_window";

    public static async Task<(DateOnly From, DateOnly To)?> ReadAsync(ClientLedger ledger, CancellationToken cancellation)
    {
        var dates = (await ledger.StateAsync(Key, cancellation).ConfigureAwait(false))?.Split(' ');
        return dates is [var from, var to] ? (Parse(from), Parse(to)) : null;

        static DateOnly Parse(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public static IEnumerable<SqlStatement> Set(ClientLedger ledger, DateOnly from, DateOnly to) => ledger.SetState(Key, $"{AsOfDate.Text(from)} {AsOfDate.Text(to)}");

    /// <summary>Keeps in mind that dates are older than the int_ tables; of those that are kept already there is one row more.</summary>
    public static IReadOnlyList<SqlStatement> AddStale(ISqlDialect dialect, IReadOnlyList<DateOnly> dates) =>
        dates.Count == 0 ? [] : [SqlStatements.Insert(dialect, LedgerTables.StaleDates, LedgerTables.StaleDateColumns, [.. dates.Select(date => new object?[] { date })])];
}
