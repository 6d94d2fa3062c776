using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A new settings file as text: UTF-8 without BOM, LF, two spaces, names in the order that a reader expects them.</summary>
internal static class SettingsText
{
    public static byte[] Pipeline(WarehouseEngine engine, BigQuerySettings? bigQuery) => Write(json =>
    {
        json.WriteString("$schema", $"./schemas/{JsonSchemas.Pipeline}");
        json.WriteString("engine", engine.ToString());
        if (engine == WarehouseEngine.DuckDb)
        {
            json.WriteStartObject("duckDb");
            json.WriteString("path", WorkspaceReader.DefaultWarehouse);
            json.WriteEndObject();
        }

        if (bigQuery is null)
        {
            return;
        }

        json.WriteStartObject("bigQuery");
        json.WriteString("project", bigQuery.Project);
        Text(json, "location", bigQuery.Location);
        if (bigQuery.MaximumBytesBilled is { } bytes)
        {
            json.WriteString("maximumBytesBilled", ByteSize.Format(bytes));
        }

        Text(json, "endpoint", bigQuery.Endpoint?.OriginalString);
        Text(json, "credentialsFile", bigQuery.CredentialsFile);
        Text(json, "impersonate", bigQuery.Impersonate);
        if (bigQuery.PricePerTiB is { } price)
        {
            json.WriteNumber("pricePerTiB", price);
        }

        if (bigQuery.PartitionExpirationDays is { } days)
        {
            json.WriteNumber("partitionExpirationDays", days);
        }

        json.WriteEndObject();
    });

    public static byte[] Client(ClientDraft client) => Write(json =>
    {
        json.WriteString("$schema", $"../schemas/{JsonSchemas.Client}");
        json.WriteString("name", client.Name.Value);
        Text(json, "businessType", client.BusinessType);
        json.WriteString("timeZone", client.TimeZone);
        json.WriteString("currency", client.Currency);
        Ga4(json, client);
        GoogleAds(json, client);
    });

    // Also where the source itself is missing: the reader then says so, instead of the rest being dropped without a word.
    private static void Ga4(Utf8JsonWriter json, ClientDraft client)
    {
        if (client.Ga4Dataset is null && client.Ga4Path is null && !client.SharedProperty
            && client.Hostnames.Count + client.Streams.Count + client.ConversionEvents.Count + client.EngagementEvents.Count == 0)
        {
            return;
        }

        json.WriteStartObject("ga4");
        Text(json, "dataset", client.Ga4Dataset);
        Text(json, "path", client.Ga4Path);
        if (client.SharedProperty)
        {
            json.WriteBoolean("sharedProperty", true);
        }

        List(json, "hostnames", client.Hostnames);
        List(json, "streams", client.Streams);
        List(json, "conversionEvents", client.ConversionEvents);
        List(json, "engagementEvents", client.EngagementEvents);
        json.WriteEndObject();
    }

    private static void GoogleAds(Utf8JsonWriter json, ClientDraft client)
    {
        if (client.CustomerId is null && client.LoginCustomerId is null && client.GoogleAdsSource is null && client.GoogleAdsPath is null && client.GoogleAdsDataset is null)
        {
            return;
        }

        json.WriteStartObject("googleAds");
        Text(json, "customerId", client.CustomerId);
        Text(json, "loginCustomerId", client.LoginCustomerId);
        Text(json, "source", client.GoogleAdsSource?.ToString());
        Text(json, "path", client.GoogleAdsPath);
        Text(json, "dataset", client.GoogleAdsDataset);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void List(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();

        // Relaxed, because the file is for people and never part of a page: Etc/GMT+7 and ร้าน stay as they are.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        // The writer ends lines as the system does; a line end within a value is escaped, so these are all its own.
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text + "\n");
    }
}
