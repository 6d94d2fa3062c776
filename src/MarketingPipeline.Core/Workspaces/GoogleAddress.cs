using System.Net;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>
/// Where tokens, keys and clients' data may go: to Google's own servers, and to an emulator on this machine. Settings,
/// credentials and answers can all name addresses; this is the rule for each of them.
/// </summary>
public static class GoogleAddress
{
    private const string GooglesHosts = ".googleapis.com";

    /// <summary>True for one of Google's API servers, over https at its usual port, without a user.</summary>
    /// <param name="address">An absolute address.</param>
    public static bool IsGoogles(Uri address) =>
        address is { UserInfo: "", IsDefaultPort: true }
        && address.Scheme == Uri.UriSchemeHttps
        && address.IdnHost.EndsWith(GooglesHosts, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for http or https on this machine's loopback: its addresses, or the name localhost and no other.</summary>
    /// <param name="address">An absolute address.</param>
    public static bool IsThisMachine(Uri address) =>
        address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && (IPAddress.TryParse(address.IdnHost, out var number) ? IPAddress.IsLoopback(number) : address.IdnHost == "localhost");

    /// <summary>True where an API may be: Google's servers and this machine, without query or fragment.</summary>
    /// <param name="address">An absolute address.</param>
    public static bool IsEndpoint(Uri address) =>
        (IsGoogles(address) || IsThisMachine(address)) && address.Query.Length == 0 && address.Fragment.Length == 0;

    /// <summary>True where an answer of the API may send the next request: to the same server, or from one of Google's to another.</summary>
    /// <param name="endpoint">Where the API is.</param>
    /// <param name="address">What the answer names.</param>
    public static bool IsBeside(Uri endpoint, Uri address) =>
        (IsSameServer(endpoint, address) && address.UserInfo.Length == 0) || (IsGoogles(endpoint) && IsGoogles(address));

    /// <summary>True where scheme, host and port are the same.</summary>
    /// <param name="one">An absolute address.</param>
    /// <param name="other">Another one.</param>
    public static bool IsSameServer(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>The address where it may be an API's; whatever has read the settings.</summary>
    /// <param name="address">What the settings say.</param>
    /// <param name="setting">The setting, for messages: <c>bigQuery.endpoint</c>.</param>
    /// <exception cref="PipelineException">It is neither Google's nor this machine's.</exception>
    public static Uri Require(Uri address, string setting) => IsEndpoint(address) ? address : throw new PipelineException(
        PipelineErrorKind.Settings,
        $"{setting} is {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}, which is neither Google's server nor an emulator on this machine.",
        "Leave it out, or give the address of an emulator on this machine, such as http://localhost:9060.",
        setting);
}
