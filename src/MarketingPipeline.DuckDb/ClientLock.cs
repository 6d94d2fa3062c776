using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// One writer or several readers of a client's file, among all processes and runspaces. DuckDB's own lock keeps other
/// processes out; within one, DuckDB.NET shares an open database by its path, whatever it is asked for the second time, so
/// that two runs would write at once and a reader's access mode would be the writer's. A lock on a file beside the
/// warehouse (never on the warehouse itself: closing any handle to it would give up DuckDB's lock) decides in both cases.
/// The system gives it up with the process that holds it, however that ends.
/// </summary>
internal sealed class ClientLock : IDisposable
{
    private readonly FileStream? _file;
    private readonly HolderNote? _note;

    private ClientLock(FileStream? file, HolderNote? note) => (_file, _note) = (file, note);

    /// <summary>False where this account may not write beside the warehouse: then only DuckDB's own lock decides.</summary>
    public bool IsHeld => _file is not null;

    /// <summary>Takes the lock, at once or not at all.</summary>
    /// <exception cref="PipelineException">Another run holds it, or readers do (WarehouseBusy): who, where and since when.</exception>
    public static ClientLock Take(Client client, string warehouse, bool isWriter, string runId)
    {
        var file = warehouse + ".lock";
        try
        {
            if (!isWriter)
            {
                return new(Shared(file), null);
            }

            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var note = new HolderNote(warehouse);
            note.Write(runId);
            return new(held, note);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && !File.Exists(file)))
        {
            // Where this account may not write, it runs nothing that a lock would have to keep others from.
            return new(null, null);
        }
        catch (IOException e)
        {
            throw isWriter && IsRead(file) ? ReadBySomeone(client, warehouse, e) : Busy(client, warehouse, e);
        }
    }

    /// <summary>A run holds the client: the error that says which.</summary>
    public static PipelineException Busy(Client client, string warehouse, Exception inner, string? detail = null) => new(
        PipelineErrorKind.WarehouseBusy,
        $"Client '{client.Name}' is held by {new HolderNote(warehouse).Read() ?? "another run"}: {warehouse} is locked.{(detail is null ? "" : " " + detail)}",
        "Wait for that run to end, or stop it, then run this again. What a killed run held is free at once.",
        warehouse,
        inner);

    public void Dispose()
    {
        _note?.Delete();
        _file?.Dispose();
    }

    /// <summary>What keeps a writer out is no other writer: a lock that readers share could be had.</summary>
    private static bool IsRead(string file)
    {
        try
        {
            Shared(file).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static FileStream Shared(string file) => new(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);

    private static PipelineException ReadBySomeone(Client client, string warehouse, Exception inner) => new(
        PipelineErrorKind.WarehouseBusy,
        $"The tables of client '{client.Name}' are being read, by this process or another: {warehouse} is locked.",
        "Wait until they have been read, then run this again.",
        warehouse,
        inner);
}
