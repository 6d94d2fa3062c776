using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>The dates of a source that a refresh will replace, and why.</summary>
/// <param name="Known">How many dates the source has in the staged range.</param>
/// <param name="Changed">Those to replace, by date.</param>
/// <param name="New">How many of them were never staged.</param>
internal sealed record StagingPlan<T>(int Known, IReadOnlyList<T> Changed, int New)
{
    /// <summary>How many of them, because they were staged by other SQL: the module's was changed, or a setting in it.</summary>
    public int BySql { get; init; }

    /// <summary>Those that are the same but for the times of their files, each with what the ledger has to say of it now.</summary>
    public IReadOnlyList<(T Table, string Fingerprint)> Touched { get; init; } = [];

    private string Why => BySql == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {BySql} of them because the SQL that stages them has changed");

    /// <summary>One sentence for people.</summary>
    public string Describe(bool isFull, bool isPlan)
    {
        var text = CultureInfo.InvariantCulture;
        if (Changed.Count == 0)
        {
            return string.Create(text, $"nothing new in {Known} days");
        }

        var verb = isPlan ? "would load " : "";
        return isFull ? string.Create(text, $"full refresh: {verb}{Changed.Count} days")
            : New == Known ? string.Create(text, $"first load: {verb}{Known} days")
            : string.Create(text, $"incremental: {verb}{New} new, {Changed.Count - New} changed of {Known} days") + Why;
    }
}

/// <summary>Compares GA4's day-tables with the ledger.</summary>
internal static class Ga4Plan
{
    /// <summary>Days that GA4 may still rewrite, up to the as-of date (definitions.md, is_final).</summary>
    public const int RewrittenDays = 3;

    /// <summary>The table that gives each date: the daily one where there is one, never two.</summary>
    public static IReadOnlyList<Ga4DayTable> OnePerDate(IEnumerable<Ga4DayTable> tables, DateOnly from, DateOnly to) =>
        [.. tables.Where(table => table.Date >= from && table.Date <= to).GroupBy(table => table.Date).Select(group => group.MinBy(table => table.Kind)!).OrderBy(table => table.Date)];

    public static async Task<StagingPlan<Ga4DayTable>> CompareAsync(
        IReadOnlyList<Ga4DayTable> tables,
        IReadOnlyDictionary<DateOnly, LedgerRow> ledger,
        Ga4Fingerprint current,
        StagingRequest request,
        Func<Ga4DayTable, Task<string?>> digest)
    {
        var changed = new List<Ga4DayTable>();
        var touched = new List<(Ga4DayTable Table, string Fingerprint)>();
        foreach (var table in tables)
        {
            if (request.FullRefresh || IsAsked(request, table.Date) || !ledger.TryGetValue(table.Date, out var row))
            {
                changed.Add(table);
                continue;
            }

            var (staged, now) = (Ga4Fingerprint.Parse(row.Fingerprint), Ga4TableState.Of(table));
            if (staged.Sql != current.Sql || staged.Owners != current.Owners || staged.Table?.Parts != now.Parts)
            {
                changed.Add(table);
            }
            else if (staged.Table.Times != now.Times)
            {
                if (staged.Table.Content.Length > 0 && await digest(table).ConfigureAwait(false) == staged.Table.Content)
                {
                    touched.Add((table, (current with { Table = now with { Content = staged.Table.Content } }).ToString()));
                }
                else
                {
                    changed.Add(table);
                }
            }
        }

        var bySql = changed.Count(table => ledger.TryGetValue(table.Date, out var row) && IsOfOtherSql(row, current));
        return new(tables.Count, changed, changed.Count(table => !ledger.ContainsKey(table.Date))) { BySql = bySql, Touched = touched };
    }

    private static bool IsOfOtherSql(LedgerRow row, Ga4Fingerprint current) => Ga4Fingerprint.Parse(row.Fingerprint) is var staged && staged.Sql != current.Sql && (staged.Owners == current.Owners || staged.Sql.Length == 0);

    internal static bool IsAsked(StagingRequest request, DateOnly date) => DateRanges.IsAsked(request.From, request.To, date);
}
