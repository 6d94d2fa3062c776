using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Where the API is, in which version. Tokens go to Google's server or to this machine, never elsewhere.</summary>
internal sealed record ApiEndpoint
{
    private const string Setting = "googleAds.endpoint";

    private ApiEndpoint(Uri address, string version) => (Address, Version) = (address, version);

    /// <summary>The address, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>The version, <c>v25</c>.</summary>
    public string Version { get; }

    /// <summary>True for an emulator on this machine.</summary>
    public bool IsEmulator => GoogleAdsEndpoint.IsEmulator(Address);

    /// <summary>What the settings say; refuses a server to which no token may go, whatever read the settings.</summary>
    /// <exception cref="PipelineException">The address is neither Google's nor this machine's.</exception>
    public static ApiEndpoint Of(GoogleAdsSettings settings)
    {
        var address = settings.Endpoint ?? GoogleAdsEndpoint.Google;
        return GoogleAdsEndpoint.IsAllowed(address)
            ? new ApiEndpoint(new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"), settings.ApiVersion)
            : throw new PipelineException(
                PipelineErrorKind.Settings,
                $"{Setting} is {address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}, which is neither Google's server nor an emulator on this machine.",
                "Leave it out, or give the address of an emulator on this machine, such as http://localhost:9060.",
                Setting);
    }

    /// <summary>The address of a method of an account.</summary>
    public Uri Method(string customerId, string method) => new(Address, $"{Version}/customers/{Uri.EscapeDataString(customerId)}/{method}");
}
