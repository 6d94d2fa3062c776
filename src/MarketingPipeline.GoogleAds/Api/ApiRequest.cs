using System.Text.Json;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>A query of an account, or of the next page of its answer.</summary>
/// <param name="CustomerId">The account, digits only.</param>
/// <param name="LoginCustomerId">The manager that is acted through; null for none.</param>
/// <param name="Method"><c>googleAds:searchStream</c> or <c>googleAds:search</c>.</param>
/// <param name="Query">The query (GAQL).</param>
/// <param name="PageToken">What the last page named; null for the first.</param>
internal sealed record ApiRequest(string CustomerId, string? LoginCustomerId, string Method, string Query, string? PageToken = null)
{
    /// <summary>The body. A page's size is Google's: to name one is an error.</summary>
    public byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(PageToken is null
        ? new Dictionary<string, string> { ["query"] = Query }
        : new Dictionary<string, string> { ["query"] = Query, ["pageToken"] = PageToken });
}
