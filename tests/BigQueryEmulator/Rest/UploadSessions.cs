using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>Resumable uploads that have begun.</summary>
public sealed class UploadSessions
{
    private readonly ConcurrentDictionary<string, UploadSession> _sessions = new();

    public UploadSession Begin(string project, JsonObject body, long? total, JobFault? fault)
    {
        var session = new UploadSession(JobService.NewId("upload_"), project, body, fault) { Total = total };
        return _sessions[session.Id] = session;
    }

    /// <exception cref="SqlException">There is none, or no longer.</exception>
    public UploadSession Get(string id) => _sessions.GetValueOrDefault(id ?? "") ?? throw new SqlException("notFound", "Not Found: the upload session does not exist.");

    public static long? Length(string? header) => long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
}

/// <summary>One resumable upload: what came so far, and the job once all came.</summary>
public sealed class UploadSession(string id, string project, JsonObject body, JobFault? fault)
{
    private const int ChunkUnit = 256 * 1024;
    private readonly MemoryStream _file = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    public string Id => id;

    public string Project => project;

    public JsonObject Body => body;

    public JobFault? Fault => fault;

    public long Received => _file.Length;

    public long? Total { get; set; }

    public JsonObject? Answer { get; set; }

    public byte[] File() => _file.ToArray();

    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    /// <summary>Takes a request's bytes. Where the connection breaks, whole units of what came are kept, as Google keeps them.</summary>
    /// <exception cref="SqlException">The bytes do not follow those that came, or are no whole chunk.</exception>
    public async Task ReceiveAsync(HttpContext http, UploadRange range)
    {
        var length = range.Last - range.First + 1;
        if (range.First > Received)
        {
            throw UploadRange.Invalid($"bytes {Received} to {range.First - 1} are missing");
        }

        var isLast = Total is { } total && range.Last + 1 == total;
        if (!isLast && length % ChunkUnit != 0)
        {
            throw new SqlException("badRequest", $"A chunk that is not the last must be a multiple of {ChunkUnit} bytes, not {length}.");
        }

        var limit = FaultPlan.InterruptionOf(http);
        using var part = new MemoryStream();
        var broken = false;
        try
        {
            await CopyAsync(http.Request.Body, part, limit ?? long.MaxValue, http.RequestAborted);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or BadHttpRequestException)
        {
            broken = true;
        }

        var came = part.Length;
        if (broken || limit is not null)
        {
            came -= (range.First + came) % ChunkUnit;
        }
        else if (came != length)
        {
            throw new SqlException("badRequest", $"The request has {came} bytes, its Content-Range {length}.");
        }

        var known = Received - range.First;
        if (came > known)
        {
            _file.Write(part.GetBuffer().AsSpan((int)known, (int)(came - known)));
        }

        if (limit is not null)
        {
            http.Abort();
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, long limit, CancellationToken cancellation)
    {
        var buffer = new byte[81920];
        while (to.Length < limit && await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit - to.Length)), cancellation) is var read and > 0)
        {
            to.Write(buffer, 0, read);
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
