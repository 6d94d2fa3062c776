using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.DuckDb;

/// <summary>The embedded warehouse: one file a client, <c>&lt;folder&gt;/&lt;client&gt;.duckdb</c>, tables in schema main.</summary>
public sealed class DuckDbWarehouse : IWarehouse
{
    private static readonly SemaphoreSlim Opening = new(1);

    private readonly string _folder;

    /// <summary>Makes the warehouse of a folder; nothing is created before a client is opened to write.</summary>
    public DuckDbWarehouse(string folder) => _folder = folder;

    /// <inheritdoc/>
    public ISqlDialect Dialect { get; } = new DuckDbDialect();

    /// <summary>A client's file.</summary>
    public string FileOf(Client client) => Path.Combine(_folder, client.Name.Value + ".duckdb");

    /// <inheritdoc/>
    public async Task<IClientWarehouse?> OpenAsync(Client client, WarehouseAccess access, string runId, CancellationToken cancellation)
    {
        var file = FileOf(client);
        if (!File.Exists(file))
        {
            if (access == WarehouseAccess.Read)
            {
                return null;
            }

            if (access == WarehouseAccess.Write)
            {
                CreateFolder();
            }
        }

        // Set before the file is opened: for one of another program DuckDB would fetch what reads it, and run that.
        var settings = new DuckDBConnectionStringBuilder
        {
            DataSource = access == WarehouseAccess.Plan && !File.Exists(file) ? ":memory:" : file,
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",
        };
        if (settings.DataSource == file)
        {
            settings["access_mode"] = access == WarehouseAccess.Write ? "READ_WRITE" : "READ_ONLY";
        }

        var held = settings.DataSource == file ? ClientLock.Take(client, file, access == WarehouseAccess.Write, runId) : null;
        var connection = new DuckDBConnection(settings.ConnectionString);
        var warehouse = new DuckDbClientWarehouse(connection, client, file, held);
        try
        {
            // One after the other: a database of several connections is configured by the first.
            await Opening.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await connection.OpenAsync(cancellation).ConfigureAwait(false);
                await warehouse.ConfigureAsync(cancellation).ConfigureAwait(false);
            }
            finally
            {
                Opening.Release();
            }

            return warehouse;
        }
        catch (Exception e)
        {
            await warehouse.DisposeAsync().ConfigureAwait(false);
            if (e is DuckDBException refused)
            {
                throw Refused(client, file, refused, mayBeARun: held is { IsHeld: false });
            }

            throw;
        }
    }

    /// <summary>For this account alone; a folder that is there keeps what it allows.</summary>
    private void CreateFolder()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(_folder);
            }
            else
            {
                Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(
                PipelineErrorKind.WarehouseFailed,
                $"The warehouse folder {_folder} cannot be created: {e.Message}",
                "Check duckDb.path in pipeline.json and the folder's permissions.",
                _folder,
                e);
        }
    }

    /// <param name="client">The client.</param>
    /// <param name="file">Its file.</param>
    /// <param name="e">DuckDB's refusal.</param>
    /// <param name="mayBeARun">Whether another run may hold the file: not where this one has the client's lock.</param>
    private static PipelineException Refused(Client client, string file, DuckDBException e, bool mayBeARun)
    {
        var isLocked = e.Message.Contains("lock on file", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("being used by another process", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("already open in", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("different configuration", StringComparison.OrdinalIgnoreCase);
        return !isLocked ? Refusal.ToOpen(client, file, e)
            : mayBeARun ? ClientLock.Busy(client, file, e, FirstLine(e.Message))
            : new PipelineException(
                PipelineErrorKind.WarehouseBusy,
                $"Another program has the warehouse of client '{client.Name}' open: {file} is locked. {FirstLine(e.Message)}",
                "Close it there, then run this again.",
                file,
                e);
    }

    internal static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
