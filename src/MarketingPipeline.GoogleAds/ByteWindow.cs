namespace MarketingPipeline.GoogleAds;

/// <summary>The bytes of a stream that have been read and are not done with. It grows to the longest value that must be seen whole.</summary>
internal sealed class ByteWindow(Stream stream, int limit) : IAsyncDisposable
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    /// <summary>What has been read and not been done with; valid until the next <see cref="FillAsync"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(start, end - start);

    /// <summary>True when a value is longer than the limit.</summary>
    public bool IsFull => end - start >= limit;

    /// <summary>Reads on; false at the stream's end.</summary>
    public async Task<bool> FillAsync(CancellationToken cancellation)
    {
        MakeRoom();
        var count = await stream.ReadAsync(buffer.AsMemory(end), cancellation).ConfigureAwait(false);
        end += count;
        return count > 0;
    }

    /// <summary>Says that the first <paramref name="count"/> bytes are done with.</summary>
    public void Advance(int count) => start += count;

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
        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, limit));
        }
    }
}
