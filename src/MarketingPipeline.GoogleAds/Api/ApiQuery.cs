using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Runs a query to its end, in one answer or page by page, as the settings say.</summary>
internal sealed class ApiQuery(ApiTransport transport, GoogleAdsMethod method)
{
    // Tokens expire after hours; one that does so again and again is not a matter of time.
    private const int MaximumRestarts = 3;

    /// <summary>Runs it.</summary>
    /// <param name="customerId">The account.</param>
    /// <param name="loginCustomerId">The manager that is acted through.</param>
    /// <param name="query">The query.</param>
    /// <param name="part">Reads an answer or page from its beginning, and gives the next page's token; what an earlier try of the same part has given is void.</param>
    /// <param name="startOver">All that the parts have given is void.</param>
    /// <param name="waiting">Told what is waited for.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ApiException">It could not be answered.</exception>
    public async Task RunAsync(
        string customerId,
        string? loginCustomerId,
        string query,
        Func<GoogleAnswer, CancellationToken, Task<string?>> part,
        Action startOver,
        IProgress<string>? waiting,
        CancellationToken cancellation)
    {
        var first = new ApiRequest(customerId, loginCustomerId, method == GoogleAdsMethod.Search ? "googleAds:search" : "googleAds:searchStream", query);
        for (var restarts = 0; ; restarts++)
        {
            try
            {
                await PagesAsync(first, part, waiting, cancellation).ConfigureAwait(false);
                return;
            }
            catch (ApiException error) when (error.Failure == GoogleFailure.PageTokenExpired && restarts < MaximumRestarts)
            {
                startOver();
            }
        }
    }

    private async Task PagesAsync(ApiRequest first, Func<GoogleAnswer, CancellationToken, Task<string?>> part, IProgress<string>? waiting, CancellationToken cancellation)
    {
        string? token = null;
        do
        {
            var next = await transport.SendAsync(first with { PageToken = token }, part, waiting, cancellation).ConfigureAwait(false);
            if (next is not null && (next == token || method == GoogleAdsMethod.SearchStream))
            {
                throw new ApiException(GoogleFailure.BadAnswer, "The answer names a next page where there can be none");
            }

            token = string.IsNullOrEmpty(next) ? null : next;
        }
        while (token is not null);
    }
}
