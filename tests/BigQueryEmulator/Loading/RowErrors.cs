using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>A row that cannot be stored: which field, and why.</summary>
public sealed class BadValueException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}

/// <summary>A bad row of a file: where it stands, as BigQuery words it, and its error.</summary>
public sealed record BadRow(string Location, string Message);

/// <summary>What a file holds: rows as values, and the rows that could not be read.</summary>
public sealed record ReadRows(IReadOnlyList<ValueProto> Rows, IReadOnlyList<BadRow> Bad);
