using System.Buffers.Binary;
using System.Text;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Reads what a <see cref="RowWriter"/> has written.</summary>
internal sealed class RowSource
{
    private readonly List<string> texts = [];
    private byte[] buffer = [];
    private int position;
    private int end;

    /// <summary>True when there is nothing left of the bytes.</summary>
    public bool IsEmpty => position == end;

    /// <summary>Room for the next bytes, which are then read.</summary>
    public Memory<byte> Next(int count)
    {
        if (buffer.Length < count)
        {
            buffer = new byte[count];
        }

        (position, end) = (0, count);
        return buffer.AsMemory(0, count);
    }

    /// <summary>Forgets the texts, as the writer did here.</summary>
    public void Restart() => texts.Clear();

    public string? Text()
    {
        switch (Number())
        {
            case RowFormat.NoText:
                return null;
            case RowFormat.NewText:
                var count = (int)Number();
                var text = Encoding.UTF8.GetString(buffer, position, count);
                position += count;
                if (texts.Count == RowFormat.MaximumTexts)
                {
                    texts.Clear();
                }

                texts.Add(text);
                return text;
            case var number:
                return texts[(int)(number - RowFormat.FirstText)];
        }
    }

    public long Whole()
    {
        var number = Number();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    public ulong Number()
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = buffer[position++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }

    public decimal? Fraction()
    {
        switch (buffer[position++])
        {
            case RowFormat.NoFraction:
                return null;
            case RowFormat.Zero:
                return decimal.Zero;
            default:
                Span<int> bits = stackalloc int[4];
                for (var i = 0; i < bits.Length; i++, position += sizeof(int))
                {
                    bits[i] = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(position));
                }

                return new decimal(bits);
        }
    }
}
