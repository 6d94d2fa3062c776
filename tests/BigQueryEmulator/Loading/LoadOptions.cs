using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>What a load job was told about its file; where it goes is a <see cref="TableWrite"/> without rows.</summary>
public sealed record LoadOptions(TableWrite Write, string SourceFormat)
{
    public ImmutableArray<StoredField> Schema => Write.Schema;

    public bool? Autodetect { get; init; }

    public bool IgnoreUnknownValues { get; init; }

    public int MaxBadRecords { get; init; }

    public CsvFormat Csv { get; init; } = new(',', '"', 0, [""], false, false);
}

/// <summary>What a load did.</summary>
public sealed record LoadOutcome(long InputFileBytes, long OutputRows, long OutputBytes, long BadRecords, IReadOnlyList<BadRow> Warnings);

/// <summary>A file that was not loaded because of its rows.</summary>
public sealed class LoadFailedException(string message, IReadOnlyList<BadRow> bad) : Exception(message)
{
    public IReadOnlyList<BadRow> Bad { get; } = bad;
}
