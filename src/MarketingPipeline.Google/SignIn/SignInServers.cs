using System.Text.Json;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Google;

/// <summary>
/// Where keys, refresh tokens and the like are sent for an access token: to Google; or to this machine, where that is where
/// the tokens go anyway, an emulator's.
/// </summary>
/// <param name="endpoint">Where the tokens go.</param>
/// <param name="errors">What is said of others.</param>
internal sealed class SignInServers(Uri endpoint, SignInErrors errors)
{
    private const string OlderHost = "accounts.google.com";

    private static readonly Uri Google = new("https://oauth2.googleapis.com/token");

    // What else an answer or a request is sent to, in credentials of any type, also within each other.
    private static readonly string[] Addresses = ["token_uri", "token_url", "token_info_url", "revoke_url", "service_account_impersonation_url"];

    /// <summary>True for a server to which what is secret may be sent.</summary>
    /// <param name="address">An absolute address.</param>
    public bool IsAllowed(Uri address) =>
        GoogleAddress.IsGoogles(address)
        || (address is { Host: OlderHost, Scheme: "https", IsDefaultPort: true, UserInfo: "" })
        || (GoogleAddress.IsThisMachine(endpoint) && GoogleAddress.IsThisMachine(address));

    /// <summary>Where a user's or service account's token is given.</summary>
    /// <param name="credential">What names it, or does not.</param>
    /// <param name="emulator">An emulator's own sign-in; null where there is none.</param>
    /// <exception cref="Core.PipelineException">It is neither Google's nor an emulator's.</exception>
    public Uri TokenServer(GivenCredential credential, Uri? emulator)
    {
        Require(credential.Source, credential.Json);
        var named = credential.TokenAddress is { } text ? new Uri(text) : Google;
        return emulator is not null && !GoogleAddress.IsThisMachine(named) ? emulator : named;
    }

    /// <summary>Refuses credentials that would send what is secret elsewhere.</summary>
    /// <exception cref="Core.PipelineException">An address in them is neither Google's nor an emulator's.</exception>
    private void Require(string source, JsonElement json)
    {
        foreach (var property in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default)
        {
            // Google's library reads names in any case.
            if (Array.Find(Addresses, name => name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)) is { } address
                && !(property.Value.ValueKind == JsonValueKind.String && Uri.TryCreate(property.Value.GetString(), UriKind.Absolute, out var server) && IsAllowed(server)))
            {
                throw errors.StrangeServer(source, address);
            }

            Require(source, property.Value);
        }
    }
}
