using System.Buffers.Binary;
using System.Text;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Writes values after one another.</summary>
internal sealed class RowWriter
{
    private readonly Dictionary<string, ulong> _numbers = new(StringComparer.Ordinal);
    private byte[] _buffer = new byte[80 * 1024];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Forgets the bytes.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets the texts, too: what follows is read without what was before.</summary>
    public void Restart()
    {
        Clear();
        _numbers.Clear();
    }

    public void Write(string? text)
    {
        if (text is null)
        {
            Write(RowFormat.NoText);
        }
        else if (_numbers.TryGetValue(text, out var number))
        {
            Write(number);
        }
        else
        {
            if (_numbers.Count == RowFormat.MaximumTexts)
            {
                _numbers.Clear();
            }

            _numbers.Add(text, RowFormat.FirstText + (ulong)_numbers.Count);
            Write(RowFormat.NewText);
            var count = Encoding.UTF8.GetByteCount(text);
            Write((ulong)count);
            Encoding.UTF8.GetBytes(text, Room(count));
        }
    }

    public void Write(long? number) => Write(number is { } value ? 1 + (((ulong)value << 1) ^ (ulong)(value >> 63)) : 0);

    public void Write(ulong number)
    {
        var room = Room(10);
        var count = 0;
        for (; number >= 0x80; number >>= 7)
        {
            room[count++] = (byte)(number | 0x80);
        }

        room[count++] = (byte)number;
        Length -= room.Length - count;
    }

    public void Write(decimal? fraction)
    {
        // With its scale: a figure is put away as it was read.
        Span<int> bits = stackalloc int[4];
        if (fraction is null)
        {
            Room(1)[0] = RowFormat.NoFraction;
        }
        else if (decimal.GetBits(fraction.Value, bits) == 4 && bits is [0, 0, 0, 0])
        {
            Room(1)[0] = RowFormat.Zero;
        }
        else
        {
            var room = Room(1 + (4 * sizeof(int)));
            room[0] = RowFormat.Fraction;
            for (var i = 0; i < bits.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(room[(1 + (i * sizeof(int)))..], bits[i]);
            }
        }
    }

    private Span<byte> Room(int count)
    {
        if (Length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, Length + count));
        }

        Length += count;
        return _buffer.AsSpan(Length - count, count);
    }
}
