using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace MarketingPipeline.Host;

/// <summary>
/// A script file as a function of the session. Run as a file, its <c>exit</c> would end the script and tell nobody; in a
/// function it reaches the host. It still knows its own folder.
/// </summary>
internal static class ScriptFile
{
    internal const string Function = "Invoke-RequestedScript";

    /// <exception cref="ParseException">The file is no script.</exception>
    internal static void Load(Runspace runspace, string file)
    {
        var script = Parser.ParseFile(file, out _, out var errors);
        if (errors.Length > 0) throw new ParseException(errors);

        using var shell = PowerShell.Create(runspace);
        shell.AddScript($"param($body) ${{function:{Function}}} = $body", useLocalScope: false).AddArgument(script.GetScriptBlock()).Invoke();
    }

    internal static CommandInfo Find(Runspace runspace) => runspace.SessionStateProxy.InvokeCommand.GetCommand(Function, CommandTypes.Function);
}
