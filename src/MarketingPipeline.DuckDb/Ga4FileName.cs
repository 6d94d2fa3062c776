using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// What the path of an export's file says: the day-table that it is a part of. The table's name stands at the beginning of
/// the file's own name, <c>events_YYYYMMDD</c> with anything after it that is no digit, or the twelve digits of a shard; or it
/// is the name of a folder; or a folder says the date as <c>key=YYYYMMDD</c>, or with year, month and day apart. A date may be
/// written with dashes. The part of the path that is nearest to the file counts.
/// </summary>
/// <param name="Date">The table's date.</param>
/// <param name="Kind">Daily, fresh or intraday.</param>
/// <param name="HoldsEventDate">True where a folder gives event_date itself: its files then lack the column.</param>
internal sealed partial record Ga4FileName(DateOnly Date, Ga4TableKind Kind, bool HoldsEventDate = false)
{
    /// <summary>Reads a path below the export's folder, with '/'.</summary>
    /// <param name="name">The path.</param>
    /// <param name="fault">Why it names no day-table: "has no date in its name".</param>
    public static Ga4FileName? Parse(string name, out string fault)
    {
        var parts = name.Split('/');
        fault = "has no date in its name, such as events_20260614";
        foreach (var part in Enumerable.Reverse(parts))
        {
            var match = TableName().Match(part);
            if (match.Success)
            {
                return Dated(match.Groups["date"].Value, KindOf(match.Groups["kind"].Value), false, ref fault);
            }

            if (TableNameAndMore().IsMatch(part))
            {
                fault = "has more digits after its date than a shard, which has twelve";
                return null;
            }
        }

        var folders = parts[..^1].Select(part => FolderKey().Match(part)).Where(match => match.Success)
            .Select(match => (Key: match.Groups["key"].Value.ToLowerInvariant(), Value: Uri.UnescapeDataString(match.Groups["value"].Value))).ToArray();
        var kind = parts.Select(part => KindWord().Match(part)).Where(match => match.Success).Select(match => KindOf(match.Groups["kind"].Value)).LastOrDefault(Ga4TableKind.Daily);
        if (folders.LastOrDefault(folder => folder.Key == "event_date") is { Key: not null } eventDate)
        {
            return Dated(eventDate.Value, kind, true, ref fault);
        }

        if (folders.LastOrDefault(folder => DateText().IsMatch(folder.Value)) is { Key: not null } dated)
        {
            return Dated(dated.Value, kind, false, ref fault);
        }

        string?[] apart = [.. ((string[])["year", "month", "day"]).Select(key => folders.LastOrDefault(folder => folder.Key == key).Value)];
        return apart.Contains(null) ? null : Dated($"{apart[0]}-{apart[1]!.PadLeft(2, '0')}-{apart[2]!.PadLeft(2, '0')}", kind, false, ref fault);
    }

    /// <summary>The table's name, <c>events_fresh_20260614</c>.</summary>
    public string Table => Kind switch { Ga4TableKind.Daily => "events_", Ga4TableKind.Fresh => "events_fresh_", _ => "events_intraday_" } + Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static Ga4FileName? Dated(string text, Ga4TableKind kind, bool holdsEventDate, ref string fault)
    {
        if (DateOnly.TryParseExact(text.Replace("-", "", StringComparison.Ordinal), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new(date, kind, holdsEventDate);
        }

        fault = $"is named after '{text}', which is no date";
        return null;
    }

    private static Ga4TableKind KindOf(string word) => word.ToLowerInvariant() switch { "fresh" => Ga4TableKind.Fresh, "intraday" => Ga4TableKind.Intraday, _ => Ga4TableKind.Daily };

    [GeneratedRegex("^events_(?:(?<kind>fresh|intraday)_)?(?<date>[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[0-9]{12})?(?![0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TableName();

    [GeneratedRegex("^events_(?:(?:fresh|intraday)_)?[0-9]{8}[0-9]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TableNameAndMore();

    [GeneratedRegex("^(?<key>[^=]+)=(?<value>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex FolderKey();

    [GeneratedRegex("^(?:[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex DateText();

    [GeneratedRegex("(?:^|_|=)(?<kind>fresh|intraday)(?:$|_)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KindWord();
}
