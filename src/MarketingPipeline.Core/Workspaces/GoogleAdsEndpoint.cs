namespace MarketingPipeline.Core.Workspaces;

/// <summary>Where the Google Ads API may be: whoever signs in there hands over tokens, so it is Google's server or this machine.</summary>
public static class GoogleAdsEndpoint
{
    /// <summary>Google's own address.</summary>
    public static Uri Google { get; } = new("https://googleads.googleapis.com/");

    /// <summary>True for Google's server over https, and for an emulator on this machine; without user, query or fragment.</summary>
    /// <param name="address">An absolute address.</param>
    public static bool IsAllowed(Uri address) =>
        address is { UserInfo: "", Query: "", Fragment: "" } && (IsGoogle(address) || IsEmulator(address));

    /// <summary>True for http or https on this machine's loopback.</summary>
    /// <param name="address">An absolute address.</param>
    public static bool IsEmulator(Uri address) =>
        address.IsLoopback && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static bool IsGoogle(Uri address) =>
        address.AbsolutePath == "/" && Uri.Compare(address, Google, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
