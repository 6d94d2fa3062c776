using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Tests.Rest;

/// <summary>A workspace, an environment and a Google that answers by script, for tests of signing in.</summary>
public abstract class SigningInStage : IDisposable
{
    private protected const string Secret = "sEcReT";
    private protected const string Account = "pipeline@agency-prod.iam.gserviceaccount.com";
    private protected static readonly Uri Emulator = new("http://127.0.0.1:9050/");
    private protected static readonly string Key = RSA.Create(2048).ExportPkcs8PrivateKeyPem();

    private protected readonly DirectoryInfo Folder = Directory.CreateTempSubdirectory("signing-in");
    private protected readonly Dictionary<string, string?> Variables = [];
    private protected readonly ScriptedApi Google = new();

    private protected string Root => Directory.CreateDirectory(Path.Combine(Folder.FullName, "workspace")).FullName;

    public void Dispose() => Folder.Delete(recursive: true);

    private protected static void AssertSilent(Exception error)
    {
        var everything = error.ToString() + (error as PipelineException)?.Advice + (error as PipelineException)?.Target;
        Assert.DoesNotContain(Secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Split('\n')[1], everything, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    private protected static string ServiceAccount(string email) => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = "agency-prod",
        ["private_key_id"] = "1",
        ["private_key"] = Key,
        ["client_email"] = email,
        ["token_uri"] = "https://oauth2.googleapis.com/token",
    }.ToJsonString();

    /// <summary>Who asks for a token, and for what, by the JWT that is sent.</summary>
    private protected static (string Issuer, string Scope) Claims(SeenRequest request)
    {
        var payload = WebUtility.UrlDecode(request.Text).Split("assertion=")[1].Split('.')[1].Replace('-', '+').Replace('_', '/');
        var claims = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='))))!;
        return (claims["iss"]!.GetValue<string>(), claims["scope"]!.GetValue<string>());
    }

    private protected SignIn SignIn(Uri? endpoint = null, string? json = null, string? file = null, string? impersonate = null)
    {
        var secure = json is null ? null : new SecureString();
        foreach (var letter in json ?? "")
        {
            secure!.AppendChar(letter);
        }

        return new SignIn { Endpoint = endpoint ?? Emulator, WorkspaceRoot = Root, Json = secure, File = file, Impersonate = impersonate };
    }

    private protected Task<IAccessTokens?> Open(SignIn signIn) =>
        new GoogleCredentials(name => Variables.GetValueOrDefault(name), new Retrying(Google.Clock), new Secrets(), Google).OpenAsync(signIn);

    private protected async Task<string> WhoAsync(SignIn signIn)
    {
        Google.Then("""{"access_token":"ya29.x","expires_in":3600,"token_type":"Bearer"}""");
        await (await Open(signIn))!.GetAsync(renew: false, default);
        return Claims(Google.Seen[^1]).Issuer;
    }
}
