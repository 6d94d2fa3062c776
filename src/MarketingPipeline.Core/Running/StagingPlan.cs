using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>The dates of a source that a refresh will replace, and why.</summary>
/// <param name="Known">How many dates the source has in the staged range.</param>
/// <param name="Changed">Those to replace, by date.</param>
/// <param name="New">How many of them were never staged.</param>
internal sealed record StagingPlan<T>(int Known, IReadOnlyList<T> Changed, int New)
{
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
            : string.Create(text, $"incremental: {verb}{New} new, {Changed.Count - New} changed of {Known} days");
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

    public static StagingPlan<Ga4DayTable> Compare(IReadOnlyList<Ga4DayTable> tables, IReadOnlyDictionary<DateOnly, LedgerRow> ledger, Client client, StagingRequest request)
    {
        var changed = tables
            .Where(table => request.FullRefresh || IsAsked(request, table.Date) || !ledger.TryGetValue(table.Date, out var row) || row.Fingerprint != Fingerprint(table, client))
            .ToArray();
        return new(tables.Count, changed, changed.Count(table => !ledger.ContainsKey(table.Date)));
    }

    /// <summary>What a day-table is, as far as a change must be noticed: its parts, the model, and whose events are taken.</summary>
    public static string Fingerprint(Ga4DayTable table, Client client)
    {
        var text = new StringBuilder(ModelGraph.Load()["stg_ga4_events"].Template);
        text.Append('\n').Append(table.Name).Append('\n').Append(table.Bytes.ToString(CultureInfo.InvariantCulture)).Append('\n').Append(table.ModifiedAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
        foreach (var part in table.Parts)
        {
            text.Append('\n').Append(Path.GetFileName(part));
        }

        if (client.Ga4!.IsShared)
        {
            text.Append('\n').Append(client.Name);
            foreach (var owner in client.PropertyOwners)
            {
                text.Append('\n').Append(owner.Client).Append(' ').AppendJoin(' ', owner.Streams).Append(' ').AppendJoin(' ', owner.Hostnames);
            }
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    internal static bool IsAsked(StagingRequest request, DateOnly date) => DateRanges.IsAsked(request.From, request.To, date);
}
