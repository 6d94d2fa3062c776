using System.Text;

namespace MarketingPipeline.GoogleAds.Tests;

/// <summary>Gives one to seven bytes a read, as a slow network may.</summary>
internal sealed class ChoppyStream(byte[] bytes, Random random) : ForwardStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(random.Next(1, 8), buffer.Length), bytes.Length - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}

/// <summary>A body with one batch many times, which is never whole anywhere.</summary>
internal sealed class RepeatedRows(string batch, int times) : ForwardStream
{
    private readonly byte[] _separated = Encoding.UTF8.GetBytes("," + batch);
    private readonly byte[] _first = Encoding.UTF8.GetBytes("[" + batch);
    private readonly byte[] _last = "]"u8.ToArray();
    private int _piece;
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        if (_piece > times)
        {
            return 0;
        }

        var bytes = _piece == times ? _last : _piece == 0 ? _first : _separated;
        var count = Math.Min(buffer.Length, bytes.Length - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        if (_position == bytes.Length)
        {
            _piece++;
            _position = 0;
        }

        return count;
    }
}
