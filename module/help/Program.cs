using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;
using MarketingPipeline.Help;

// Writes the module's help from what the built cmdlets say about themselves: their parameters and their doc comments.
if (args is not [var manifest, var comments, var target])
{
    Console.Error.WriteLine("usage: HelpWriter <module manifest> <XML documentation file> <help file>");
    return 2;
}

var docs = DocComments.Read(comments);
var help = new CommandHelp(docs);
var written = new XElement(CommandHelp.Root, new XAttribute("schema", "maml"), Commands(manifest).Select(help.Write));

foreach (var gap in docs.Gaps)
{
    Console.Error.WriteLine($"{comments} : error HELP001: {gap}");
}

if (docs.Gaps.Count > 0)
{
    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(target)!);
new XDocument(new XDeclaration("1.0", "utf-8", null), written).Save(target);
return 0;

static IReadOnlyList<CmdletInfo> Commands(string manifest)
{
    using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
    runspace.Open();
    using var shell = PowerShell.Create(runspace);
    shell.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", ActionPreference.Stop).Invoke();
    shell.Commands.Clear();
    return [.. shell.AddCommand("Get-Command").AddParameter("Module", Path.GetFileNameWithoutExtension(manifest)).Invoke<CmdletInfo>().OrderBy(command => command.Name, StringComparer.Ordinal)];
}
