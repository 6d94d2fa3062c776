using Microsoft.AspNetCore.WebUtilities;

namespace MarketingPipeline.GoogleAdsEmulator.SignIn;

/// <summary>The form of a request for a token.</summary>
internal static class TokenForm
{
    public static IReadOnlyDictionary<string, string> Read(string body)
    {
        using var form = new FormReader(body);
        return form.ReadForm().ToDictionary(field => field.Key, field => field.Value.ToString());
    }
}
