namespace MarketingPipeline.Workbench;

/// <summary>Data and cases that lie beside the repository and are no part of it: shared/data and shared/cases.</summary>
internal static class SharedData
{
    /// <summary>The folder or file, looked for from the tests upwards; null where it is absent.</summary>
    public static string? Find(string path)
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            var found = Path.Combine([place.FullName, "shared", .. path.Split('/')]);
            if (Path.Exists(found))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The lines of a csv file without quotes, its header first; empty where the file is absent.</summary>
    public static IReadOnlyList<string[]> Csv(string path) =>
        Find(path) is { } file ? [.. File.ReadAllLines(file).Where(line => line.Length > 0).Select(line => line.Split(','))] : [];

    /// <summary>The rows of a csv file as a theory's; one row of nothing where the file is absent, so that the theory is skipped and not missing.</summary>
    public static IEnumerable<object?[]> Rows(string path)
    {
        var lines = Csv(path);
        return lines.Count > 0 ? lines.Skip(1).Select(line => line.ToArray<object?>()) : [new object?[1]];
    }

    public static string Missing(string path) => $"../shared/{path} is not beside the repository.";
}
