using System.Collections.Concurrent;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// What must not be seen. Nothing of ours writes it down; but a proxy, an emulator or a strange server can send back what it
/// was sent, and its words reach a user.
/// </summary>
internal sealed class Secrets
{
    // Shorter texts are no secrets, and would be found in innocent words.
    private const int ShortestSecret = 6;

    private readonly ConcurrentDictionary<string, byte> known = new(StringComparer.Ordinal);

    public void Add(string? secret)
    {
        if (secret?.Length >= ShortestSecret)
        {
            known.TryAdd(secret, 0);
        }
    }

    /// <summary>The text without the secrets.</summary>
    public string Hide(string text)
    {
        foreach (var secret in known.Keys.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }
}
