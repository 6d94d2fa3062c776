namespace MarketingPipeline.GoogleAds;

/// <summary>The bytes of a stream that have been read and are not done with. It grows to the longest value that must be seen whole.</summary>
internal sealed class ByteWindow(Stream stream, int limit) : IAsyncDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>What has been read and not been done with; valid until the next <see cref="FillAsync"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start, _end - _start);

    /// <summary>True when a value is longer than the limit.</summary>
    public bool IsFull => _end - _start >= limit;

    /// <summary>Reads on; false at the stream's end.</summary>
    public async Task<bool> FillAsync(CancellationToken cancellation)
    {
        MakeRoom();
        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }

    /// <summary>Says that the first <paramref name="count"/> bytes are done with.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Takes a line without its end, at the stream's end also one without a line feed.</summary>
    /// <param name="searched">How many bytes are known to hold no line feed; kept by the caller between calls.</param>
    /// <param name="isLast">True when no more bytes come.</param>
    /// <param name="line">The line.</param>
    public bool TryTakeLine(ref int searched, bool isLast, out ReadOnlyMemory<byte> line)
    {
        var bytes = Bytes;
        var feed = bytes.Span[searched..].IndexOf((byte)'\n');
        if (feed < 0 && (!isLast || bytes.IsEmpty))
        {
            searched = bytes.Length;
            line = default;
            return false;
        }

        line = feed < 0 ? bytes : bytes[..(searched + feed)];
        Advance(feed < 0 ? bytes.Length : searched + feed + 1);
        searched = 0;
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, limit));
        }
    }
}
