namespace MarketingPipeline.GoogleAds;

/// <summary>One file of a folder of reports.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">Its path below the folder, with '/' on every system.</param>
/// <param name="Order">Its place among the folder's files, from 0.</param>
internal sealed record ReportFile(string Path, string Name, int Order)
{
    private static readonly string[] LineExtensions = [".jsonl", ".ndjson"];

    /// <summary>True where each line is a JSON value of its own.</summary>
    public bool HasLines => LineExtensions.Contains(ExtensionOf(Name));

    /// <summary>The report files in a folder and below it, in ordinal order of their names.</summary>
    public static IReadOnlyList<ReportFile> In(string folder)
    {
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        return
        [
            .. Directory.EnumerateFiles(folder, "*", everything)
                .Select(path => (Path: path, Name: System.IO.Path.GetRelativePath(folder, path).Replace(System.IO.Path.DirectorySeparatorChar, '/')))
                .Where(file => IsReport(file.Name))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select((file, order) => new ReportFile(file.Path, file.Name, order)),
        ];
    }

    // A leading dot hides a file everywhere but on Windows, where synchronised folders have such files all the same.
    private static bool IsReport(string name) =>
        !name.Split('/').Any(part => part.StartsWith('.')) && (ExtensionOf(name) == ".json" || LineExtensions.Contains(ExtensionOf(name)));

    private static string ExtensionOf(string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^".gz".Length] : name;
        return System.IO.Path.GetExtension(plain).ToLowerInvariant();
    }
}
