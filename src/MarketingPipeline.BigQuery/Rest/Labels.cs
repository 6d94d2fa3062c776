using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Labels as BigQuery takes them: lower-case letters, digits, _ and -, 63 characters at most; a key begins with a letter.</summary>
internal static class Labels
{
    private const int MaximumLength = 63;

    /// <summary>The labels made fit; null where none are left.</summary>
    public static JsonObject? Write(IReadOnlyDictionary<string, string> labels)
    {
        var node = new JsonObject();
        foreach (var (key, value) in labels)
        {
            if (key.Length > 0)
            {
                node[Fit(char.IsAsciiLetter(key[0]) ? key : "l_" + key)] = Fit(value);
            }
        }

        return node.Count == 0 ? null : node;
    }

    private static string Fit(string text)
    {
        var fit = string.Concat(text.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-' ? letter : '_'));
        return fit.Length <= MaximumLength ? fit : fit[..MaximumLength];
    }
}
