using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Where the API is, in which version. Tokens go to Google's servers or to this machine, never elsewhere.</summary>
internal sealed record ApiEndpoint
{
    private static readonly Uri Google = new("https://googleads.googleapis.com/");

    private ApiEndpoint(Uri address, string version) => (Address, Version) = (address, version);

    /// <summary>The address, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>The version, <c>v25</c>.</summary>
    public string Version { get; }

    /// <summary>True for an emulator on this machine.</summary>
    public bool IsEmulator => GoogleAddress.IsThisMachine(Address);

    /// <summary>What the settings say.</summary>
    /// <exception cref="Core.PipelineException">The address is neither Google's nor this machine's.</exception>
    public static ApiEndpoint Of(GoogleAdsSettings settings)
    {
        var address = GoogleAddress.Require(settings.Endpoint ?? Google, "googleAds.endpoint");
        return new ApiEndpoint(new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"), settings.ApiVersion);
    }

    /// <summary>The address of a method of an account.</summary>
    public Uri Method(string customerId, string method) => new(Address, $"{Version}/customers/{Uri.EscapeDataString(customerId)}/{method}");
}
