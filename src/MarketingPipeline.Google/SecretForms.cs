using System.Buffers.Text;
using System.Text;

namespace MarketingPipeline.Google;

/// <summary>
/// The shapes in which a server can send a secret back: as it is, percent-encoded, escaped as JSON does, in base64 (also of a
/// text around it), broken by spaces, line breaks or marks, or a part of it.
/// </summary>
internal sealed class SecretForms
{
    // Enough to tell a part of a secret from an innocent word.
    private const int PartLength = 16;

    // A character escaped by JSON is six bytes.
    private const int LongestEscape = 6;

    private readonly byte[][] _bytes;
    private readonly string[] _texts;
    private readonly HashSet<string> _parts;

    public SecretForms(IEnumerable<string> secrets)
    {
        _texts = [.. secrets.SelectMany(secret => Base64(secret).Append(secret).Append(Uri.EscapeDataString(secret))).Distinct(StringComparer.Ordinal).OrderByDescending(text => text.Length)];
        _bytes = [.. _texts.Select(Encoding.UTF8.GetBytes)];
        _parts = [.. _texts.Select(Squeezed).Where(text => text.Length >= PartLength).SelectMany(Parts)];
        Longest = _bytes.Length == 0 ? 0 : _bytes.Max(form => form.Length) * LongestEscape;
    }

    /// <summary>How many bytes the longest form may take; 0 where there are no secrets.</summary>
    public int Longest { get; }

    /// <summary>True where a whole secret is in the bytes, escaped or not.</summary>
    public bool AreIn(ReadOnlySpan<byte> bytes)
    {
        if (HoldsAny(bytes))
        {
            return true;
        }

        return bytes.IndexOfAny((byte)'\\', (byte)'%') >= 0 && HoldsAny(Unescaped(bytes));
    }

    /// <summary>The text without secrets; nothing of it, where one is in it in disguise.</summary>
    public string Hide(string text)
    {
        foreach (var form in _texts)
        {
            text = text.Replace(form, "***", StringComparison.OrdinalIgnoreCase);
        }

        return HoldsPart(text) || HoldsPart(Encoding.UTF8.GetString(Unescaped(Encoding.UTF8.GetBytes(text)))) ? "(not shown: it holds what was given to sign in)" : text;
    }

    private bool HoldsAny(ReadOnlySpan<byte> bytes)
    {
        foreach (var form in _bytes)
        {
            if (bytes.IndexOf(form) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsPart(string text) => _parts.Count > 0 && Parts(Squeezed(text)).Any(_parts.Contains);

    private static IEnumerable<string> Parts(string text) =>
        Enumerable.Range(0, Math.Max(0, text.Length - PartLength + 1)).Select(start => text.Substring(start, PartLength));

    /// <summary>Letters and digits alone, in one case.</summary>
    private static string Squeezed(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    /// <summary>What base64 of any text with the secret in it has of the secret: one form for each place in a group of three.</summary>
    private static IEnumerable<string> Base64(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var before = 0; before < 3; before++)
        {
            var whole = new byte[before + bytes.Length];
            bytes.CopyTo(whole, before);
            var skipped = (before * 8 + 5) / 6;
            var shared = (whole.Length * 8 / 6) - skipped;
            if (shared >= 8)
            {
                var text = Convert.ToBase64String(whole).Substring(skipped, shared);
                yield return text;
                yield return text.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    /// <summary>The bytes with <c>\u0041</c>, <c>\/</c> and <c>%41</c> read, as often as they are written into each other (twice).</summary>
    private static byte[] Unescaped(ReadOnlySpan<byte> bytes) => UnescapedOnce(UnescapedOnce(bytes));

    private static byte[] UnescapedOnce(ReadOnlySpan<byte> bytes)
    {
        var plain = new byte[bytes.Length];
        var count = 0;
        for (var index = 0; index < bytes.Length; index++)
        {
            var (digits, start) = bytes[index] switch
            {
                (byte)'%' => (2, index + 1),
                (byte)'\\' when index + 1 < bytes.Length && bytes[index + 1] == 'u' => (4, index + 2),
                _ => (0, 0),
            };
            if (digits > 0 && start + digits <= bytes.Length && Utf8Parser.TryParse(bytes.Slice(start, digits), out int code, out var read, 'x') && read == digits && code < 128)
            {
                plain[count++] = (byte)code;
                index = start + digits - 1;
            }
            else if (bytes[index] != '\\')
            {
                plain[count++] = bytes[index];
            }
        }

        return plain[..count];
    }
}
