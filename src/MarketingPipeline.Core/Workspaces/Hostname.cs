using System.Globalization;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>
/// A host as definitions.md, "Hosts", compares it: lower-case, without port, trailing dot and leading www. Sub-domains belong to
/// it, so it has no wildcard.
/// </summary>
internal static class Hostname
{
    /// <summary>The host as compared; null where the text is not a host, with the reason in <paramref name="fault"/>.</summary>
    public static string? Normalize(string text, out string? fault)
    {
        fault = FaultOf(text);
        if (fault is not null)
        {
            return null;
        }

        var host = WithoutWww(WithoutPort(text.ToLowerInvariant()));
        if (IsHost(host))
        {
            return host;
        }

        fault = "is not a host";
        return null;
    }

    /// <summary>A leading www. says nothing about whose site it is.</summary>
    public static string WithoutWww(string host) => host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;

    /// <summary>The host in the form that browsers report, and so GA4 exports (xn--...); null where there is none.</summary>
    public static string? Punycode(string host)
    {
        try
        {
            return new IdnMapping().GetAscii(host);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? FaultOf(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return "is a URL";
        }

        if (text.AsSpan().IndexOfAny('/', '?', '#') >= 0 || text.Contains('\\', StringComparison.Ordinal))
        {
            return "has a path";
        }

        return text.Contains('*', StringComparison.Ordinal) ? "has a wildcard" : null;
    }

    private static string WithoutPort(string host)
    {
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && colon < host.Length - 1 && host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            host = host[..colon];
        }

        return host.EndsWith('.') ? host[..^1] : host;
    }

    private static bool IsHost(string host) =>
        host.Length <= 253
        && host.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' || IsMark(letter)));

    // Vowel signs and tone marks of Thai and others are letters of a name, although not char.IsLetter.
    private static bool IsMark(char letter) => char.IsSurrogate(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
