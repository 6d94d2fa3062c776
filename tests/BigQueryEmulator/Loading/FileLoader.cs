using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>Loads one file into a table: all of it or, when a row is bad, nothing.</summary>
public static class FileLoader
{
    /// <exception cref="LoadFailedException">More rows are bad than the load allows.</exception>
    /// <exception cref="SqlException">The table or its schema forbids the load.</exception>
    public static async Task<LoadOutcome> LoadAsync(LoadOptions options, byte[] upload, Store store, CancellationToken cancellation)
    {
        var file = Decompressed(upload);
        var id = Partitions.Split(options.Write.Target).Table;
        var existing = store.Current.Tables.GetValueOrDefault(id);
        var detects = options.Schema.IsEmpty && (options.Autodetect ?? options.SourceFormat == "PARQUET");
        var (schema, headers) = detects ? await DetectAsync(options, file) : (options.Schema.IsEmpty ? existing?.Schema ?? [] : options.Schema, options.Csv.SkipLeadingRows);
        if (schema.IsEmpty && existing is not null)
        {
            schema = existing.Schema;
        }

        if (schema.IsEmpty)
        {
            throw new SqlException("invalid", "No schema specified on job or table.");
        }

        if (detects && existing is not null && options.Write.WriteDisposition != "WRITE_TRUNCATE")
        {
            schema = AsStored(schema, existing.Schema);
        }

        var read = await ReadAsync(options with { Csv = options.Csv with { SkipLeadingRows = headers } }, file, schema, cancellation);
        if (read.Bad.Count > options.MaxBadRecords)
        {
            throw Failed(options, read.Bad);
        }

        cancellation.ThrowIfCancellationRequested();
        // A load without a schema of its own keeps the table's, even when it replaces the rows.
        var write = options.Write with { Rows = read.Rows, Schema = options.Schema.IsEmpty && !detects ? existing!.Schema : schema };
        store.Change(state => write.Apply(state, store.Clock.GetUtcNow()));
        return new(upload.Length, read.Rows.Count, read.Rows.Sum(LogicalSize.Of), read.Bad.Count, read.Bad);
    }

    private static async Task<(ImmutableArray<StoredField> Schema, int HeaderRows)> DetectAsync(LoadOptions options, byte[] file) => options.SourceFormat switch
    {
        "PARQUET" => (await ReadParquetSchemaAsync(file), 0),
        "CSV" => DetectedSchema.OfCsv(file, options.Csv),
        _ => (DetectedSchema.OfJsonLines(file), 0),
    };

    private static async Task<ReadRows> ReadAsync(LoadOptions options, byte[] file, ImmutableArray<StoredField> schema, CancellationToken cancellation)
    {
        switch (options.SourceFormat)
        {
            case "NEWLINE_DELIMITED_JSON":
                return JsonLinesFile.Read(file, schema, options.IgnoreUnknownValues);
            case "CSV":
                if (schema.FirstOrDefault(field => field.Type == "RECORD" || field.Mode == "REPEATED") is { } nested)
                {
                    throw new SqlException("invalid", $"Unsupported field in CSV: {nested.Name} of type {nested.Type} {nested.Mode}.");
                }

                return CsvFile.Read(file, schema, options.Csv, options.IgnoreUnknownValues);
            case "PARQUET":
                await ReadParquetSchemaAsync(file);
                try
                {
                    return await ParquetFile.ReadAsync(file, schema, cancellation);
                }
                catch (BadValueException error)
                {
                    throw new LoadFailedException($"Error while reading data, error message: {error.Message}", [new("", error.Message)]);
                }

            default:
                throw new SqlException("notImplemented", $"The emulator does not load {options.SourceFormat}.");
        }
    }

    private static async Task<ImmutableArray<StoredField>> ReadParquetSchemaAsync(byte[] file)
    {
        try
        {
            return await ParquetFile.SchemaAsync(file);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or global::Parquet.ParquetException or BadValueException)
        {
            throw new LoadFailedException($"Error while reading data, error message: Input file is not in Parquet format: {error.Message}", [new("", error.Message)]);
        }
    }

    /// <summary>Detected columns take the types that the table already gives them.</summary>
    private static ImmutableArray<StoredField> AsStored(ImmutableArray<StoredField> detected, ImmutableArray<StoredField> stored) =>
        [.. detected.Select(field => stored.FirstOrDefault(other => other.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? known with { Fields = AsStored(field.Fields, known.Fields) }
            : field)];

    private static LoadFailedException Failed(LoadOptions options, IReadOnlyList<BadRow> bad)
    {
        var kind = options.SourceFormat == "CSV" ? "CSV" : "JSON";
        return new(string.Create(CultureInfo.InvariantCulture, $"Error while reading data, error message: {kind} table encountered too many errors, giving up. Rows: {bad.Count}; errors: {bad.Count}. Please look into the errors[] collection for more details."), bad);
    }

    private static byte[] Decompressed(byte[] upload)
    {
        if (!upload.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            return upload;
        }

        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(upload), CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }

        return unpacked.ToArray();
    }
}
