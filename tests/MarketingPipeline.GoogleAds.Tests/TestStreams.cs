using System.Text;

namespace MarketingPipeline.GoogleAds.Tests;

/// <summary>A stream that can only be read forwards.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override abstract int Read(Span<byte> buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Gives one to seven bytes a read, as a slow network may.</summary>
internal sealed class ChoppyStream(byte[] bytes, Random random) : ForwardStream
{
    private int position;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(random.Next(1, 8), buffer.Length), bytes.Length - position);
        bytes.AsSpan(position, count).CopyTo(buffer);
        position += count;
        return count;
    }
}

/// <summary>A body with one batch many times, which is never whole anywhere.</summary>
internal sealed class RepeatedRows(string batch, int times) : ForwardStream
{
    private readonly byte[] separated = Encoding.UTF8.GetBytes("," + batch);
    private readonly byte[] first = Encoding.UTF8.GetBytes("[" + batch);
    private readonly byte[] last = "]"u8.ToArray();
    private int piece;
    private int position;

    public override int Read(Span<byte> buffer)
    {
        if (piece > times)
        {
            return 0;
        }

        var bytes = piece == times ? last : piece == 0 ? first : separated;
        var count = Math.Min(buffer.Length, bytes.Length - position);
        bytes.AsSpan(position, count).CopyTo(buffer);
        position += count;
        if (position == bytes.Length)
        {
            piece++;
            position = 0;
        }

        return count;
    }
}
