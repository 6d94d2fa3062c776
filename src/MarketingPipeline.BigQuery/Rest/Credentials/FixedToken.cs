namespace MarketingPipeline.BigQuery.Rest;

/// <summary>A ready access token, which nobody here can renew.</summary>
internal sealed class FixedToken(string token) : IAccessTokens
{
    private readonly string _token = Checked(token);

    /// <inheritdoc/>
    public Task<string> GetAsync(bool renew, CancellationToken cancellation) => renew
        ? throw SignInErrors.Of(
            $"BigQuery refused the access token of {GoogleCredentials.TokenVariable}.",
            "It has expired (after an hour, as a rule) or is not for BigQuery: set a new one, or use credentials that renew themselves.")
        : Task.FromResult(_token);

    /// <summary>The token, if a header can carry it; else an error that does not show it, as HttpClient's would.</summary>
    public static string Checked(string? token) => !string.IsNullOrEmpty(token) && token.All(letter => letter is > ' ' and < '\x7f')
        ? token
        : throw SignInErrors.Of("The access token is empty or holds characters that no token has.", "Give the token alone, on one line, without quotes.");
}
