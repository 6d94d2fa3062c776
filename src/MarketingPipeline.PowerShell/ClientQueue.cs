using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.PowerShell;

/// <summary>The names that have come as arguments and through the pipeline, until all are there.</summary>
internal sealed class ClientQueue
{
    private readonly List<(string? Workspace, string Name)> _names = [];
    private readonly Dictionary<(string?, string), DateOnly> _asOf = [];
    private readonly HashSet<(string?, string)> _failed = [];
    private readonly HashSet<(string?, string)> _planned = [];

    /// <summary>Takes a name or pattern.</summary>
    /// <param name="workspace">The workspace as it was given.</param>
    /// <param name="name">The name or pattern.</param>
    /// <param name="asOf">The as-of date that came with it.</param>
    /// <param name="status">What became of the table that it came with.</param>
    internal void Add(string? workspace, string name, DateOnly? asOf = null, TableStatus? status = null)
    {
        var key = (workspace, name.ToLowerInvariant());
        if (!_names.Contains(key))
        {
            _names.Add(key);
        }

        if (asOf is { } date)
        {
            _asOf.TryAdd(key, date);
        }

        if (status == TableStatus.Failed)
        {
            _failed.Add(key);
        }

        if (status == TableStatus.Planned)
        {
            _planned.Add(key);
        }
    }

    /// <summary>Finds the clients that are meant, each once, in the order in which they were first named.</summary>
    /// <param name="rootOf">The folder of a workspace as it was given.</param>
    internal ClientChoice Resolve(Func<string?, string> rootOf)
    {
        var choice = new ClientChoice();
        var workspaces = new Dictionary<string, Workspace>(StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();

        foreach (var key in _names)
        {
            var workspace = Read(key.Workspace);
            var clients = workspace.Matching(key.Name).ToList();
            var broken = workspace.BrokenMatching(key.Name).ToList();

            foreach (var client in clients.Where(client => seen.Add((workspace.Root, client.Name.Value))))
            {
                if (_failed.Contains(key))
                {
                    choice.Skipped.Add(client.Name.Value);
                }
                else
                {
                    choice.Work.Add(new ChosenClient(workspace, client, AsOf(key), _planned.Contains(key)));
                }
            }

            foreach (var (name, findings) in broken.Where(found => seen.Add((workspace.Root, found.Name))))
            {
                choice.Broken.Add((name, findings, workspace.Root));
            }

            if (clients.Count + broken.Count > 0)
            {
                continue;
            }

            if (ClientSelection.IsPattern(key.Name))
            {
                choice.Unmatched.Add(key.Name);
            }
            else
            {
                choice.Unknown.Add(ClientSelection.Unknown(key.Name, workspace));
            }
        }

        return choice;

        Workspace Read(string? given)
        {
            var root = rootOf(given);
            if (workspaces.TryGetValue(root, out var known))
            {
                return known;
            }

            var workspace = WorkspaceFiles.Read(root);
            choice.Workspaces.Add(workspace);
            return workspaces[root] = workspace;
        }
    }

    private DateOnly? AsOf((string?, string) key) => _asOf.TryGetValue(key, out var date) ? date : null;
}

/// <summary>What the names that were given have turned out to mean.</summary>
internal sealed record ClientChoice
{
    /// <summary>The clients to work on.</summary>
    internal List<ChosenClient> Work { get; } = [];

    /// <summary>The workspaces they are in.</summary>
    internal List<Workspace> Workspaces { get; } = [];

    /// <summary>Clients that are not worked on because their settings have errors.</summary>
    internal List<(string Name, IReadOnlyList<Finding> Findings, string Root)> Broken { get; } = [];

    /// <summary>Clients that are left out because a step before has failed.</summary>
    internal List<string> Skipped { get; } = [];

    /// <summary>Names that no client has.</summary>
    internal List<PipelineException> Unknown { get; } = [];

    /// <summary>Patterns that match nothing.</summary>
    internal List<string> Unmatched { get; } = [];
}
