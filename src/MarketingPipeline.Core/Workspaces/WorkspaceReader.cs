using System.Globalization;
using MarketingPipeline.Core.Workspaces.Settings;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>Finds, reads and validates a workspace.</summary>
public static class WorkspaceReader
{
    internal const string FileName = "pipeline.json";
    internal const string DefaultWarehouse = "warehouse";
    private const string NotFoundAdvice = "Make one with New-PipelineWorkspace, or name another folder with -Workspace.";

    /// <summary>
    /// The folder of the nearest pipeline.json: <paramref name="path"/> itself where it is given, else the folder that the
    /// environment variable names, else <paramref name="currentFolder"/> and upwards.
    /// </summary>
    /// <remarks>Both may also name the pipeline.json itself, and be relative to <paramref name="currentFolder"/>; an empty one is not given.</remarks>
    /// <exception cref="PipelineException">No pipeline.json is there.</exception>
    public static string Find(string? path, string? environmentVariable, string currentFolder)
    {
        var start = Path.GetFullPath(currentFolder);
        if (!string.IsNullOrWhiteSpace(path))
        {
            return Named(path, start, "-Workspace");
        }

        if (!string.IsNullOrWhiteSpace(environmentVariable))
        {
            return Named(environmentVariable, start, "MARKETINGPIPELINE_WORKSPACE");
        }

        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, FileName)))
            {
                return Path.TrimEndingDirectorySeparator(folder);
            }
        }

        throw NotFound($"There is no {FileName} in '{start}' or a folder above it.", start);
    }

    /// <summary>Reads pipeline.json and clients/*.json; whatever is wrong is in <see cref="Workspace.Findings"/>.</summary>
    /// <param name="root">The workspace's folder.</param>
    /// <param name="patterns">Checks the regular expressions of channel rules.</param>
    /// <exception cref="PipelineException">pipeline.json itself cannot be used; carries all findings.</exception>
    public static Workspace Read(string root, IPatternCheck patterns) => Read(root, patterns, addition: null);

    /// <summary>Reads the workspace as it would be with one more client's file.</summary>
    internal static Workspace Read(string root, IPatternCheck patterns, ClientFile? addition)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var findings = new SettingsFindings(FileName, client: null);
        var pipeline = ReadPipeline(root, patterns, findings);

        var clients = FilesOf(root, findings)
            .Concat(addition is null ? [] : [addition])
            .OrderBy(file => file.FileName, StringComparer.Ordinal)
            .Select(file => ClientSettings.Read(file, root, pipeline?.Engine))
            .ToList();
        CheckNames(clients);
        var owners = SharedProperties.Check(clients);
        var all = findings.All.Concat(clients.SelectMany(client => client.Findings.All)).ToList();

        if (pipeline is null || findings.HasErrors)
        {
            throw Unusable(root, findings.All.First(finding => finding.Severity == FindingSeverity.Error), all);
        }

        return new Workspace
        {
            Root = root,
            Engine = pipeline.Engine!.Value,
            DuckDbPath = pipeline.DuckDbPath ?? Path.Combine(root, DefaultWarehouse),
            BigQuery = pipeline.BigQuery,
            ChannelRules = pipeline.ChannelRules,
            ChannelSites = pipeline.ChannelSites,
            KnownSites = pipeline.KnownSites,
            Clients = clients
                .Where(client => !client.Findings.HasErrors)
                .Select(client => client.ToClient(pipeline, client.Ga4?.SourceKey is { } source ? owners[source] : []))
                .OrderBy(client => client.Name)
                .ToList(),
            Findings = all,
            BrokenClients = clients
                .Where(client => client.Findings.HasErrors)
                .Select(client => client.File.Label)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToList(),
        };
    }

    private static string Named(string given, string start, string parameter)
    {
        string full;
        try
        {
            full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given, start));
        }
        catch (ArgumentException error)
        {
            throw new PipelineException(PipelineErrorKind.Settings, $"{ShownText.Quote(given)} ({parameter}) is not a path.", NotFoundAdvice, given, error);
        }

        if (File.Exists(Path.Combine(full, FileName)))
        {
            return full;
        }

        var sameName = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (File.Exists(full) && Path.GetFileName(full).Equals(FileName, sameName))
        {
            return Path.GetDirectoryName(full)!;
        }

        throw NotFound($"There is no {FileName} in '{full}' ({parameter}).", full);
    }

    private static PipelineException NotFound(string message, string folder) =>
        new(PipelineErrorKind.Settings, message, NotFoundAdvice, folder);

    private static PipelineSettings? ReadPipeline(string root, IPatternCheck patterns, SettingsFindings findings)
    {
        var path = Path.Combine(root, FileName);
        if (!File.Exists(path))
        {
            findings.Error(null, $"There is no {FileName} in '{ShownText.Escape(root)}'.", NotFoundAdvice);
            return null;
        }

        return SettingsFile.ReadBytes(path, findings) is { } bytes && SettingsFile.Parse(bytes, SettingsShape.Pipeline, findings) is { } file
            ? PipelineSettings.Read(file, root) with { ChannelRules = ChannelSettings.Rules(file, patterns) }
            : null;
    }

    private static IReadOnlyList<ClientFile> FilesOf(string root, SettingsFindings findings)
    {
        try
        {
            return ClientFile.In(root);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            findings.Error(null, $"The folder {ClientFile.Folder} cannot be read: {ShownText.Escape(error.Message)}", "Check that you may read it.");
            return [];
        }
    }

    // Only x.json beside x.JSON can come to this: a file's name is its client's.
    private static void CheckNames(IReadOnlyList<ClientSettings> clients)
    {
        foreach (var twins in clients.Where(client => client.File.Name is not null).GroupBy(client => client.File.Name).Where(twins => twins.Count() > 1))
        {
            foreach (var client in twins)
            {
                client.Findings.Error("name", $"The client {client.File.Label} has {string.Join(" and ", twins.Select(twin => twin.File.FileName))}.", "Keep one of the files.");
            }
        }
    }

    private static PipelineException Unusable(string root, Finding first, IReadOnlyList<Finding> all)
    {
        var errors = all.Count(finding => finding.Severity == FindingSeverity.Error);
        var more = errors > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({errors} errors in all.)") : "";
        var where = first.Property is null ? "" : $" {first.Property}:";
        return new PipelineException(
            PipelineErrorKind.Settings,
            $"{FileName} in '{root}' cannot be used.{where} {first.Message}{more}",
            first.Advice!,
            Path.Combine(root, FileName))
        {
            Findings = all,
        };
    }
}
