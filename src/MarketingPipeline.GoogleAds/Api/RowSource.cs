using System.Buffers.Binary;
using System.Text;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Reads what a <see cref="RowWriter"/> has written.</summary>
internal sealed class RowSource
{
    private readonly List<string> _texts = [];
    private byte[] _buffer = [];
    private int _position;
    private int _end;

    /// <summary>True when there is nothing left of the bytes.</summary>
    public bool IsEmpty => _position == _end;

    /// <summary>Room for the next bytes, which are then read.</summary>
    public Memory<byte> Next(int count)
    {
        if (_buffer.Length < count)
        {
            _buffer = new byte[count];
        }

        (_position, _end) = (0, count);
        return _buffer.AsMemory(0, count);
    }

    /// <summary>Forgets the texts, as the writer did here.</summary>
    public void Restart() => _texts.Clear();

    public string? Text()
    {
        switch (Number())
        {
            case RowFormat.NoText:
                return null;
            case RowFormat.NewText:
                var count = (int)Number();
                var text = Encoding.UTF8.GetString(_buffer, _position, count);
                _position += count;
                if (_texts.Count == RowFormat.MaximumTexts)
                {
                    _texts.Clear();
                }

                _texts.Add(text);
                return text;
            case var number:
                return _texts[(int)(number - RowFormat.FirstText)];
        }
    }

    public long? Whole()
    {
        if (Number() is not (> 0 and var code))
        {
            return null;
        }

        var number = code - 1;
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    public ulong Number()
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = _buffer[_position++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }

    public decimal? Fraction()
    {
        switch (_buffer[_position++])
        {
            case RowFormat.NoFraction:
                return null;
            case RowFormat.Zero:
                return decimal.Zero;
            default:
                Span<int> bits = stackalloc int[4];
                for (var i = 0; i < bits.Length; i++, _position += sizeof(int))
                {
                    bits[i] = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_position));
                }

                return new decimal(bits);
        }
    }
}
