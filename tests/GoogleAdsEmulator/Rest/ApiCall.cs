using System.Globalization;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>What a request's path asks for: one of the emulator's methods, with the API's version and the customer as the path spells them.</summary>
public sealed record ApiCall(string Method, int? Version = null, string? Customer = null)
{
    public const string Token = "token";
    public const string ListAccessibleCustomers = "listAccessibleCustomers";
    public const string Search = "search";
    public const string SearchStream = "searchStream";
    public const string Unknown = "unknown";

    public static ApiCall Of(string httpMethod, string path)
    {
        if (path == "/token")
        {
            return new(httpMethod == "POST" ? Token : Unknown);
        }

        if (path.Split('/') is not ["", ['v', .. var digits], .. var rest] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return new(Unknown);
        }

        return (httpMethod, rest) switch
        {
            ("GET", ["customers:listAccessibleCustomers"]) => new(ListAccessibleCustomers, version),
            ("POST", ["customers", var customer, "googleAds:search"]) => new(Search, version, customer),
            ("POST", ["customers", var customer, "googleAds:searchStream"]) => new(SearchStream, version, customer),
            _ => new(Unknown, version),
        };
    }
}
