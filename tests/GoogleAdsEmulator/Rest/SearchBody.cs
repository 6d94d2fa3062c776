using System.Text.Json;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>The JSON of a search or searchStream.</summary>
internal sealed record SearchBody(string Query)
{
    public string? PageToken { get; init; }

    public bool ValidateOnly { get; init; }

    public bool OmitsResults { get; init; }

    public bool WantsSummaryRow { get; init; }

    public bool WantsTotalCount { get; init; }

    /// <summary>Reads the body. Names may be spelled as in JSON or with underscores; others are refused, as by any Google API.</summary>
    public static SearchBody Read(string text, bool isStream)
    {
        try
        {
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            var body = new SearchBody("");
            foreach (var property in document.RootElement.EnumerateObject())
            {
                var name = Queries.Field.JsonCase(property.Name);
                body = name switch
                {
                    "query" => body with { Query = property.Value.GetString() ?? "" },
                    "pageSize" when !isStream => throw new ApiErrorException("requestError", "PAGE_SIZE_NOT_SUPPORTED", "Setting the page size is not supported. Search Response will have fixed page size of '10000' rows."),
                    "pageToken" when !isStream => body with { PageToken = property.Value.GetString() is { Length: > 0 } token ? token : null },
                    "validateOnly" when !isStream => body with { ValidateOnly = property.Value.GetBoolean() },
                    "searchSettings" when !isStream => body.WithSettings(property.Value),
                    "summaryRowSetting" => body.WithSummary(property.Value.GetString()),
                    _ => throw Invalid($"Unknown name \"{property.Name}\": Cannot find field."),
                };
            }

            return body;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Invalid(error.Message);
        }
    }

    private SearchBody WithSettings(JsonElement settings)
    {
        var body = this;
        foreach (var property in settings.EnumerateObject())
        {
            body = Queries.Field.JsonCase(property.Name) switch
            {
                "omitResults" => body with { OmitsResults = property.Value.GetBoolean() },
                "returnSummaryRow" => body with { WantsSummaryRow = property.Value.GetBoolean() },
                "returnTotalResultsCount" => body with { WantsTotalCount = property.Value.GetBoolean() },
                _ => throw Invalid($"Unknown name \"{property.Name}\" at 'search_settings': Cannot find field."),
            };
        }

        return body;
    }

    private SearchBody WithSummary(string? setting) => setting switch
    {
        "SUMMARY_ROW_WITH_RESULTS" => this with { WantsSummaryRow = true },
        "SUMMARY_ROW_ONLY" => this with { WantsSummaryRow = true, OmitsResults = true },
        "NO_SUMMARY_ROW" or "UNSPECIFIED" => this,
        _ => throw Invalid($"Invalid value at 'summary_row_setting': \"{setting}\""),
    };

    private static ApiErrorException Invalid(string message) => new(new ApiError("requestError", "UNKNOWN", "Invalid JSON payload received. " + message) { IsBare = true });
}
