using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Where the API is and whose project runs the jobs.</summary>
internal sealed record BigQueryEndpoint
{
    /// <summary>The setting that gives another address.</summary>
    public const string Setting = "bigQuery.endpoint";

    private const string Service = "bigquery/v2/";

    /// <summary>Google's own address.</summary>
    public static Uri Google { get; } = new("https://bigquery.googleapis.com/");

    /// <summary>The project that runs the jobs.</summary>
    public required string Project { get; init; }

    /// <summary>Where jobs run; null leaves that to the server.</summary>
    public string? Location { get; init; }

    /// <summary>The address without <c>bigquery/v2</c>.</summary>
    public Uri Address { get; init; } = Google;

    /// <summary>What carries the requests; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>What a workspace says; its address may be given with or without the service's path.</summary>
    public static BigQueryEndpoint Of(BigQuerySettings settings)
    {
        var address = GoogleAddress.Require(settings.Endpoint ?? Google, Setting).GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (address.EndsWith("/" + Service.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
        {
            address = address[..^Service.Length];
        }

        return new BigQueryEndpoint { Project = settings.Project, Location = settings.Location, Address = new Uri(address.TrimEnd('/') + "/") };
    }

    /// <summary>The address of a method below projects/{project}.</summary>
    /// <param name="path">The path, its parts escaped by <see cref="Path"/>.</param>
    /// <param name="query">Parameters; those that are null are left out.</param>
    public Uri Method(string path, params (string Name, string? Value)[] query) => Build(Service, path, query);

    /// <summary>The address of a method that takes a file.</summary>
    public Uri Upload(string path, params (string Name, string? Value)[] query) => Build("upload/" + Service, path, query);

    /// <summary>A path of names, each escaped.</summary>
    public static string Path(params string[] parts) => string.Join('/', parts.Select(Uri.EscapeDataString));

    private Uri Build(string service, string path, (string Name, string? Value)[] query)
    {
        var parameters = query.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}").ToList();
        var root = new Uri(Address.AbsoluteUri.TrimEnd('/') + "/");
        return new Uri(root, $"{service}projects/{Uri.EscapeDataString(Project)}/{path}{(parameters.Count == 0 ? "" : "?" + string.Join('&', parameters))}");
    }
}
