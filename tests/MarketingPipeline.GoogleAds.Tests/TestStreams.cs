using System.Text;

namespace MarketingPipeline.GoogleAds.Tests;

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
