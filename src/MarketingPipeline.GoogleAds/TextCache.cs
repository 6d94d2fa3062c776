using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// Texts that have been read lately. A report repeats the names of a campaign in each of its rows; here each is made once. It
/// does not grow: a text takes the place of the one that had its slot.
/// </summary>
internal sealed class TextCache
{
    private const int Slots = 1 << 14;
    private const int LongestKept = 256;

    private readonly (byte[]? Bytes, string Text)[] _known = new (byte[]?, string)[Slots];

    /// <summary>The text of the token that the reader stands on: a string, a property's name, or a number as it is written.</summary>
    /// <exception cref="InvalidOperationException">It is not valid Unicode.</exception>
    public string Of(ref readonly Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (bytes.Length > LongestKept)
        {
            return Made(in reader);
        }

        ref var slot = ref _known[SlotOf(bytes)];
        if (slot.Bytes is null || !bytes.SequenceEqual(slot.Bytes))
        {
            slot = (bytes.ToArray(), Made(in reader));
        }

        return slot.Text;
    }

    private static string Made(ref readonly Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);

    // By its ends: ids and names of one account begin alike and end apart, or the other way round.
    private static int SlotOf(ReadOnlySpan<byte> bytes)
    {
        var mixed = (ulong)bytes.Length;
        if (bytes.Length >= sizeof(ulong))
        {
            mixed ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes) * 0x9E3779B97F4A7C15;
            mixed ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) * 0xC2B2AE3D27D4EB4F;
        }
        else
        {
            foreach (var letter in bytes)
            {
                mixed = (mixed << 8) | letter;
            }

            mixed *= 0x9E3779B97F4A7C15;
        }

        mixed ^= mixed >> 29;
        return (int)((mixed * 0xBF58476D1CE4E5B9) >> 50);
    }
}
