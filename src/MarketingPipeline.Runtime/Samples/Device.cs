namespace MarketingPipeline.Runtime.Samples;

/// <summary>A device as GA4 describes it, and how common it is.</summary>
internal sealed record Device(
    int Weight, string Category, string Brand, string Model, string OperatingSystem, string OsVersion, string Browser, string BrowserVersion)
{
    public static readonly IReadOnlyList<Device> All =
    [
        new(34, "mobile", "Apple", "iPhone", "iOS", "18.5", "Safari", "18.5"),
        new(8, "mobile", "Apple", "iPhone", "iOS", "18.5", "Safari (in-app)", "(not set)"),
        new(20, "mobile", "Samsung", "SM-S921B", "Android", "Android 15", "Chrome", "138.0.0.0"),
        new(9, "mobile", "Xiaomi", "23129RAA4G", "Android", "Android 14", "Chrome", "137.0.0.0"),
        new(5, "mobile", "Google", "Pixel 9", "Android", "Android 16", "Android Webview", "138.0.7204"),
        new(12, "desktop", "Google", "Chrome", "Windows", "Windows 11", "Chrome", "138.0.0.0"),
        new(5, "desktop", "Microsoft", "Edge", "Windows", "Windows 10", "Edge", "138.0.0.0"),
        new(6, "desktop", "Apple", "Safari", "Macintosh", "Intel 10.15", "Safari", "18.5"),
        new(2, "desktop", "Mozilla", "Firefox", "Linux", "Linux x86_64", "Firefox", "140.0"),
        new(3, "tablet", "Apple", "iPad", "iOS", "17.7", "Safari", "17.7"),
        new(1, "tablet", "Samsung", "SM-X210", "Android", "Android 14", "Samsung Internet", "28.0"),
    ];
}

/// <summary>Where a visitor is, as GA4 describes it, the browser's language, and how common it is.</summary>
internal sealed record Place(int Weight, string Continent, string SubContinent, string Country, string Region, string City, string Language)
{
    public static readonly IReadOnlyList<Place> All =
    [
        new(24, "Asia", "Southeast Asia", "Thailand", "Phuket", "Phuket", "th"),
        new(7, "Asia", "Southeast Asia", "Thailand", "Phuket", "Patong", "en-us"),
        new(16, "Asia", "Southeast Asia", "Thailand", "Bangkok", "Bangkok", "th-th"),
        new(8, "Asia", "Southeast Asia", "Singapore", "(not set)", "Singapore", "en-sg"),
        new(5, "Asia", "Southeast Asia", "Malaysia", "Federal Territory of Kuala Lumpur", "Kuala Lumpur", "en-gb"),
        new(9, "Europe", "Eastern Europe", "Russia", "Moscow", "Moscow", "ru-ru"),
        new(8, "Europe", "Northern Europe", "United Kingdom", "England", "London", "en-gb"),
        new(6, "Europe", "Western Europe", "Germany", "Bavaria", "Munich", "de-de"),
        new(7, "Oceania", "Australasia", "Australia", "New South Wales", "Sydney", "en-au"),
        new(5, "Asia", "Southern Asia", "India", "Maharashtra", "Mumbai", "en-in"),
        new(4, "Americas", "Northern America", "United States", "New York", "New York", "en-us"),
        new(3, "Americas", "South America", "Brazil", "State of São Paulo", "São Paulo", "pt-br"),
        new(2, "(not set)", "(not set)", "(not set)", "(not set)", "(not set)", "en-us"),
    ];
}
