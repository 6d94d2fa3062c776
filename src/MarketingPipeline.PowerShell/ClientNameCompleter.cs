using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.PowerShell;

/// <summary>Completes client names. It must never fail: where no workspace can be read there is nothing to offer.</summary>
public sealed class ClientNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var begin = wordToComplete.Trim('\'', '"');
        return
        [
            .. Names(fakeBoundParameters["Workspace"])
                .Where(name => ClientSelection.Matches(begin + "*", name))
                .Select(name => new CompletionResult(name)),
        ];
    }

    private static IReadOnlyList<string> Names(object? workspace)
    {
        try
        {
            var folder = CurrentFolder();
            var root = WorkspaceReader.Find(
                workspace is string given ? Path.GetFullPath(given, folder) : null,
                Environment.GetEnvironmentVariable(Locations.WorkspaceVariable),
                folder);
            return [.. WorkspaceFiles.Read(root).Clients.Select(client => client.Name.Value)];
        }
        catch (Exception unreadable) when (unreadable is PipelineException or IOException or UnauthorizedAccessException or RuntimeException or ArgumentException)
        {
            return [];
        }
    }

    // A completer is not a cmdlet and has no session state of its own.
    private static string CurrentFolder() => ScriptBlock
        .Create("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath")
        .Invoke()
        .Select(found => found?.BaseObject as string)
        .FirstOrDefault() ?? Environment.CurrentDirectory;
}
