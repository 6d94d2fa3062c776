namespace MarketingPipeline.GoogleAdsEmulator.Tests.Loading;

/// <summary>Data that lies beside the repository and is no part of it.</summary>
internal static class SharedData
{
    public const string Missing = "The account's figures (../shared/data/google_ads_numbers) are not beside the repository.";

    /// <summary>The folder of a real account's figures, looked for from the tests upwards; null where it is absent.</summary>
    public static string? GoogleAdsNumbers
    {
        get
        {
            for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
            {
                var found = Path.Combine(place.FullName, "shared", "data", "google_ads_numbers");
                if (Directory.Exists(found)) return found;
            }

            return null;
        }
    }
}
