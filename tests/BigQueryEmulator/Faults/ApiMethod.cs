namespace MarketingPipeline.BigQueryEmulator.Faults;

/// <summary>The API's name of a request's method.</summary>
public static class ApiMethod
{
    /// <summary>The path with which the endpoints are mapped: without the prefix that clients of the real server use.</summary>
    public static string Route(string path)
    {
        foreach (var (prefix, mapped) in ((string, string)[])[("/resumable/upload", "/upload"), ("/upload", "/upload"), ("", "")])
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var rest = path[prefix.Length..];
            const string version = "/bigquery/v2";
            return mapped + (rest.StartsWith(version + "/", StringComparison.Ordinal) ? rest[version.Length..] : rest);
        }

        return path;
    }

    public static string Of(string verb, string route)
    {
        var isUpload = route.StartsWith("/upload/", StringComparison.Ordinal);
        var parts = (isUpload ? route["/upload".Length..] : route).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var path = parts.Length > 2 && parts[0] == "projects" ? parts[2..] : [];
        return (verb, path) switch
        {
            ("PUT", ["jobs"]) when isUpload => "jobs.upload",
            ("POST", ["jobs"]) => "jobs.insert",
            ("GET", ["jobs"]) => "jobs.list",
            ("GET", ["jobs", _]) => "jobs.get",
            ("POST", ["jobs", _, "cancel"]) => "jobs.cancel",
            ("POST", ["queries"]) => "jobs.query",
            ("GET", ["queries", _]) => "jobs.getQueryResults",
            ("GET", ["datasets"]) => "datasets.list",
            ("POST", ["datasets"]) => "datasets.insert",
            (_, ["datasets", _]) => "datasets." + Verb(verb),
            ("GET", ["datasets", _, "tables"]) => "tables.list",
            ("POST", ["datasets", _, "tables"]) => "tables.insert",
            (_, ["datasets", _, "tables", _]) => "tables." + Verb(verb),
            (_, ["datasets", _, "tables", _, "data"]) => "tabledata.list",
            (_, ["datasets", _, "tables", _, "insertAll"]) => "tabledata.insertAll",
            _ => "unknown",
        };
    }

    private static string Verb(string verb) => verb switch
    {
        "GET" => "get",
        "PATCH" => "patch",
        "PUT" => "update",
        "DELETE" => "delete",
        _ => "unknown",
    };
}
