using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// One writer or several readers of a client's file, among all processes and runspaces. DuckDB's own lock keeps other
/// processes out; within one, DuckDB.NET shares an open database by its path, whatever it is asked for the second time, so
/// that two runs would write at once and a reader's access mode would be the writer's. A lock on a file beside the
/// warehouse (never on the warehouse itself: closing any handle to it would give up DuckDB's lock) decides in both cases.
/// </summary>
internal sealed class ClientLock : IDisposable
{
    private readonly FileStream? _file;

    private ClientLock(FileStream? file) => _file = file;

    /// <summary>Takes the lock, at once or not at all.</summary>
    /// <exception cref="PipelineException">Another run holds it (WarehouseBusy).</exception>
    public static ClientLock Take(Client client, string warehouse, bool isWriter)
    {
        var file = warehouse + ".lock";
        try
        {
            return new(isWriter
                ? new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read));
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && !File.Exists(file)))
        {
            // Where this account may not write, it runs nothing that a lock would have to keep others from.
            return new(null);
        }
        catch (IOException e)
        {
            throw new PipelineException(
                PipelineErrorKind.WarehouseBusy,
                isWriter
                    ? $"Another run, or a reader, is working on client '{client.Name}': {warehouse} is locked."
                    : $"A run is working on client '{client.Name}': {warehouse} is locked.",
                "Wait for it to end, or stop it, then run this again.",
                warehouse,
                e);
        }
    }

    public void Dispose() => _file?.Dispose();
}
