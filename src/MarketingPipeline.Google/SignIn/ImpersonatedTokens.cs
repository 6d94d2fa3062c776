using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.Core;

namespace MarketingPipeline.Google;

/// <summary>
/// Tokens of a service account that the signed-in caller may act as. Google's library impersonates only from a key or a
/// user; this does from whoever signs in, also a federated workload or a ready token.
/// </summary>
internal sealed class ImpersonatedTokens : IAccessTokens
{
    /// <summary>What the caller's token has to be for.</summary>
    public const string CallersScope = "https://www.googleapis.com/auth/iam";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly Uri Iam = new("https://iamcredentials.googleapis.com/");

    private readonly GoogleTransport _iam;
    private readonly string _account;
    private readonly string _scope;
    private readonly SignInErrors _errors;
    private readonly SemaphoreSlim _one = new(1);
    private string? _last;
    private DateTimeOffset _expires;

    /// <summary>Nothing is sent yet.</summary>
    /// <param name="caller">Who signs in.</param>
    /// <param name="account">The service account.</param>
    /// <param name="scope">What its tokens are for.</param>
    /// <param name="handler">What carries the requests; null for the network.</param>
    /// <param name="secrets">Where tokens are noted.</param>
    /// <param name="retrying">The clock.</param>
    /// <param name="errors">What is said where the caller may not act as it.</param>
    public ImpersonatedTokens(IAccessTokens caller, string account, string scope, HttpMessageHandler? handler, Secrets secrets, Retrying retrying, SignInErrors errors)
    {
        _iam = new GoogleTransport(GoogleTransport.Connect(handler), Iam, caller, secrets, retrying, new IamErrors());
        (_account, _scope, _errors) = (account, scope, errors);
    }

    /// <inheritdoc/>
    public bool CanRenew => true;

    private TimeProvider Clock => _iam.Retrying.Clock;

    /// <inheritdoc/>
    /// <exception cref="PipelineException">The caller cannot sign in, or may not act as the account.</exception>
    public async Task<string> GetAsync(bool renew, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_last is null || renew || Clock.GetUtcNow() >= _expires - Margin)
            {
                await RequestAsync(cancellation).ConfigureAwait(false);
            }

            return _last!;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task RequestAsync(CancellationToken cancellation)
    {
        var address = new Uri(Iam, $"v1/projects/-/serviceAccounts/{Uri.EscapeDataString(_account)}:generateAccessToken");
        var request = RestRequest.Post(address, new JsonObject { ["scope"] = new JsonArray(_scope), ["lifetime"] = "3600s" });
        try
        {
            var answer = await _iam.SendOnceAsync(request, ReadAsync, cancellation).ConfigureAwait(false);
            _last = _errors.Checked(answer.Text("accessToken"), "access token");
            _expires = DateTimeOffset.TryParse(answer.Text("expireTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment
                : Clock.GetUtcNow() + (2 * Margin);
        }
        catch (SignInException error) when (!error.IsRetryable)
        {
            throw _errors.NotImpersonated(_account, error.HttpStatus);
        }
    }

    private static async Task<JsonElement> ReadAsync(GoogleAnswer answer, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonElement>(answer.Body, cancellationToken: cancellation).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw new SignInException(GoogleFailure.Passing, "The service that lends accounts did not answer in JSON");
        }
    }

    private sealed class IamErrors : IGoogleErrors
    {
        public GoogleException OnTheWay(GoogleFailure failure, string message) => new SignInException(failure, message);

        public GoogleException Of(GoogleRefusal refusal) => new SignInException(
            refusal.Status switch
            {
                HttpStatusCode.Unauthorized => GoogleFailure.SignIn,
                HttpStatusCode.TooManyRequests => GoogleFailure.Busy,
                HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => GoogleFailure.Passing,
                _ => GoogleFailure.NotPermitted,
            },
            "The account cannot be acted as")
        { HttpStatus = refusal.Status, RetryAfter = refusal.RetryAfter };
    }
}
