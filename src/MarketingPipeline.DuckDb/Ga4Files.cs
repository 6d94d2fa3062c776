using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// A folder of export files: <c>events_YYYYMMDD*.parquet</c>, <c>.json</c>, <c>.jsonl</c>, gzipped or not, several a day;
/// <c>events_intraday_YYYYMMDD*</c> likewise.
/// </summary>
internal sealed partial class Ga4Files(string folder, DuckDbClientWarehouse warehouse, DuckDbDialect dialect) : IGa4Export
{
    /// <summary>Columns that the export has had from its first day; a file without them is none of GA4's.</summary>
    private static readonly string[] Required = ["event_date", "event_timestamp", "event_name", "event_params"];

    public string Reading => Relation(Parquet("files")) + Relation(Json("files", "options"));

    public Task<IReadOnlyList<Ga4DayTable>> ListAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            throw new PipelineException(
                PipelineErrorKind.SourceMissing,
                $"The folder of GA4 export files, {folder}, does not exist.",
                "Check ga4.path in the client's settings, or export into that folder.",
                folder);
        }

        var tables = Guarded(folder, () => Directory.EnumerateFiles(folder)
            .Select(file => (File: file, Match: DayFile().Match(Path.GetFileName(file))))
            .Where(entry => entry.Match.Success)
            .GroupBy(entry => (Date: DateOf(entry.File, entry.Match.Groups["date"].Value), Kind: entry.Match.Groups["intraday"].Success ? Ga4TableKind.Intraday : Ga4TableKind.Daily))
            .OrderBy(group => group.Key.Date).ThenBy(group => group.Key.Kind)
            .Select(group => Table(group.Key.Date, group.Key.Kind, [.. group.Select(entry => entry.File).Order(StringComparer.Ordinal)]))
            .ToArray());
        return tables.Length > 0 ? Task.FromResult<IReadOnlyList<Ga4DayTable>>(tables) : throw new PipelineException(
            PipelineErrorKind.SourceMissing,
            $"The folder {folder} holds no GA4 day-table.",
            "Its files must be named events_YYYYMMDD*.parquet, .json or .jsonl (also .gz), or events_intraday_YYYYMMDD*.",
            folder);
    }

    public async Task<IReadOnlyList<Ga4Relation>> OpenAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        var parts = new List<(string File, string Shape, SourceShape Columns)>();
        foreach (var file in tables.SelectMany(table => table.Parts))
        {
            var described = await DescribeAsync(file, cancellation).ConfigureAwait(false);
            parts.Add((file, described.Text, described.Columns));
        }

        var relations = new List<Ga4Relation>();
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var group in parts.GroupBy(part => part.Shape))
        {
            string[] files = [.. group.Select(part => part.File)];
            await CheckAsync(files, rows, cancellation).ConfigureAwait(false);
            var days = tables.SelectMany(table => table.Parts.Intersect(files).Select(part => (table.Date, Rows: rows.GetValueOrDefault(Path.GetFileName(part)))));
            relations.Add(new Ga4Relation(Relation(files), group.First().Columns, days.GroupBy(day => day.Date).ToDictionary(day => day.Key, day => day.Sum(part => part.Rows))));
        }

        foreach (var table in tables)
        {
            if (table.Parts.Sum(part => rows.GetValueOrDefault(Path.GetFileName(part))) == 0)
            {
                throw Unreadable(table.Parts[0], "holds no events", "GA4 never exports an empty day. Export the day again, or delete the file: the day then counts as missing.");
            }
        }

        return relations;
    }

    public async Task<PipelineException?> FindUnreadableAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        foreach (var file in tables.SelectMany(table => table.Parts))
        {
            try
            {
                await foreach (var _ in warehouse.QueryAsync($"SELECT CAST(MAX(hash(exported)) AS VARCHAR) FROM {Reader([file])} AS exported", cancellation).ConfigureAwait(false))
                {
                }
            }
            catch (PipelineException e) when (!warehouse.IsOfTheWarehouse(e))
            {
                return Broken(file, e);
            }
            catch (PipelineException)
            {
                // What was refused then is the caller's to tell: it is no file of the export.
                return null;
            }
        }

        return null;
    }

    private static Ga4DayTable Table(DateOnly date, Ga4TableKind kind, string[] files)
    {
        var formats = files.Select(file => IsParquet(file) ? "Parquet" : "JSON").Distinct(StringComparer.Ordinal).ToArray();
        if (formats.Length > 1)
        {
            throw Unreadable(files[0], $"and {Path.GetFileName(files[^1])} hold the same day in two formats", "Keep one of the two: both would be counted.");
        }

        var infos = files.Select(file => new FileInfo(file)).ToArray();
        return new Ga4DayTable(
            date,
            kind,
            (kind == Ga4TableKind.Intraday ? "events_intraday_" : "events_") + date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            files,
            infos.Sum(info => info.Length),
            new DateTimeOffset(infos.Max(info => info.LastWriteTimeUtc), TimeSpan.Zero));
    }

    private async Task<(string Text, SourceShape Columns)> DescribeAsync(string file, CancellationToken cancellation)
    {
        if (Guarded(file, () => new FileInfo(file).Length) == 0)
        {
            throw Unreadable(file, "is empty (0 bytes)", "Export the day again, or delete the file: the day then counts as missing.");
        }

        // JSON of one format and Parquet of one shape are read together.
        var text = new List<string> { IsParquet(file) ? "parquet" : JsonOptions(file) };
        var columns = new Dictionary<string, SourceShape>(StringComparer.Ordinal);
        try
        {
            await foreach (var row in warehouse.QueryAsync($"DESCRIBE SELECT * FROM {Reader([file])}", cancellation).ConfigureAwait(false))
            {
                var (name, type) = (row.Get<string>("column_name")!, row.Get<string>("column_type")!);
                text.Add(name + " " + type);
                columns[name] = DuckDbTypes.Parse(type);
            }
        }
        catch (PipelineException e) when (!warehouse.IsOfTheWarehouse(e))
        {
            throw Broken(file, e);
        }

        var missing = Required.Where(name => !columns.ContainsKey(name)).ToArray();
        if (missing.Length > 0)
        {
            throw Unreadable(file, $"is no GA4 export: it has no column {string.Join(", ", missing)}", $"Its columns are {string.Join(", ", columns.Keys.Where(name => name != "filename").Take(20))}. Export the day-table as it is, with all its columns.");
        }

        if (columns["event_timestamp"].Type is not ("BIGINT" or "UBIGINT" or "INTEGER" or "HUGEINT"))
        {
            throw Unreadable(file, $"has event_timestamp as {columns["event_timestamp"].Type}", "GA4 exports it as INTEGER, microseconds since 1970. Export the day-table as it is.");
        }

        if (columns["event_params"] is not { IsRepeated: true } parameters || !parameters.Fields.ContainsKey("key") || !parameters.Fields.ContainsKey("value"))
        {
            throw Unreadable(file, "has event_params in another form than a list of { key, value }", "Export the day-table as it is, nested.");
        }

        columns.Remove("filename");
        return (string.Join('\n', text), new SourceShape("", columns));
    }

    /// <summary>Every event has a name, a time and its table's date; a file that says otherwise is damaged or misnamed.</summary>
    private async Task CheckAsync(string[] files, Dictionary<string, long> rows, CancellationToken cancellation)
    {
        var sql = $"""
            SELECT parse_filename(filename) AS file, {DateText} AS table_date, COUNT(*) AS events,
              COUNT(CASE WHEN event_date IS NULL OR event_timestamp IS NULL OR event_name IS NULL THEN 1 END) AS unnamed,
              COUNT(CASE WHEN CAST(event_date AS VARCHAR) <> {DateText} THEN 1 END) AS misdated,
              MIN(CASE WHEN CAST(event_date AS VARCHAR) <> {DateText} THEN CAST(event_date AS VARCHAR) END) AS other_date
            FROM {Reader(files)} GROUP BY filename ORDER BY filename
            """;
        try
        {
            await foreach (var row in warehouse.QueryAsync(sql, cancellation).ConfigureAwait(false))
            {
                var file = Path.Combine(folder, row.Get<string>("file")!);
                rows[row.Get<string>("file")!] = row.Get<long>("events");
                if (row.Get<long>("unnamed") is > 0 and var unnamed)
                {
                    throw Unreadable(file, $"has {unnamed.ToString(CultureInfo.InvariantCulture)} of {row.Get<long>("events").ToString(CultureInfo.InvariantCulture)} events without event_date, event_timestamp or event_name", "GA4 always exports these three. Export the day again, or remove the rows.");
                }

                if (row.Get<long>("misdated") is > 0 and var misdated)
                {
                    throw Unreadable(file, $"has {misdated.ToString(CultureInfo.InvariantCulture)} events of another date ({row.Get<string>("other_date")})", "A day-table holds one day. Export each day into a file of its own, named events_YYYYMMDD.");
                }
            }
        }
        catch (PipelineException e) when (e.Kind == PipelineErrorKind.WarehouseFailed && !warehouse.IsOfTheWarehouse(e))
        {
            var named = files.FirstOrDefault(file => e.Message.Contains(Path.GetFileName(file), StringComparison.OrdinalIgnoreCase)) ?? await FindBrokenAsync(files, cancellation).ConfigureAwait(false);
            throw Broken(named, e);
        }
    }

    /// <summary>Which of several files cannot be read, where the engine's message does not say.</summary>
    private async Task<string> FindBrokenAsync(string[] files, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            try
            {
                await foreach (var _ in warehouse.QueryAsync($"SELECT MAX(event_timestamp), MAX(event_name), MAX(event_date) FROM {Reader([file])}", cancellation).ConfigureAwait(false))
                {
                }
            }
            catch (PipelineException)
            {
                return file;
            }
        }

        return folder;
    }

    private const string DateText = @"regexp_extract(parse_filename(filename), '(?i)^events_(?:intraday_)?(\d{8})', 1)";

    private string Relation(string[] files) => Relation(Reader(files));

    private static string Relation(string reader) => $"""
        (SELECT *, hash(exported) AS row_fingerprint FROM (
          SELECT * EXCLUDE (filename), lower(regexp_extract(parse_filename(filename), '(?i)^(events_(?:intraday_)?\d{"{8}"})', 1)) AS source_table, CAST(strptime({DateText}, '%Y%m%d') AS DATE) AS source_date
          FROM {reader}) AS exported)
        """;

    private string Reader(string[] files)
    {
        var list = "[" + string.Join(", ", files.Select(file => dialect.Literal(Globbed(file)))) + "]";
        return IsParquet(files[0])
            ? Parquet(list)
            : Json(list, JsonOptions(files[0]));
    }

    private static string Parquet(string list) => $"read_parquet({list}, filename = true, hive_partitioning = false)";

    private static string Json(string list, string options) =>
        $"read_json({list}, columns = {Ga4Schema.JsonColumns}, {options}, maximum_object_size = 67108864, filename = true, hive_partitioning = false)";

    /// <summary>A path in which DuckDB finds no pattern.</summary>
    private static string Globbed(string path) => GlobCharacter().Replace(path, match => "[" + match.Value + "]");

    private static bool IsParquet(string file) => file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A JSON array of rows, or a row a line: by the first character. DuckDB knows a gzipped file only by a lower-case name,
    /// so it is told.
    /// </summary>
    private static string JsonOptions(string path) => Guarded(path, () =>
    {
        var isGzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using Stream stream = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        int character;
        do
        {
            character = stream.ReadByte();
        }
        while (character is ' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF);
        return $"format = '{(character == '[' ? "array" : "newline_delimited")}', compression = '{(isGzip ? "gzip" : "uncompressed")}'";
    });

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new PipelineException(
                PipelineErrorKind.SourceUnreadable,
                $"{path} cannot be read: {e.Message}",
                "See that it is there and whole, that no other program locks it and that this account may read it. Then run the refresh again.",
                path,
                e);
        }
    }

    private static DateOnly DateOf(string file, string text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Unreadable(file, $"is named after '{text}', which is no date", "Name day-tables events_YYYYMMDD.");

    private static PipelineException Unreadable(string file, string what, string advice) =>
        new(PipelineErrorKind.SourceUnreadable, $"{file} {what}.", advice, file);

    private static PipelineException Broken(string file, PipelineException e) => new(
        PipelineErrorKind.SourceUnreadable,
        $"{file} cannot be read: {e.InnerException?.Message.Trim() ?? e.Message}",
        "The file is damaged or incomplete. Export the day again, or delete the file: the day then counts as missing.",
        file,
        e);

    [GeneratedRegex(@"^events_(?<intraday>intraday_)?(?<date>[0-9]{8})(?![0-9]).*\.(parquet|(json|jsonl|ndjson)(\.gz)?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DayFile();

    [GeneratedRegex(@"[\[\]*?]", RegexOptions.CultureInvariant)]
    private static partial Regex GlobCharacter();
}
