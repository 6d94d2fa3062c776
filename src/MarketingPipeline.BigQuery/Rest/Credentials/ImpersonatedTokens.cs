using System.Globalization;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// Tokens of a service account that the signed-in caller may act as. Google's library impersonates only from a key or a
/// user; this does from whoever signs in, also a federated workload or a ready token.
/// </summary>
internal sealed class ImpersonatedTokens(RestTransport iam, string account, string scope) : IAccessTokens, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private string? _token;
    private DateTimeOffset _expires;

    /// <summary>IAM's address.</summary>
    public static Uri Iam { get; } = new("https://iamcredentials.googleapis.com/");

    /// <inheritdoc/>
    /// <exception cref="Core.PipelineException">The caller cannot sign in, or may not act as the account.</exception>
    public async Task<string> GetAsync(bool renew, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_token is null || renew || iam.Retrying.Clock.GetUtcNow() >= _expires - Margin)
                await RequestAsync(cancellation).ConfigureAwait(false);
            return _token!;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        iam.Dispose();
        _one.Dispose();
    }

    private async Task RequestAsync(CancellationToken cancellation)
    {
        var address = new Uri(Iam, $"v1/projects/-/serviceAccounts/{Uri.EscapeDataString(account)}:generateAccessToken");
        try
        {
            var answer = await iam.ReadAsync(RestRequest.Post(address, new JsonObject { ["scope"] = new JsonArray(scope), ["lifetime"] = "3600s" }), cancellation).ConfigureAwait(false);
            _token = FixedToken.Checked(answer.Text("accessToken"));
            _expires = DateTimeOffset.TryParse(answer.Text("expireTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment
                : iam.Retrying.Clock.GetUtcNow() + (2 * Margin);
        }
        catch (BigQueryException error)
        {
            throw SignInErrors.NotImpersonated(account, error);
        }
    }
}
