using System.Text;

namespace MarketingPipeline.GoogleAdsEmulator.SignIn;

/// <summary>Google's token endpoint: an access token for a refresh token, or for what a service account has signed.</summary>
internal sealed class TokenEndpoint(GoogleSignIn signIn)
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public Task AnswerAsync(HttpContext http, string body)
    {
        var form = TokenForm.Read(body);
        return form.GetValueOrDefault("grant_type") switch
        {
            "refresh_token" => RefreshAsync(http, form),
            JwtBearer => ServiceAccountAsync(http, form.GetValueOrDefault("assertion", "")),
            null => RefuseAsync(http, 400, "invalid_request", "Required parameter is missing: grant_type"),
            var grant => RefuseAsync(http, 400, "unsupported_grant_type", $"Invalid grant_type: {grant}"),
        };
    }

    private Task RefreshAsync(HttpContext http, IReadOnlyDictionary<string, string> form)
    {
        var (id, secret) = Client(http.Request, form);

        // Google tells a client that it does not know from a token that it does not accept: 401 and 400.
        if (id != signIn.ClientId)
        {
            return RefuseAsync(http, 401, "invalid_client", "The OAuth client was not found.");
        }

        if (secret != signIn.ClientSecret)
        {
            return RefuseAsync(http, 401, "invalid_client", "Unauthorized");
        }

        return form.GetValueOrDefault("refresh_token") == signIn.RefreshToken
            ? GiveAsync(http, GoogleSignIn.AdsScope)
            : RefuseAsync(http, 400, "invalid_grant", "Token has been expired or revoked.");
    }

    private Task ServiceAccountAsync(HttpContext http, string assertion)
    {
        var (scope, refusal) = signIn.ServiceAccount.Read(assertion);
        if (refusal is not null)
        {
            return RefuseAsync(http, 400, "invalid_grant", refusal);
        }

        return string.IsNullOrEmpty(scope) ? RefuseAsync(http, 400, "invalid_scope", "Empty or missing scope not allowed.") : GiveAsync(http, scope);
    }

    private static (string? Id, string? Secret) Client(HttpRequest request, IReadOnlyDictionary<string, string> form)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return (form.GetValueOrDefault("client_id"), form.GetValueOrDefault("client_secret"));
        }

        var bytes = new byte[header.Length];
        return Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':') is [var id, var secret]
            ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret))
            : (null, null);
    }

    private Task GiveAsync(HttpContext http, string scope)
    {
        http.Response.Headers.CacheControl = "no-cache, no-store, max-age=0, must-revalidate";
        return http.Response.WriteAsJsonAsync(new { access_token = signIn.Issue(scope), expires_in = (long)signIn.TokenLife.TotalSeconds, scope, token_type = "Bearer" });
    }

    private static Task RefuseAsync(HttpContext http, int code, string error, string description)
    {
        http.Response.StatusCode = code;
        return http.Response.WriteAsJsonAsync(new { error, error_description = description });
    }
}
