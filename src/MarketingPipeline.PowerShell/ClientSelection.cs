using System.Management.Automation;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell;

/// <summary>Which clients a name or pattern means.</summary>
internal static class ClientSelection
{
    /// <summary>The clients whose settings hold and whose name matches, in the workspace's order.</summary>
    internal static IEnumerable<Client> Matching(this Workspace workspace, string pattern) =>
        workspace.Clients.Where(client => Matches(pattern, client.Name.Value));

    /// <summary>The clients whose name matches and whose settings have errors, with what is wrong.</summary>
    internal static IEnumerable<(string Name, IReadOnlyList<Finding> Findings)> BrokenMatching(this Workspace workspace, string pattern) =>
        from name in workspace.BrokenClients
        where Matches(pattern, name) || Matches(pattern, Path.GetFileNameWithoutExtension(name))
        select (name, workspace.FindingsOf(name));

    /// <summary>The error of a client whose settings have errors: file, property, what is wrong and what to do.</summary>
    internal static PipelineException Error(string client, IReadOnlyList<Finding> findings)
    {
        var wrong = findings.Where(finding => finding.Severity == FindingSeverity.Error).DefaultIfEmpty(findings.FirstOrDefault()).OfType<Finding>().ToList();
        return new PipelineException(
            PipelineErrorKind.Settings,
            wrong.Count == 0 ? $"{client}: the settings have errors." : $"{client}: " + string.Join(" ", wrong.Select(Describe)),
            wrong.Count == 0 ? "Run Test-PipelineClient to see them." : string.Join(" ", wrong.Select(finding => finding.Advice).OfType<string>().Distinct()),
            client)
        { Findings = findings };
    }

    /// <summary>The error of a name that no client has.</summary>
    internal static PipelineException Unknown(string name, Workspace workspace) => new(
        PipelineErrorKind.NotFound,
        $"There is no client '{name}' in {workspace.Root}.",
        workspace.Clients.Count == 0
            ? "Add one with New-PipelineClient."
            : $"Clients are: {string.Join(", ", workspace.Clients.Take(20).Select(client => client.Name.Value))}{(workspace.Clients.Count > 20 ? ", …" : "")}.",
        name);

    /// <summary>Whether a text means to match several names.</summary>
    internal static bool IsPattern(string text) => WildcardPattern.ContainsWildcardCharacters(text);

    /// <summary>Whether a name matches, case aside.</summary>
    internal static bool Matches(string pattern, string name) => IsPattern(pattern)
        ? new WildcardPattern(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(name)
        : string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<Finding> FindingsOf(this Workspace workspace, string name) =>
        [.. workspace.Findings.Where(finding => SameFile(finding.Client, name) || SameFile(finding.Target, name))];

    private static bool SameFile(string? stated, string name) =>
        stated is not null && string.Equals(Stem(stated), Stem(name), StringComparison.OrdinalIgnoreCase);

    // A broken client goes by its file's name where the name itself is what is wrong.
    private static string Stem(string nameOrFile)
    {
        var file = nameOrFile[(nameOrFile.LastIndexOfAny(['/', '\\']) + 1)..];
        return file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? file[..^5] : file;
    }

    private static string Describe(Finding finding) =>
        $"{finding.Target}{(finding.Property is null ? "" : $", {finding.Property}")}: {finding.Message}";
}
