using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Data;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>Writes day-tables of a GA4 export as Parquet files: JSON lines into a scratch file, and DuckDB from there.</summary>
internal sealed class Ga4ExportFolder : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _folder;
    private readonly string _scratch = Directory.CreateTempSubdirectory("MarketingPipeline-").FullName;
    private readonly DuckDBConnection _duckDb = new("DataSource=:memory:");

    public Ga4ExportFolder(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        _duckDb.Open();

        // Properties are written beside one another: one thread each. It also keeps the rows in their order.
        Execute("SET threads = 1");
    }

    public void WriteDaily(DateOnly date, IReadOnlyList<Ga4Event> rows, ExportEra era) => Write("events_" + SampleCalendar.Suffix(date), rows, era, isIntraday: false);

    public void WriteIntraday(DateOnly date, IReadOnlyList<Ga4Event> rows, ExportEra era) => Write("events_intraday_" + SampleCalendar.Suffix(date), rows, era, isIntraday: true);

    public void Dispose()
    {
        _duckDb.Dispose();
        Directory.Delete(_scratch, recursive: true);
    }

    private void Write(string table, IReadOnlyList<Ga4Event> rows, ExportEra era, bool isIntraday)
    {
        var lines = Path.Combine(_scratch, table + ".jsonl");
        using (var stream = new FileStream(lines, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            foreach (var row in rows)
            {
                Ga4EventJson.Write(json, row, era, isIntraday);
                json.Flush();
                json.Reset();
                stream.WriteByte((byte)'\n');
            }
        }

        var columns = string.Join(", ", Ga4ExportSchema.Of(era).Select(column => $"{Quote(column.Name)}: {Quote(column.Type)}"));
        var file = Path.Combine(_folder, table + ".parquet");
        Execute($"COPY (SELECT * FROM read_json({Quote(lines)}, format = 'newline_delimited', columns = {{{columns}}})) TO {Quote(file)} (FORMAT parquet, COMPRESSION zstd)");
        File.Delete(lines);
    }

    private void Execute(string sql)
    {
        using var command = _duckDb.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
