using DuckDB.NET.Data;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>Writes day-tables as Parquet, in whatever shape a test says.</summary>
internal static class ParquetDay
{
    private const string Params = "[{'key': 'ga_session_id', 'value': {'string_value': NULL::VARCHAR, 'int_value': 7::BIGINT, 'float_value': NULL::DOUBLE, 'double_value': NULL::DOUBLE}}]";

    /// <summary>Writes one event of user u1; <paramref name="columns"/> are further columns, or others in place of the usual ones.</summary>
    public static Bench Parquet(this Bench bench, string path, DateOnly date, string name, string columns = "", string parameters = Params)
    {
        var text = date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        var select = $"SELECT '{text}' AS event_date, epoch_us(TIMESTAMP '{date:yyyy-MM-dd} 10:00:00') AS event_timestamp, '{name}' AS event_name, 'u1' AS user_pseudo_id, {parameters} AS event_params {(columns.Length > 0 ? ", " + columns : "")}";
        var file = Path.Combine(bench.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{file.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return bench;
    }
}
