using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>A query that the API refuses.</summary>
internal static class QueryError
{
    public static ApiErrorException Of(string name, string message) => new("queryError", name, message);
}
