using System.Text;
using MarketingPipeline.Core.Workspaces.Settings;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>Writes a workspace's files.</summary>
public static class WorkspaceWriter
{
    /// <summary>Writes pipeline.json, clients/ and the JSON schemas; refuses a folder that already holds a pipeline.json.</summary>
    /// <returns>The files written, absolute.</returns>
    /// <exception cref="PipelineException">The folder holds a pipeline.json, or the settings do not hold; nothing is written.</exception>
    public static IReadOnlyList<string> Create(string root, WarehouseEngine engine, BigQuerySettings? bigQuery)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var pipeline = Path.Combine(root, WorkspaceReader.FileName);
        if (Path.Exists(pipeline))
        {
            throw Exists($"'{root}' already holds a {WorkspaceReader.FileName}.", "Choose another folder.", pipeline);
        }

        var settings = SettingsText.Pipeline(engine, bigQuery);
        CheckPipeline(settings, root, pipeline);

        // pipeline.json last: until it is there, the folder is no workspace, and Create can be called again.
        var written = new List<string>();
        foreach (var schema in JsonSchemas.Names)
        {
            written.Add(Write(Path.Combine(root, "schemas", schema), Encoding.UTF8.GetBytes(JsonSchemas.Read(schema)), replace: true));
        }

        // git keeps no empty folder; the reader passes over hidden files.
        var keep = Path.Combine(root, ClientFile.Folder, ".gitkeep");
        if (!File.Exists(keep))
        {
            written.Add(Write(keep, []));
        }

        if (IgnoreWarehouse(Path.Combine(root, ".gitignore")) is { } ignore)
        {
            written.Add(ignore);
        }

        written.Add(Write(pipeline, settings));
        return written;
    }

    /// <summary>Writes clients/&lt;name&gt;.json; refuses to overwrite.</summary>
    /// <param name="root">The workspace's folder.</param>
    /// <param name="client">The client.</param>
    /// <param name="patterns">Checks the regular expressions of the workspace that it is added to.</param>
    /// <returns>The file written, absolute.</returns>
    /// <exception cref="PipelineException">The file exists, or the settings do not hold or contradict another client's; nothing is written.</exception>
    public static string AddClient(string root, ClientDraft client, IPatternCheck patterns)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var file = new ClientFile(root, $"{client.Name}.json", SettingsText.Client(client));
        var before = WorkspaceReader.Read(root, patterns);

        // In any case: on Windows Foo.json is the same file.
        if (ClientFile.In(root).Any(known => known.FileName.Equals(file.FileName, StringComparison.OrdinalIgnoreCase)))
        {
            throw Exists($"The client {client.Name} already has a file, {file.Target}.", "Change that file, or remove the client first.", file.FullPath);
        }

        // Also what it newly breaks in others: a property that two clients would count as theirs is no less wrong for being their error.
        var wrong = WorkspaceReader.Read(root, patterns, file).Findings
            .Except(before.Findings)
            .Where(finding => finding.Severity == FindingSeverity.Error)
            .ToList();
        if (wrong.Count > 0)
        {
            var where = wrong[0].Property is null ? "" : $" {wrong[0].Target}, {wrong[0].Property}:";
            throw new PipelineException(PipelineErrorKind.Settings, $"The client {client.Name} cannot be added.{where} {wrong[0].Message}", wrong[0].Advice!, file.FullPath)
            {
                Findings = wrong,
            };
        }

        return Write(file.FullPath, file.Content!);
    }

    /// <summary>Deletes clients/&lt;name&gt;.json. The client's tables stay.</summary>
    /// <returns>The file deleted, absolute.</returns>
    /// <exception cref="PipelineException">There is no such client.</exception>
    public static string RemoveClient(string root, ClientName name)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

        // By the listed name, in its case: File.Exists would also say yes to Foo.json on Windows.
        var file = ClientFile.In(root).LastOrDefault(known => known.Name == name)
            ?? throw new PipelineException(
                PipelineErrorKind.NotFound,
                $"There is no client {name} in '{root}'.",
                "Get-PipelineClient lists the clients.",
                name.Value);
        try
        {
            File.Delete(file.FullPath);
            return file.FullPath;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(file.FullPath, "deleted", error);
        }
    }

    private static void CheckPipeline(byte[] settings, string root, string path)
    {
        var findings = new SettingsFindings(WorkspaceReader.FileName, client: null);
        if (SettingsFile.Parse(settings, SettingsShape.Pipeline, findings) is { } file)
        {
            PipelineSettings.Read(file, root);
        }

        if (findings.HasErrors)
        {
            throw new PipelineException(PipelineErrorKind.Settings, $"The workspace cannot be created. {findings.All[0].Message}", findings.All[0].Advice!, path)
            {
                Findings = findings.All,
            };
        }
    }

    private static string? IgnoreWarehouse(string path)
    {
        const string Line = $"/{WorkspaceReader.DefaultWarehouse}/";
        var before = File.Exists(path) ? File.ReadAllText(path) : "";
        if (before.Split('\n').Any(line => line.Trim() == Line))
        {
            return null;
        }

        var separator = before.Length == 0 || before.EndsWith('\n') ? "" : "\n";
        return Write(path, Encoding.UTF8.GetBytes($"{before}{separator}{Line}\n"), replace: true);
    }

    private static string Write(string path, byte[] content, bool replace = false)
    {
        try
        {
            WholeFile.Write(path, content, replace);
            return path;
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            throw Exists($"'{path}' already exists.", "It was written by someone else just now; look at it first.", path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, "written", error);
        }
    }

    private static PipelineException Exists(string message, string advice, string path) =>
        new(PipelineErrorKind.Argument, message, advice, path);

    private static PipelineException Unwritable(string path, string verb, Exception error) => new(
        PipelineErrorKind.Settings,
        $"'{path}' cannot be {verb}: {error.Message}",
        "Check that the folder exists, has space, and that you may write to it.",
        path,
        error);
}
