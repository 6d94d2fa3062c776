using System.Text.RegularExpressions;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using static MarketingPipeline.DuckDb.Ga4FileErrors;

namespace MarketingPipeline.DuckDb;

/// <summary>Looks into files of the export: what they are, and which columns they have.</summary>
internal sealed partial class Ga4FileLook(DuckDbClientWarehouse warehouse, DuckDbDialect dialect)
{
    /// <summary>A path in which DuckDB finds no pattern.</summary>
    internal static string Globbed(string path) => GlobCharacter().Replace(path, match => "[" + match.Value + "]");

    /// <summary>What a file holds, by a look at its beginning or its footer; gzip to its end.</summary>
    public async Task<Ga4File> AtAsync(Ga4DayTable table, Ga4Part part, CancellationToken cancellation)
    {
        var isFoldersDate = Ga4FileName.Parse(part.Name, out _) is { HoldsEventDate: true };
        try
        {
            var format = Guarded(part.Path, () => Ga4FileFormat.Of(part.Path, cancellation));
            if (!format.IsInParquet)
            {
                return new(table, part, format, Ga4FileShape.Json, $"{format} {isFoldersDate}", isFoldersDate);
            }

            if (part.Bytes == 0)
            {
                throw Unreadable(part.Path, "is empty (0 bytes)", "Export the day again, or delete the file: the day then counts as missing.");
            }

            var columns = await DescribeAsync(part, format, cancellation).ConfigureAwait(false);
            var shape = new Ga4FileShape(columns.Select(column => (column.Name, DuckDbTypes.Parse(column.Type))));
            CheckRequired(part, shape, columns, isFoldersDate);
            return new(table, part, format, shape, string.Join('\n', columns.Select(column => $"{column.Name} {column.Type}").Prepend($"parquet {isFoldersDate}")), isFoldersDate);
        }
        catch (InvalidDataException e)
        {
            throw new PipelineException(
                PipelineErrorKind.SourceUnreadable,
                $"{part.Path} cannot be read. {e.Message}",
                "Export the day again, as JSON with a row a line or as Parquet, with its columns as they are; or delete the file: the day then counts as missing.",
                part.Path,
                e);
        }
    }

    private async Task<IReadOnlyList<(string Name, string Type)>> DescribeAsync(Ga4Part part, Ga4FileFormat format, CancellationToken cancellation)
    {
        var columns = new List<(string Name, string Type)>();
        var schema = new List<(string Name, long Children)>();
        var path = dialect.Literal(Globbed(part.Path));
        try
        {
            await foreach (var row in warehouse.QueryAsync($"SELECT name, COALESCE(num_children, 0) AS children FROM parquet_schema({path})", cancellation).ConfigureAwait(false))
            {
                schema.Add((row.Get<string>("name")!, row.Get<long>("children")));
            }

            CheckNames(schema, 0, "");
            await foreach (var row in warehouse.QueryAsync($"DESCRIBE SELECT * EXCLUDE (\"{Ga4FileShape.PartFile}\") FROM {format.Reader($"[{path}]")}", cancellation).ConfigureAwait(false))
            {
                columns.Add((row.Get<string>("column_name")!, row.Get<string>("column_type")!));
            }
        }
        catch (PipelineException e) when (!warehouse.IsOfTheWarehouse(e))
        {
            throw Broken(part.Path, e);
        }

        return columns;
    }

    /// <summary>Refuses two fields of one name beside each other; the place after the field and all that is in it.</summary>
    private static int CheckNames(IReadOnlyList<(string Name, long Children)> schema, int at, string path)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var next = at + 1;
        for (var child = 0; child < schema[at].Children && next < schema.Count; child++)
        {
            var name = schema[next].Name;
            if (!names.TryAdd(name, name))
            {
                throw new InvalidDataException($"It has two columns, {path}{names[name]} and {path}{name}, that differ only in the case of their letters.");
            }

            next = CheckNames(schema, next, $"{path}{name}.");
        }

        return next;
    }

    private static void CheckRequired(Ga4Part part, Ga4FileShape shape, IReadOnlyList<(string Name, string Type)> columns, bool isFoldersDate)
    {
        // Columns that the export has had from its first day; a file without them is none of GA4's.
        var there = shape.Columns.Fields;
        var missing = ((string[])["event_date", "event_timestamp", "event_name", "event_params"]).Where(name => !there.ContainsKey(name) && !(isFoldersDate && name == "event_date")).ToArray();
        if (missing.Length > 0)
        {
            throw Unreadable(part.Path, $"is no GA4 export: it has no column {string.Join(", ", missing)}", $"Its columns are {string.Join(", ", columns.Take(20).Select(column => column.Name))}. Export the day-table as it is, with all its columns.");
        }

        if (there["event_timestamp"].Type is not ("BIGINT" or "UBIGINT" or "INTEGER" or "HUGEINT"))
        {
            throw Unreadable(part.Path, $"has event_timestamp as {there["event_timestamp"].Type}", "GA4 exports it as INTEGER, microseconds since 1970. Export the day-table as it is.");
        }
    }

    [GeneratedRegex(@"[\[\]*?]", RegexOptions.CultureInvariant)]
    private static partial Regex GlobCharacter();
}
