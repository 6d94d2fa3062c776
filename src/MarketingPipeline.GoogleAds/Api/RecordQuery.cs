using System.Text.Json;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Asks for a few records that are no report: an account, the accounts below it.</summary>
internal sealed class RecordQuery(ApiQuery api)
{
    // A hundred thousand accounts; no agency has more, and whatever answers is not trusted to end.
    private const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>The records, whole.</summary>
    /// <exception cref="ApiException">They could not be had.</exception>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(string customerId, string? loginCustomerId, string query, CancellationToken cancellation)
    {
        var records = new List<JsonElement>();
        await api.RunAsync(
            customerId,
            loginCustomerId,
            query,
            async (answer, token) =>
            {
                var (found, nextPage) = await PartAsync(answer, new AnswerFault($"customers/{customerId}", answer.RequestId), token).ConfigureAwait(false);
                records.AddRange(found);
                return nextPage;
            },
            records.Clear,
            waiting: null,
            cancellation).ConfigureAwait(false);
        return records;
    }

    /// <summary>A record's property below others; null where there is none.</summary>
    public static string? Text(JsonElement record, string resource, string name) =>
        Property(record, resource) is { } section && Property(section, name) is { } value
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            }
            : null;

    private static async Task<(List<JsonElement> Records, string? NextPage)> PartAsync(GoogleAnswer answer, AnswerFault fault, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        var piece = new byte[16 * 1024];
        int count;
        while ((count = await answer.Body.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0)
        {
            bytes.Write(piece, 0, count);
            if (bytes.Length > MaximumBytes)
            {
                throw fault.Bad("The answer does not end");
            }
        }

        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), fault);
    }

    private static (List<JsonElement> Records, string? NextPage) Parse(ReadOnlyMemory<byte> body, AnswerFault fault)
    {
        if (body.Span.TrimStart(" \t\r\n"u8) is [(byte)'<', ..])
        {
            throw fault.WebPage();
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement.Clone();
            var records = new List<JsonElement>();
            string? nextPage = null;
            foreach (var batch in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().AsEnumerable() : [root])
            {
                if (Property(batch, "error") is { } error)
                {
                    throw fault.Refused("", GoogleAdsErrorException.Read(error));
                }

                if (Property(batch, "results") is { ValueKind: JsonValueKind.Array } results)
                {
                    records.AddRange(results.EnumerateArray());
                }

                nextPage = Property(batch, "nextPageToken") is { ValueKind: JsonValueKind.String } token ? token.GetString() : nextPage;
            }

            return (records, nextPage);
        }
        catch (JsonException cause)
        {
            throw fault.CutOff(cause);
        }
        catch (InvalidOperationException)
        {
            throw fault.Bad("The answer holds text that is not Unicode");
        }
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
