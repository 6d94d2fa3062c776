using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// Hashes report rows, one after another, from their bytes: a row's text form would cost more than all else that is done
/// with it. Not for several threads.
/// </summary>
internal sealed class GoogleAdsRowHash
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Half of the row's SHA-256; its source and date are not in it.</summary>
    public UInt128 Of(GoogleAdsRow row)
    {
        _length = 0;
        Add((long)row.Grain);
        Add(row.Currency);
        Add(row.CampaignId);
        Add(row.CampaignName);
        Add(row.CampaignStatus);
        Add(row.CampaignType);
        Add(row.AdGroupId);
        Add(row.AdGroupName);
        Add(row.AdGroupStatus);
        Add(row.Segments);
        Add(row.CostMicros);
        Add(row.Clicks);
        Add(row.Impressions);
        Add(row.ViewThroughConversions);
        Add(row.Conversions);
        Add(row.ConversionsValue);
        Add(row.AllConversions is null ? 0L : 1L);
        Add(row.AllConversions ?? 0);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Add(long number) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), number);

    private void Add(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), part);
        }
    }

    /// <summary>Length first, so that two texts side by side are never read as two others; NULL is not the empty text.</summary>
    private void Add(string? text)
    {
        Add(text is null ? -1L : Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetByteCount(text ?? "")));
    }

    private Span<byte> Room(int size)
    {
        if (_length + size > _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * (_length + size));
        }

        _length += size;
        return _bytes.AsSpan(_length - size, size);
    }
}
