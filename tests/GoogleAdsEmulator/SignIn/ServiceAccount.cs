using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MarketingPipeline.GoogleAdsEmulator.SignIn;

/// <summary>A service account, whose key is made when it is first asked for.</summary>
public sealed class ServiceAccount(string email)
{
    private readonly Lazy<RSA> _key = new(() => RSA.Create(2048));

    public string Email => email;

    /// <summary>The key file, as the Google Cloud console gives it, with this server's token endpoint in it.</summary>
    public string KeyFile(Uri server) => JsonSerializer.Serialize(new
    {
        type = "service_account",
        project_id = "emulator",
        private_key_id = "emulator-key",
        private_key = _key.Value.ExportPkcs8PrivateKeyPem() + "\n",
        client_email = email,
        client_id = "100000000000000000001",
        token_uri = new Uri(server, "token").AbsoluteUri,
        universe_domain = "googleapis.com",
    });

    /// <summary>The scope that a signed assertion asks for, or why it is refused.</summary>
    internal (string? Scope, string? Refusal) Read(string assertion)
    {
        if (assertion.Split('.') is not [var header, var payload, var signature])
        {
            return (null, "Invalid JWT.");
        }

        try
        {
            var signed = Encoding.ASCII.GetBytes($"{header}.{payload}");
            if (!_key.Value.VerifyData(signed, Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            {
                return (null, "Invalid JWT Signature.");
            }

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            if (claims.RootElement.GetProperty("iss").GetString() != email)
            {
                return (null, "Invalid grant: account not found");
            }

            // Only the life is checked: a test may move the emulator's clock, and the client has no other than the machine's.
            var life = claims.RootElement.GetProperty("exp").GetInt64() - claims.RootElement.GetProperty("iat").GetInt64();
            return life is > 0 and <= 3600
                ? (claims.RootElement.TryGetProperty("scope", out var scope) ? scope.GetString() ?? "" : "", null)
                : (null, "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
        }
        catch (Exception error) when (error is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, "Invalid JWT.");
        }
    }
}
