using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery;

/// <summary>A GA4 export in its dataset: one table a day, daily, fresh or intraday.</summary>
/// <remarks>
/// Day-tables are read by name, never through a wildcard: a wildcard takes the schema of its newest table and gives NULL for
/// whatever an older one has beside, and exactly these tables are scanned.
/// </remarks>
internal sealed partial class Ga4Dataset(Client client, string project, string dataset, BigQueryClient bigQuery, BigQueryJobs jobs) : IGa4Export
{
    private const int RequestsAtOnce = 8;

    public async Task<Ga4Listing> ListAsync(CancellationToken cancellation)
    {
        // The list has neither bytes nor modification times; the dataset's own table of tables has, in one query.
        var tables = new List<Ga4DayTable>();
        await jobs.GuardAsync(
            async () =>
            {
                if (await bigQuery.GetDatasetAsync(dataset, cancellation).ConfigureAwait(false) is null)
                {
                    throw Missing($"The dataset {project}.{dataset}, the GA4 export of client '{client.Name}', does not exist, or this account may not see it.", "Check ga4.dataset in the client's settings, and that the account has BigQuery Data Viewer on it.");
                }

                await foreach (var row in jobs.QueryAsync($"SELECT table_id, size_bytes, last_modified_time FROM `{project}.{dataset}.__TABLES__` WHERE type = 1", cancellation).ConfigureAwait(false))
                {
                    if (Table(row.Get<string>("table_id")!, row.Get<long>("size_bytes"), row.Get<long>("last_modified_time")) is { } table)
                    {
                        tables.Add(table);
                    }
                }
            },
            cancellation).ConfigureAwait(false);
        return tables.Count > 0
            ? new([.. tables.OrderBy(table => table.Date).ThenBy(table => table.Kind)], [])
            : throw Missing($"The dataset {project}.{dataset} holds no GA4 day-table.", "The export's tables are named events_YYYYMMDD, events_fresh_YYYYMMDD or events_intraday_YYYYMMDD. See in GA4's settings whether the BigQuery link exports into this dataset.");
    }

    public string Reading => Select("name", "date", "day_table");

    public async Task<IReadOnlyList<Ga4Relation>> OpenAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        var schemas = new IReadOnlyList<TableField>[tables.Count];
        await jobs.GuardAsync(
            () => Parallel.ForAsync(0, tables.Count, new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellation }, async (index, stop) =>
            {
                var table = await bigQuery.GetTableAsync(NameOf(tables[index]), stop).ConfigureAwait(false)
                    ?? throw Missing($"{NameOf(tables[index])} has disappeared since the dataset was listed.", "Run the refresh again.");
                schemas[index] = table.Schema;
            }),
            cancellation).ConfigureAwait(false);

        var rows = await CountAsync(tables, cancellation).ConfigureAwait(false);
        return [.. tables.Select((table, index) => (Table: table, Schema: schemas[index], Text: Text(schemas[index]))).GroupBy(entry => entry.Text).Select(group => new Ga4Relation(
            "(\n" + string.Join("\nUNION ALL\n", group.Select(entry => Select(entry.Table))) + ")",
            BigQuerySchemas.Shape(group.First().Schema),
            group.ToDictionary(entry => entry.Table.Date, entry => rows[entry.Table.Date])))];
    }

    /// <summary>Rows of each day, those of the streaming buffer included: counting reads no column, and costs nothing.</summary>
    private async Task<Dictionary<DateOnly, long>> CountAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        var rows = new Dictionary<DateOnly, long>();
        var sql = string.Join("\nUNION ALL\n", tables.Select(table => $"SELECT {Literal(table.Date)} AS day, COUNT(*) AS events FROM {Reference(table)}"));
        await foreach (var row in jobs.QueryAsync(sql, cancellation).ConfigureAwait(false))
        {
            rows[row.Get<DateOnly>("day")] = row.Get<long>("events");
        }

        var empty = tables.FirstOrDefault(table => rows[table.Date] == 0);
        return empty is null ? rows : throw new PipelineException(
            PipelineErrorKind.SourceUnreadable,
            $"{NameOf(empty)} holds no events.",
            "GA4 never exports an empty day. Delete the table: the day then counts as missing.",
            NameOf(empty).ToString());
    }

    /// <summary>A staging statement that was refused: by an event_timestamp that is no time, which only reading the column tells.</summary>
    public async Task<PipelineException?> FindUnreadableAsync(IReadOnlyList<Ga4DayTable> tables, CancellationToken cancellation)
    {
        var impossible = "event_timestamp NOT BETWEEN UNIX_MICROS(TIMESTAMP '0001-01-01 00:00:00+00') AND UNIX_MICROS(TIMESTAMP '9999-12-31 23:59:59.999999+00')";
        var sql = string.Join("\nUNION ALL\n", tables.Select(table => $"SELECT {Literal(table.Date)} AS day, COUNT(*) AS events, CAST(MIN(event_timestamp) AS STRING) AS example FROM {Reference(table)} WHERE {impossible}"));
        try
        {
            await foreach (var row in jobs.QueryAsync(sql, cancellation).ConfigureAwait(false))
            {
                if (row.Get<long>("events") > 0)
                {
                    var table = tables.First(table => table.Date == row.Get<DateOnly>("day"));
                    return new PipelineException(
                        PipelineErrorKind.SourceUnreadable,
                        string.Create(CultureInfo.InvariantCulture, $"{NameOf(table)} has {row.Get<long>("events")} events with an event_timestamp that is no time ({row.Get<string>("example")})."),
                        "GA4 exports microseconds since 1970. Export the day again, or delete the rows.",
                        NameOf(table).ToString());
                }
            }
        }
        catch (PipelineException)
        {
            // What was refused then is the caller's to tell: it is not the timestamps.
        }

        return null;
    }

    private string Select(Ga4DayTable table) => Select(table.Name, Literal(table.Date), Reference(table));

    private static string Select(string name, string date, string reference) =>
        $"SELECT exported.*, FARM_FINGERPRINT(TO_JSON_STRING(exported)) AS row_fingerprint, '{name}' AS source_table, {date} AS source_date FROM {reference} AS exported";

    private string Reference(Ga4DayTable table) => $"`{project}.{dataset}.{table.Name}`";

    private TableName NameOf(Ga4DayTable table) => new(project, dataset, table.Name);

    private static string Literal(DateOnly date) => date.ToString("'DATE \"'yyyy-MM-dd'\"'", CultureInfo.InvariantCulture);

    /// <summary>Schemas of one text are read together: the same names and types in the same order.</summary>
    private static string Text(IReadOnlyList<TableField> fields) => string.Join(',', fields.Select(field => $"{field.Name} {field.Type} {field.Mode}({Text(field.Fields)})"));

    private static Ga4DayTable? Table(string name, long bytes, long modified)
    {
        var match = DayTable().Match(name);
        if (!match.Success || !DateOnly.TryParseExact(match.Groups["date"].Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return null;
        }

        var kind = match.Groups["kind"].Value switch { "fresh_" => Ga4TableKind.Fresh, "intraday_" => Ga4TableKind.Intraday, _ => Ga4TableKind.Daily };
        return new Ga4DayTable(date, kind, name, [new(name, name, bytes, DateTimeOffset.FromUnixTimeMilliseconds(modified))]);
    }

    private PipelineException Missing(string message, string advice) => new(PipelineErrorKind.SourceMissing, message, advice, $"{project}.{dataset}");

    [GeneratedRegex("^events_(?<kind>fresh_|intraday_)?(?<date>[0-9]{8})$", RegexOptions.CultureInvariant)]
    private static partial Regex DayTable();
}
