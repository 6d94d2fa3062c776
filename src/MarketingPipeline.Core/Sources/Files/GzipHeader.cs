namespace MarketingPipeline.Core.Sources.Files;

/// <summary>What a member of a gzip file begins with (RFC 1952).</summary>
internal static class GzipHeader
{
    public const byte FirstByte = 0x1f;

    private const byte SecondByte = 0x8b;
    private const byte Deflate = 8;
    private const int FixedSize = 10;

    [Flags]
    private enum Parts : byte
    {
        HeaderChecksum = 2,
        Extra = 4,
        Name = 8,
        Comment = 16,
        Unknown = 0xe0,
    }

    /// <summary>The bytes that the header takes; -1 where more of it has to be read first.</summary>
    /// <exception cref="InvalidDataException">These are no gzip data.</exception>
    public static int SizeOf(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> expected = [FirstByte, SecondByte, Deflate];
        var known = Math.Min(data.Length, expected.Length);
        if (!data[..known].SequenceEqual(expected[..known]))
        {
            throw new InvalidDataException("These are no gzip data.");
        }

        if (data.Length < FixedSize)
        {
            return -1;
        }

        var parts = (Parts)data[3];
        if ((parts & Parts.Unknown) != 0)
        {
            throw new InvalidDataException("The gzip data have a header of an unknown kind.");
        }

        var size = FixedSize;
        if (parts.HasFlag(Parts.Extra))
        {
            if (data.Length < size + 2)
            {
                return -1;
            }

            size += 2 + data[size] + (data[size + 1] << 8);
        }

        foreach (var text in (Parts[])[Parts.Name, Parts.Comment])
        {
            if (!parts.HasFlag(text))
            {
                continue;
            }

            var length = size > data.Length ? -1 : data[size..].IndexOf((byte)0);
            if (length < 0)
            {
                return -1;
            }

            size += length + 1;
        }

        size += parts.HasFlag(Parts.HeaderChecksum) ? 2 : 0;
        return size <= data.Length ? size : -1;
    }
}
