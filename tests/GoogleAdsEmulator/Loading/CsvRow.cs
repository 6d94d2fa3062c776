using System.Globalization;

namespace MarketingPipeline.GoogleAdsEmulator.Loading;

/// <summary>A row of a CSV file. A column that the file lacks is empty.</summary>
internal sealed record CsvRow(string File, int Line, IReadOnlyDictionary<string, int> Columns, IReadOnlyList<string> Values)
{
    public string? Text(string column) => Columns.TryGetValue(column, out var i) && i < Values.Count && Values[i].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>An enum's name; UNSPECIFIED is what an export writes for none.</summary>
    public string? Constant(string column) => Text(column) is { } text && text != "UNSPECIFIED" ? text : null;

    public bool Flag(string column) => Text(column)?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    public long Integer(string column) => Text(column) is not { } text ? 0 : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(column, "an integer");

    public double Number(string column) => Text(column) is not { } text ? 0 : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(column, "a number");

    public DateOnly? Date(string column) => Text(column) is not { } text ? null : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : throw Bad(column, "a date like 2026-08-01");

    public long Id(string column) => Text(column) is null ? throw Bad(column, "an id") : Integer(column);

    private AccountFolderException Bad(string column, string expected) => new($"{File}:{Line}: {column} is '{Text(column)}', not {expected}.");
}
