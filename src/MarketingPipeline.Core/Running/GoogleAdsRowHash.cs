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
    /// <summary>What a number is divided by to lose its trailing zeros.</summary>
    private const decimal OneWithAllPlaces = 1.0000000000000000000000000000m;

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Half of the row's SHA-256; its source, account and date are not in it.</summary>
    public UInt128 Of(GoogleAdsRow row)
    {
        _length = 0;
        Add(row.Currency);
        Add(row.CampaignId);
        Add(row.CampaignName);
        Add(row.CampaignStatus);
        Add(row.CampaignType);
        Add(row.AdGroupId);
        Add(row.AdGroupName);
        Add(row.AdGroupStatus);
        Add(row.Segmentation);
        Add(row.CostMicros);
        Add(row.Clicks);
        Add(row.Impressions);
        Add(row.ViewThroughConversions);
        Add(row.Conversions);
        Add(row.ConversionsValue);
        Add(row.AllConversions);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>A text ends with a byte that no UTF-8 has, so that two side by side are never read as two others; NULL is not the empty text.</summary>
    private void Add(string? text)
    {
        Reserve(1 + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        _bytes[_length++] = text is null ? (byte)0xFE : (byte)0xFF;
    }

    private void Add(long? number)
    {
        Reserve(1 + sizeof(long));
        _bytes[_length++] = number is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_length), number ?? 0);
        _length += sizeof(long);
    }

    // Without trailing zeros: the same number in another spelling is no change.
    private void Add(decimal? number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits((number ?? 0) / OneWithAllPlaces, parts);
        Add(number is null ? null : ((long)parts[1] << 32) | (uint)parts[0]);
        Add(((long)parts[3] << 32) | (uint)parts[2]);
    }

    private void Reserve(int size)
    {
        if (_length + size > _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * (_length + size));
        }
    }
}
