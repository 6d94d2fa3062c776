using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using DuckDBErrorType = DuckDB.NET.Native.DuckDBErrorType;

namespace MarketingPipeline.DuckDb;

/// <summary>What it means that DuckDB refused something, and what to do about it: its disk, its file, or the statement.</summary>
internal static class Refusal
{
    /// <summary>What DuckDB and the systems below it say of a disk without room; the last one of its own temporary files.</summary>
    private static readonly string[] Full =
        ["No space left on device", "not enough space on the disk", "Disk quota exceeded", "File too large", "max_temp_directory_size"];

    private static readonly string[] Forbidden = ["Permission denied", "Access is denied", "Read-only file system", "Operation not permitted"];

    private static readonly string[] Damaged =
        ["Corrupt", "Could not read enough bytes", "not a valid DuckDB database file", "Failed to deserialize", "Failed to load metadata pointer", "replaying WAL"];

    /// <summary>The error of a file that could not be opened.</summary>
    public static PipelineException ToOpen(Client client, string file, DuckDBException e) =>
        OfTheWarehouse(client, file, e) ?? new PipelineException(
            PipelineErrorKind.WarehouseFailed,
            $"The warehouse of client '{client.Name}', {file}, cannot be opened: {Words(e)}",
            "Move the file away and run Invoke-StagingRefresh and Invoke-MartBuild, which rebuild it from the sources, or restore it from a backup.",
            file,
            e);

    /// <summary>The error of a statement that was refused.</summary>
    public static PipelineException OfStatement(Client client, string file, string sql, DuckDBException e) =>
        OfTheWarehouse(client, file, e) ?? new PipelineException(
            PipelineErrorKind.WarehouseFailed,
            $"The warehouse of client '{client.Name}' ({file}) refused a statement: {e.Message.Trim()}",
            "Nothing was changed by it. If the message names a file of the export, export that file again; otherwise report this with the statement: "
            + (sql.Length > 200 ? sql[..200] + "…" : sql),
            file,
            e);

    /// <summary>True where the reason lies in the warehouse, and in no file that a statement reads.</summary>
    public static bool IsOfTheWarehouse(PipelineException e, string file) => e.InnerException is DuckDBException refused && IsOfTheWarehouse(refused, file);

    private static bool IsOfTheWarehouse(DuckDBException e, string file) =>
        e.ErrorType is DuckDBErrorType.Fatal or DuckDBErrorType.OutOfMemory
        || Says(e, Full)
        || e.Message.Contains("Corrupt database file", StringComparison.Ordinal)
        || e.Message.Contains(Path.GetFileName(file), StringComparison.Ordinal);

    private static PipelineException? OfTheWarehouse(Client client, string file, DuckDBException e) =>
        e.ErrorType != DuckDBErrorType.Invalid && !IsOfTheWarehouse(e, file) ? null
        : Says(e, Full) ? new PipelineException(
            PipelineErrorKind.WarehouseFailed,
            $"There is no room left on the disk of the warehouse of client '{client.Name}', {file}: {Words(e)}",
            "The tables are whole, as after the last step that ended. Make room on that disk, or set duckDb.path in pipeline.json to another one and move the files there, then run this again.",
            file,
            e)
        : Says(e, Forbidden) ? new PipelineException(
            PipelineErrorKind.WarehouseFailed,
            $"This account may not write the warehouse of client '{client.Name}', {file}: {Words(e)}",
            $"Give {Environment.UserName} the right to write to the folder {Path.GetDirectoryName(file)} and the files in it, or set duckDb.path in pipeline.json to a folder where it has. Nothing was changed.",
            file,
            e)
        : Says(e, Damaged) ? new PipelineException(
            PipelineErrorKind.WarehouseFailed,
            $"The warehouse of client '{client.Name}', {file}, is damaged: {Words(e)}",
            "Move the file away and run Invoke-StagingRefresh and Invoke-MartBuild, which rebuild it from the sources, or restore it from a backup. Other clients have files of their own.",
            file,
            e)
        : null;

    private static bool Says(DuckDBException e, string[] words) => words.Any(word => e.Message.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>DuckDB's own words: of an error that made an earlier one final, the earlier one's.</summary>
    private static string Words(DuckDBException e)
    {
        const string Earlier = "Original error: ";
        var at = e.Message.IndexOf(Earlier, StringComparison.Ordinal);
        var text = at < 0 ? e.Message : e.Message[(at + Earlier.Length)..].Trim().Trim('"');
        return text.Split('\n', 2)[0].Trim();
    }
}
