using System.Buffers.Text;
using System.Security.Cryptography;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>Twenty-two characters that say nothing, as Google's request ids and page tokens do.</summary>
internal static class RequestId
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
