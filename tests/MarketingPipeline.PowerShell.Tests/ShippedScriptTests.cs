using System.Management.Automation.Language;
using System.Reflection;
using System.Xml.Linq;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>Every script of the repository is one; and those that the project's own console runs keep to what it knows.</summary>
public class ShippedScriptTests
{
    private static readonly string Repository = typeof(ShippedScriptTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot")
        .Value!;

    private static readonly string[] Folders = ["module", "src", "tests"];

    private static readonly string[] BuiltFolders = ["bin", "obj", "artifacts"];

    public static TheoryData<string> Scripts() => [.. Find()];

    public static TheoryData<string> ConsoleScripts() => [.. Find().Where(IsForTheConsole)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_can_be_parsed(string script)
    {
        Parser.ParseFile(Path.Combine(Repository, script), out _, out var errors);

        Assert.True(errors.Length == 0, string.Join(Environment.NewLine, errors.Select(error => $"{script}, line {error.Extent.StartLineNumber}: {error.Message}")));
    }

    [Theory]
    [MemberData(nameof(ConsoleScripts))]
    public void A_script_for_the_console_invokes_core_cmdlets_and_the_modules_own(string script)
    {
        var ast = Parser.ParseFile(Path.Combine(Repository, script), out _, out _);

        Assert.Empty(Strangers(ast));
    }

    [Fact]
    public void The_views_scripts_can_be_parsed_and_invoke_core_cmdlets()
    {
        var views = XDocument.Load(Path.Combine(ModuleSession.ModuleFolder, "MarketingPipeline.format.ps1xml"));
        var scripts = views.Descendants("ScriptBlock").Select(script => script.Value).ToList();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script =>
        {
            var ast = Parser.ParseInput(script, out _, out var errors);
            Assert.Empty(errors);
            Assert.Empty(Strangers(ast));
        });
    }

    [Fact]
    public void The_scripts_come_with_the_module()
    {
        var written = Directory.GetFiles(Path.Combine(Repository, "module", "scripts"), "*.ps1").Select(Path.GetFileName);
        var shipped = Directory.GetFiles(Path.Combine(ModuleSession.ModuleFolder, "scripts"), "*.ps1").Select(Path.GetFileName);

        Assert.Equal(written.Order(StringComparer.Ordinal), shipped.Order(StringComparer.Ordinal));
    }

    /// <summary>What a script invokes and the console does not know. Aliases are strangers too: they differ by system.</summary>
    private static IEnumerable<string> Strangers(ScriptBlockAst script)
    {
        using var session = new ModuleSession();
        var known = session
            .Run("(Get-Command -Module Microsoft.PowerShell.Core, MarketingPipeline -CommandType Cmdlet, Function).Name")
            .ShouldSucceed()
            .Output
            .Select(name => (string)name.BaseObject)
            .Concat(script.FindAll(ast => ast is FunctionDefinitionAst, searchNestedScriptBlocks: true).Cast<FunctionDefinitionAst>().Select(function => function.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Contains("Import-Module", known);

        return script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true)
            .Cast<CommandAst>()
            .Where(command => command.GetCommandName() is not { } name || !known.Contains(name))
            .Select(command => $"line {command.Extent.StartLineNumber}: {command.Extent.Text}")
            .ToList();
    }

    // Runbooks run in Azure, where there is more than the console has.
    private static bool IsForTheConsole(string script) =>
        script.StartsWith("module/scripts/", StringComparison.Ordinal) || script.StartsWith("src/MarketingPipeline.Host/", StringComparison.Ordinal);

    private static IEnumerable<string> Find() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.ps1", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Repository, "*.ps1"))
        .Select(file => Path.GetRelativePath(Repository, file).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(file => !file.Split('/').Any(BuiltFolders.Contains))
        .Order(StringComparer.Ordinal);
}
