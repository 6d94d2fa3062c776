using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Testing;

/// <summary>
/// One data test: a query, and how its rows read as findings. Each row has <c>found</c>, how many rows break the rule (0:
/// it holds), and may have <c>amount</c>, the finding's value, and <c>severity</c> (error, warning, information), where
/// that depends on how much was found. A query without rows holds. In the texts, {column} stands for the row's value.
/// </summary>
internal sealed partial record DataCheck
{
    /// <summary>The stable id that findings carry.</summary>
    public required string Id { get; init; }

    /// <summary>The table.</summary>
    public required string Target { get; init; }

    /// <summary>The column or figure, where it is one.</summary>
    public string? Property { get; init; }

    /// <summary>How bad a row with something found is.</summary>
    public FindingSeverity Severity { get; init; } = FindingSeverity.Error;

    /// <summary>The query.</summary>
    public required SqlStatement Sql { get; init; }

    /// <summary>The message where nothing was found.</summary>
    public required string Holds { get; init; }

    /// <summary>The message where something was.</summary>
    public required string Fails { get; init; }

    /// <summary>What to do then.</summary>
    public string? Advice { get; init; }

    /// <summary>The finding of a row of the query's result; of none, where <paramref name="row"/> is null.</summary>
    public Finding Read(string client, Row? row)
    {
        var found = row?.Get<long>("found") ?? 0;
        var severity = found == 0 ? FindingSeverity.Information : SeverityOf(row!);
        return new Finding
        {
            Client = client,
            Check = Fill(Id, row),
            Severity = severity,
            Passed = severity == FindingSeverity.Information,
            Target = Target,
            Property = Property is null || (row is null && Place().IsMatch(Property)) ? null : Fill(Property, row),
            Message = Fill(found == 0 ? Holds : Fails, row),
            Advice = found == 0 || Advice is null ? null : Fill(Advice, row),
            Rows = found,
            Value = row is null ? null : Amount(row),
        };
    }

    private FindingSeverity SeverityOf(Row row) =>
        row.Columns.Contains("severity") && row.Get<string>("severity") is { } severity ? Enum.Parse<FindingSeverity>(severity, ignoreCase: true) : Severity;

    private static decimal? Amount(Row row) => row.Columns.Contains("amount") && row["amount"] is { } amount
        ? Convert.ToDecimal(amount, CultureInfo.InvariantCulture)
        : null;

    private static string Fill(string text, Row? row) => row is null ? text : Place().Replace(text, match => Text(row[match.Groups[1].Value]));

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        decimal number => number.ToString("0.#########", CultureInfo.InvariantCulture),
        double number => number.ToString("0.###", CultureInfo.InvariantCulture),
        DateOnly date => AsOfDate.Text(date),
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"\{([a-z_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
