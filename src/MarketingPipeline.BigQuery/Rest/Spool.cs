namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// An upload's bytes while they are written and sent: in memory as long as they are few, then in a temporary file that the
/// system deletes when it is closed.
/// </summary>
internal sealed class Spool(int memoryLimit) : Stream
{
    private Stream _bytes = new MemoryStream();

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _bytes.Length;

    public override long Position { get => _bytes.Position; set => _bytes.Position = value; }

    /// <summary>The temporary file; null while the bytes are in memory.</summary>
    public string? File => (_bytes as FileStream)?.Name;

    /// <summary>The bytes from an offset on, as many as there are up to <paramref name="count"/>.</summary>
    public async Task<byte[]> SliceAsync(long offset, int count, CancellationToken cancellation)
    {
        var slice = new byte[Math.Min(count, Length - offset)];
        Position = offset;
        await _bytes.ReadExactlyAsync(slice, cancellation).ConfigureAwait(false);
        return slice;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        MakeRoom(buffer.Length);
        _bytes.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        MakeRoom(buffer.Length);
        return _bytes.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => _bytes.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => _bytes.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush() => _bytes.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bytes.Dispose();
        }

        base.Dispose(disposing);
    }

    private void MakeRoom(int count)
    {
        if (File is not null || _bytes.Length + count <= memoryLimit)
        {
            return;
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"MarketingPipeline-{Guid.NewGuid():N}.upload"), options);
        _bytes.Position = 0;
        _bytes.CopyTo(file);
        _bytes.Dispose();
        _bytes = file;
    }
}
