using System.Text.Json;

namespace MarketingPipeline.Google;

/// <summary>
/// What must not be seen. Nothing of ours writes it down; but a proxy, an emulator or a strange server can send back what it
/// was sent, and its words reach a user.
/// </summary>
internal sealed class Secrets
{
    // Shorter texts are no secrets, and would be found in innocent words.
    private const int ShortestSecret = 6;

    private readonly object _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private SecretForms _forms = new([]);

    /// <summary>Notes a secret.</summary>
    public void Add(string? secret)
    {
        if (secret is null || secret.Length < ShortestSecret)
        {
            return;
        }

        lock (_gate)
        {
            if (_known.Add(secret))
            {
                Volatile.Write(ref _forms, new SecretForms(_known));
            }
        }
    }

    /// <summary>The text without the secrets.</summary>
    public string Hide(string text) => Volatile.Read(ref _forms).Hide(text);

    /// <summary>JSON whose texts are without the secrets; nothing where it is no JSON.</summary>
    public byte[] HideInJson(ReadOnlySpan<byte> json)
    {
        var hidden = new MemoryStream();
        try
        {
            using var writer = new Utf8JsonWriter(hidden);
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                Copy(ref reader, writer);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or texts that are not Unicode.
            return [];
        }

        return hidden.ToArray();
    }

    /// <summary>Looks for the secrets in a body.</summary>
    internal SecretWatch Watch() => new(Volatile.Read(ref _forms));

    private void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(Hide(reader.GetString()!));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(Hide(reader.GetString()!));
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan);
                break;
        }
    }
}
