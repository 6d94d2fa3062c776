using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>How the Google Ads API is reached: pipeline.json says it for all clients, and a client's file for itself.</summary>
internal sealed partial record GoogleAdsConnection(string? LoginCustomerId, string? ApiVersion, GoogleAdsMethod? Method, Uri? Endpoint, string? CredentialsFile)
{
    private const string IdAdvice = "Give the account's ten digits as text, such as \"874-382-8607\".";
    private const string VersionAdvice = $"Give a version of the Google Ads API, such as \"{GoogleAdsSettings.DefaultApiVersion}\".";

    /// <summary>The properties that both files may have.</summary>
    public static SettingsProperty[] Properties { get; } =
        [new("loginCustomerId"), new("apiVersion"), new("method"), new("endpoint"), new("credentialsFile")];

    public static GoogleAdsConnection Read(SettingsObject settings, string root) => new(
        Id(settings.Find("loginCustomerId")),
        settings.Find("apiVersion")?.Shaped(Version(), "is not a version of the API", VersionAdvice),
        settings.Find("method")?.Choice(("SearchStream", GoogleAdsMethod.SearchStream), ("Search", GoogleAdsMethod.Search)),
        EndpointSetting.Read(settings.Find("endpoint")),
        SettingsFolder.Of(settings.Find("credentialsFile"), root, SettingsFolder.FileAdvice));

    /// <summary>An account's id, digits only.</summary>
    public static string? Id(SettingsValue? value) =>
        value?.Shaped(CustomerId(), "is not the id of a Google Ads account", IdAdvice)?.Replace("-", "", StringComparison.Ordinal);

    /// <summary>An account's id that has to be there.</summary>
    public static string? RequiredId(SettingsObject settings, string name) => Id(settings.Require(name, IdAdvice));

    /// <summary>What the client says, else what the workspace does.</summary>
    public GoogleAdsConnection Over(GoogleAdsConnection? workspace) => new(
        LoginCustomerId ?? workspace?.LoginCustomerId,
        ApiVersion ?? workspace?.ApiVersion,
        Method ?? workspace?.Method,
        Endpoint ?? workspace?.Endpoint,
        CredentialsFile ?? workspace?.CredentialsFile);

    [GeneratedRegex(@"\A([0-9]{3}-[0-9]{3}-[0-9]{4}|[0-9]{10})\z", RegexOptions.CultureInvariant)]
    private static partial Regex CustomerId();

    [GeneratedRegex(@"\Av[1-9][0-9]{0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
