using System.Globalization;
using System.Security.Cryptography;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using static MarketingPipeline.DuckDb.Ga4FileErrors;

namespace MarketingPipeline.DuckDb;

/// <summary>A folder of export files, and all that is known of them while a warehouse is open: each is looked at once.</summary>
internal sealed class Ga4Files(string folder, DuckDbClientWarehouse warehouse, DuckDbDialect dialect) : IGa4Export
{
    /// <summary>Times of events that both engines have dates for, a day apart from their first and last, so that a time zone has room.</summary>
    private const long FirstTime = -62_135_510_400_000_000;
    private const long LastTime = 253_402_214_400_000_000;

    private readonly Dictionary<Ga4Part, Ga4File> _files = [];

    public string Reading
    {
        get
        {
            var (parquet, json) = (new Ga4FileFormat(true).Reader("files"), new Ga4FileFormat(false).Reader("files"));
            return string.Concat(new[] { parquet, json }.Select(reader => Ga4FileShape.Json.Relation(Ga4FileShape.From(reader, "parts"), isFoldersDate: false)));
        }
    }

    public Task<Ga4Listing> ListAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            throw new PipelineException(
                PipelineErrorKind.SourceMissing,
                $"The folder of GA4 export files, {folder}, does not exist.",
                "Check ga4.path in the client's settings, or export into that folder.",
                folder);
        }

        var listing = Guarded(folder, () => Ga4Folder.List(folder, cancellation));
        return listing.Tables.Count > 0 ? Task.FromResult(listing) : throw new PipelineException(
            PipelineErrorKind.SourceMissing,
            string.Join(' ', listing.Unread.Select(file => $"{file.Name} {file.Reason}.").Take(3).Prepend($"The folder {folder} holds no GA4 day-table.")),
            Ga4Folder.Expected,
            folder);
    }

    public async Task<IReadOnlyList<Ga4Relation>> OpenAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        var files = new List<Ga4File>();
        var look = new Ga4FileLook(warehouse, dialect);
        foreach (var table in tables)
        {
            foreach (var part in table.Parts)
            {
                files.Add(_files.TryGetValue(part, out var known) ? known : _files[part] = await look.AtAsync(table, part, cancellation).ConfigureAwait(false));
            }
        }

        var relations = new List<Ga4Relation>();
        foreach (var group in files.Where(file => !file.Format.IsEmpty).GroupBy(file => file.Text))
        {
            await CountAsync([.. group.Where(file => file.Rows is null)], cancellation).ConfigureAwait(false);
            var (first, from) = (group.First(), From([.. group]));
            relations.Add(new Ga4Relation(
                first.Shape.Relation(from, first.IsFoldersDate),
                first.Shape.Columns,
                group.GroupBy(file => file.Table.Date).ToDictionary(day => day.Key, day => day.Sum(file => file.Rows!.Value))));
        }

        foreach (var table in tables)
        {
            if (table.Parts.All(part => _files[part].Rows is null or 0))
            {
                throw Unreadable(table.Parts[0].Path, "holds no events", "GA4 never exports an empty day. Export the day again, or delete the file: the day then counts as missing.");
            }
        }

        return relations;
    }

    public async Task<PipelineException?> FindUnreadableAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        foreach (var file in tables.SelectMany(table => table.Parts).Select(part => _files.GetValueOrDefault(part)).OfType<Ga4File>().Where(file => !file.Format.IsEmpty))
        {
            try
            {
                await foreach (var _ in warehouse.QueryAsync($"SELECT CAST(MAX(hash(exported)) AS VARCHAR) FROM {Reader([file])} AS exported", cancellation).ConfigureAwait(false))
                {
                }
            }
            catch (PipelineException e) when (!warehouse.IsOfTheWarehouse(e))
            {
                return Broken(file.Part.Path, e);
            }
            catch (PipelineException)
            {
                // What was refused then is the caller's to tell: it is no file of the export.
                return null;
            }
        }

        return null;
    }

    public async Task<string?> DigestAsync(Ga4DayTable table, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in table.Parts)
        {
            try
            {
                await using var file = new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                digest.AppendData(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Inaccessible(part.Path, e);
            }
        }

        return Convert.ToHexString(digest.GetHashAndReset())[..32].ToLowerInvariant();
    }

    /// <summary>Counts the events of files that are read alike. Every event has a name, a possible time and its table's date; a file that says otherwise is damaged or misnamed.</summary>
    private async Task CountAsync(Ga4File[] files, CancellationToken cancellation)
    {
        if (files.Length == 0)
        {
            return;
        }

        var shape = files[0].Shape;
        var (date, time, name) = (shape.Column("event_date", files[0].IsFoldersDate), shape.Column("event_timestamp"), shape.Column("event_name"));
        var tableDate = $"strftime({Ga4FileShape.Of("source_date")}, '%Y%m%d')";
        var sql = FormattableString.Invariant($"""
            SELECT {Ga4FileShape.Of("number")} AS number, COUNT(*) AS events,
              COUNT(CASE WHEN {date} IS NULL OR {time} IS NULL OR {name} IS NULL THEN 1 END) AS unnamed,
              COUNT(CASE WHEN CAST({date} AS VARCHAR) <> {tableDate} THEN 1 END) AS misdated,
              MIN(CASE WHEN CAST({date} AS VARCHAR) <> {tableDate} THEN CAST({date} AS VARCHAR) END) AS other_date,
              COUNT(CASE WHEN {time} NOT BETWEEN {FirstTime} AND {LastTime} THEN 1 END) AS mistimed,
              CAST(MIN(CASE WHEN {time} NOT BETWEEN {FirstTime} AND {LastTime} THEN {time} END) AS VARCHAR) AS other_time{string.Concat(shape.Doubtful.Select((column, index) => $",\n  COUNT({column.Column}) AS doubtful_{index}"))}
            FROM {From(files, areNumbered: true)} GROUP BY ALL
            """);
        var counted = new long[files.Length];
        try
        {
            await foreach (var row in warehouse.QueryAsync(sql, cancellation).ConfigureAwait(false))
            {
                var number = (int)row.Get<long>("number");
                var (file, events) = (files[number], counted[number] = row.Get<long>("events"));
                if (row.Get<long>("unnamed") is > 0 and var unnamed)
                {
                    throw Unreadable(file.Part.Path, string.Create(CultureInfo.InvariantCulture, $"has {unnamed} of {events} events without event_date, event_timestamp or event_name"), "GA4 always exports these three. Export the day again, or remove the rows.");
                }

                if (row.Get<long>("misdated") is > 0 and var misdated)
                {
                    throw Unreadable(file.Part.Path, string.Create(CultureInfo.InvariantCulture, $"has {misdated} events of another date ({row.Get<string>("other_date")})"), "A day-table holds one day. Export each day into a file of its own, named events_YYYYMMDD.");
                }

                if (row.Get<long>("mistimed") is > 0 and var mistimed)
                {
                    throw Unreadable(file.Part.Path, string.Create(CultureInfo.InvariantCulture, $"has {mistimed} events with an event_timestamp that is no time ({row.Get<string>("other_time")})"), "GA4 exports microseconds since 1970. Export the day again, or remove the rows.");
                }

                if (shape.Doubtful.Where((_, index) => row.Get<long>($"doubtful_{index}") > 0).FirstOrDefault() is { What: { } what })
                {
                    throw Unreadable(file.Part.Path, what, "Export the day-table as it is, with its columns nested.");
                }
            }
        }
        catch (PipelineException e) when (e.Kind == PipelineErrorKind.WarehouseFailed && !warehouse.IsOfTheWarehouse(e))
        {
            throw Broken(await FindBrokenAsync(files, cancellation).ConfigureAwait(false), e);
        }

        foreach (var (file, events) in files.Zip(counted))
        {
            file.Rows = events;
        }
    }

    /// <summary>Which of several files cannot be read; where they all can by now, the folder.</summary>
    private async Task<string> FindBrokenAsync(Ga4File[] files, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            try
            {
                await foreach (var _ in warehouse.QueryAsync($"SELECT MAX({file.Shape.Column("event_timestamp")}), MAX({file.Shape.Column("event_name")}), MAX({file.Shape.Column("event_date")}) FROM {Reader([file])}", cancellation).ConfigureAwait(false))
                {
                }
            }
            catch (PipelineException)
            {
                return file.Part.Path;
            }
        }

        return folder;
    }

    /// <summary>The files' rows beside their tables; numbered only to be counted, as a row in two files of a table is one row twice.</summary>
    private string From(Ga4File[] files, bool areNumbered = false)
    {
        var parts = files.Select((file, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"{dialect.Literal(file.Part.Path)}: {{{(areNumbered ? $"'number': {index}, " : "")}'source_table': {dialect.Literal(file.Table.Name)}, 'source_date': {dialect.Literal(file.Table.Date)}}}"));
        return Ga4FileShape.From(Reader(files), $"MAP {{{string.Join(", ", parts)}}}");
    }

    private string Reader(Ga4File[] files) => files[0].Format.Reader("[" + string.Join(", ", files.Select(file => dialect.Literal(Ga4FileLook.Globbed(file.Part.Path)))) + "]");
}
