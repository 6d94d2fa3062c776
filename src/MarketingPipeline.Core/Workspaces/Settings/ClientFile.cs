namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A file of clients/, or one that is about to be written there.</summary>
internal sealed record ClientFile
{
    public const string Folder = "clients";
    private const string Extension = ".json";

    public ClientFile(string root, string fileName, byte[]? content = null)
    {
        FileName = fileName;
        FullPath = Path.Combine(root, Folder, fileName);
        Content = content;
        Name = ClientName.TryParse(fileName[..^Extension.Length], out var name) ? name : null;
    }

    public string FileName { get; }

    public string FullPath { get; }

    /// <summary>What would be written; null where the file is there to be read.</summary>
    public byte[]? Content { get; }

    /// <summary>The client that the file is named for; null where that is no name of a client.</summary>
    public ClientName? Name { get; }

    /// <summary>What a finding calls the client.</summary>
    public string Label => Name?.Value ?? ShownText.Escape(FileName);

    /// <summary>The file as findings name it: relative to the workspace, with forward slashes.</summary>
    public string Target => $"{Folder}/{ShownText.Escape(FileName)}";

    /// <summary>The client files of a workspace, ordered; hidden files and files of other kinds are not ours.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static IReadOnlyList<ClientFile> In(string root)
    {
        var folder = Path.Combine(root, Folder);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder)
            .Select(path => Path.GetFileName(path))
            .Where(IsClientFile)
            .Order(StringComparer.Ordinal)
            .Select(name => new ClientFile(root, name))
            .ToList();
    }

    private static bool IsClientFile(string name) =>
        !name.StartsWith('.') && name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
}
