using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A query's named parameters as REST writes them.</summary>
internal static class QueryParameters
{
    /// <summary>Adds them to a query's configuration; where there are none, nothing.</summary>
    public static void Write(JsonObject query, IReadOnlyDictionary<string, object> parameters)
    {
        if (parameters.Count == 0)
        {
            return;
        }

        query["parameterMode"] = "NAMED";
        query["queryParameters"] = new JsonArray([.. parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter =>
        {
            var (type, value) = Scalar(parameter.Key, parameter.Value);
            return new JsonObject
            {
                ["name"] = parameter.Key,
                ["parameterType"] = new JsonObject { ["type"] = type },
                ["parameterValue"] = new JsonObject { ["value"] = value },
            };
        })]);
    }

    private static (string Type, string Value) Scalar(string name, object value) => value switch
    {
        string text => ("STRING", text),
        LiteralRows rows => ("STRING", rows.Lines()),
        long number => ("INT64", number.ToString(CultureInfo.InvariantCulture)),
        DateOnly date => ("DATE", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTimeOffset moment => ("TIMESTAMP", moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00:00"),
        _ => throw new ArgumentException($"Parameter {name}: a {value.GetType().Name} cannot be given.", nameof(value)),
    };
}
