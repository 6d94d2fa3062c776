using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>A dataset as the API writes and reads it.</summary>
public static partial class DatasetJson
{
    public static JsonObject Of(StoredDataset dataset, Uri address)
    {
        var json = Item(dataset);
        json["kind"] = "bigquery#dataset";
        json["etag"] = dataset.ETag;
        json["selfLink"] = new Uri(address, $"/bigquery/v2/projects/{dataset.Project}/datasets/{dataset.Dataset}").ToString();
        json["creationTime"] = Json.Millis(dataset.CreatedAt);
        json["lastModifiedTime"] = Json.Millis(dataset.ModifiedAt);
        json["type"] = "DEFAULT";
        if (dataset.Description is not null)
        {
            json["description"] = dataset.Description;
        }

        if (dataset.DefaultTableExpiration is { } tables)
        {
            json["defaultTableExpirationMs"] = Json.Millis(tables);
        }

        if (dataset.DefaultPartitionExpiration is { } partitions)
        {
            json["defaultPartitionExpirationMs"] = Json.Millis(partitions);
        }

        return json;
    }

    public static JsonObject Item(StoredDataset dataset) => Json.Object(
        ("kind", "bigquery#dataset"),
        ("id", $"{dataset.Project}:{dataset.Dataset}"),
        ("datasetReference", Json.Object(("datasetId", dataset.Dataset), ("projectId", dataset.Project))),
        ("friendlyName", dataset.FriendlyName),
        ("labels", Labels(dataset.Labels)),
        ("location", dataset.Location));

    /// <exception cref="SqlException">The name or the body is wrong.</exception>
    public static StoredDataset Read(JsonObject body, string project, string location, DateTimeOffset now)
    {
        var name = Json.Text(body["datasetReference"], "datasetId") ?? throw new SqlException("required", "Required parameter is missing: datasetReference.datasetId");
        if (!ValidName().IsMatch(name))
        {
            throw new SqlException("invalid", $"Invalid dataset ID \"{name}\". Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long.");
        }

        return Changed(new StoredDataset(project, name, Json.Text(body, "location") ?? location, now), body, now);
    }

    /// <summary>The dataset with what the body has; what it has not stays.</summary>
    public static StoredDataset Changed(StoredDataset dataset, JsonObject body, DateTimeOffset now) => dataset with
    {
        Description = body.ContainsKey("description") ? Json.Text(body, "description") : dataset.Description,
        FriendlyName = body.ContainsKey("friendlyName") ? Json.Text(body, "friendlyName") : dataset.FriendlyName,
        Labels = Changed(dataset.Labels, body),
        DefaultTableExpiration = body.ContainsKey("defaultTableExpirationMs") ? Span(body, "defaultTableExpirationMs") : dataset.DefaultTableExpiration,
        DefaultPartitionExpiration = body.ContainsKey("defaultPartitionExpirationMs") ? Span(body, "defaultPartitionExpirationMs") : dataset.DefaultPartitionExpiration,
        ModifiedAt = now,
        ETag = Guid.NewGuid().ToString("N"),
    };

    /// <summary>Labels with those of the body; a null one goes.</summary>
    public static ImmutableDictionary<string, string> Changed(ImmutableDictionary<string, string> labels, JsonObject body)
    {
        if (!body.ContainsKey("labels"))
        {
            return labels;
        }

        if (body["labels"] is not JsonObject changed)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        foreach (var (name, value) in changed)
        {
            labels = value is null ? labels.Remove(name) : labels.SetItem(name, value.GetValue<string>());
        }

        return labels;
    }

    public static JsonObject? Labels(ImmutableDictionary<string, string> labels) =>
        labels.IsEmpty ? null : new(labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));

    public static TimeSpan? Span(JsonNode? json, string name) => Json.Number(json, name) is { } millis and not 0 ? TimeSpan.FromMilliseconds(millis) : null;

    [GeneratedRegex("^[A-Za-z0-9_]{1,1024}$")]
    private static partial Regex ValidName();
}
