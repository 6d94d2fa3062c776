using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>
/// A settings file as text: read, checked as strict JSON in UTF-8, and searched for what no reader of single properties would
/// notice (duplicates, secrets, text that cannot be text).
/// </summary>
internal static class SettingsFile
{
    public const int MaximumBytes = 1 << 20;

    /// <summary>Settings nest four deep; the rest is room for properties that are reported as unknown.</summary>
    public const int MaximumDepth = 16;

    private const string OutsideTheWorkspace =
        "Keep it outside the workspace, in an environment variable or a secret store, and change it if this file was ever shared.";

    private const string OfGoogleAds =
        OutsideTheWorkspace + " Google Ads takes it from -GoogleAdsCredential, from GOOGLE_ADS_ variables of the environment, or from a file outside that googleAds.credentialsFile names.";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's bytes; null, with a finding, where they cannot be had.</summary>
    public static byte[]? ReadBytes(string path, SettingsFindings findings)
    {
        // Borrowed: settings are read often, and a megabyte each time would be most of what that costs.
        var bytes = ArrayPool<byte>.Shared.Rent(MaximumBytes + 1);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = file.ReadAtLeast(bytes.AsSpan(0, MaximumBytes + 1), MaximumBytes + 1, throwOnEndOfStream: false);
            if (length <= MaximumBytes)
            {
                return bytes[..length];
            }

            findings.Error(null, "The file is larger than 1 MiB.", "A settings file holds settings only; move anything else out of it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            findings.Error(null, $"The file cannot be read: {ShownText.Escape(error.Message)}", "Check that it exists and that you may read it.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        return null;
    }

    /// <summary>The object that the file holds; null, with findings, where it holds none.</summary>
    public static SettingsObject? Parse(byte[] bytes, SettingsShape shape, SettingsFindings findings)
    {
        ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(Encoding.UTF8.Preamble.Length) : bytes;
        if (!IsUtf8(text.Span, findings))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            var root = document.RootElement.Clone();
            if (root.ValueKind != JsonValueKind.Object)
            {
                findings.Error(null, $"The file holds {SettingsValue.Kind(root)}, not an object.", "Settings are one JSON object: { ... }.");
                return null;
            }

            return Survey(root, "", findings) ? new SettingsObject(root, shape, "", findings) : null;
        }
        catch (JsonException error)
        {
            findings.Error(null, Malformed(error, text.Span), "Settings are strict JSON: names and texts in double quotes, no comments, no trailing commas.");
            return null;
        }
    }

    private static bool IsUtf8(ReadOnlySpan<byte> text, SettingsFindings findings)
    {
        try
        {
            StrictUtf8.GetCharCount(text);
            return true;
        }
        catch (DecoderFallbackException)
        {
            findings.Error(null, "The file is not UTF-8 text.", "Save it as UTF-8, with or without a byte order mark.");
            return false;
        }
    }

    private static string Malformed(JsonException error, ReadOnlySpan<byte> text)
    {
        var line = (int)(error.LineNumber ?? 0);
        var start = 0;
        for (var skipped = 0; skipped < line; skipped++)
        {
            var end = text[start..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            start += end + 1;
        }

        // The parser counts bytes; an editor counts characters.
        var length = Math.Clamp((int)(error.BytePositionInLine ?? 0), 0, text.Length - start);
        var column = Encoding.UTF8.GetCharCount(text.Slice(start, length));

        var reason = error.Message;
        var suffix = reason.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        if (suffix >= 0)
        {
            reason = reason[..suffix];
        }

        return string.Create(CultureInfo.InvariantCulture, $"The JSON is malformed at line {line + 1}, column {column + 1}: {ShownText.Escape(reason)}");
    }

    /// <summary>Goes over the whole of the file once; false where some text cannot be read as text at all.</summary>
    private static bool Survey(JsonElement element, string path, SettingsFindings findings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return SurveyObject(element, path, findings);
            case JsonValueKind.Array:
                var readable = true;
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    readable &= Survey(item, SettingsPath.Item(path, index++), findings);
                }

                return readable;
            case JsonValueKind.String:
                return SurveyText(element, path, findings);
            default:
                return true;
        }
    }

    private static bool SurveyObject(JsonElement element, string path, SettingsFindings findings)
    {
        var readable = true;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (NameOf(property) is not { } name)
            {
                findings.Error(path.Length == 0 ? null : path, "A property's name is not Unicode text: it holds half of a surrogate pair.", "Write the name in plain letters.");
                readable = false;
                continue;
            }

            var inner = SettingsPath.Property(path, name);
            if (!names.Add(name))
            {
                findings.Error(inner, $"The property {ShownText.Quote(name)} is given more than once.", "Keep one of them: it is not clear which holds.");
            }

            if (SecretNames.IsName(name))
            {
                findings.Error(inner, $"The property {ShownText.Quote(name)} looks like a secret.", path == "googleAds" ? OfGoogleAds : OutsideTheWorkspace);
            }
            else
            {
                readable &= Survey(property.Value, inner, findings);
            }
        }

        return readable;
    }

    private static bool SurveyText(JsonElement element, string path, SettingsFindings findings)
    {
        try
        {
            var text = element.GetString()!;
            if (SecretNames.IsValue(text))
            {
                findings.Error(path, "The value looks like a private key.", OutsideTheWorkspace);
            }
            else if (text.Any(char.IsControl))
            {
                findings.Error(path, $"{ShownText.Quote(text)} holds a control character.", "Write it as one line of plain text, and backslashes doubled.");
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            findings.Error(path, "The value is not Unicode text: it holds half of a surrogate pair.", "Write the text itself instead of \\u escapes.");
            return false;
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
