using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace MarketingPipeline.PowerShell.Tests;

public class ImportTests
{
    [Fact]
    public void The_module_can_be_imported_again_and_after_it_was_removed()
    {
        using var session = new ModuleSession();
        var result = session.Run("""
            Import-Module $manifest
            Import-Module $manifest -Force
            Remove-Module MarketingPipeline
            Import-Module $manifest
            @(Get-PipelineModel).Count
            """, ("manifest", ModuleSession.Manifest));

        result.ShouldSucceed();
        Assert.True((int)result.Output.Single().BaseObject > 0);
    }

    [Fact]
    public async Task Several_runspaces_can_import_it_at_once()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            using var session = new ModuleSession();
            return (int)session.Run("@(Get-PipelineModel).Count").ShouldSucceed().Output.Single().BaseObject;
        })));

        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void Removing_it_in_one_runspace_leaves_it_in_another()
    {
        using var stays = new ModuleSession();
        using (var leaves = new ModuleSession()) leaves.Run("Remove-Module MarketingPipeline").ShouldSucceed();

        stays.Run("Get-PipelineModel -Mermaid").ShouldSucceed();
    }

    [Fact]
    public void Parallel_runspaces_find_it_by_name()
    {
        using var session = new ModuleSession();

        var result = session.Run("1..4 | ForEach-Object -Parallel { (Get-PipelineModel -Mermaid).Length }").ShouldSucceed();

        Assert.Equal(4, result.Output.Count);
    }

    [Fact]
    public void What_is_in_lib_stays_out_of_the_default_load_context()
    {
        using var session = new ModuleSession();
        session.Run("Get-PipelineModel -Mermaid; New-PipelineWorkspace -Path ([IO.Path]::GetTempPath()) -WhatIf").ShouldSucceed();

        var ours = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name is "MarketingPipeline.Core" or "MarketingPipeline.Runtime" or "Handlebars" or "DuckDB.NET.Data").ToList();

        Assert.Contains(ours, assembly => assembly.GetName().Name == "MarketingPipeline.Core");
        Assert.All(ours, assembly => Assert.NotSame(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(assembly)));
    }

    [Fact]
    public void Nobody_else_is_handed_a_library_of_lib()
    {
        using var session = new ModuleSession();

        Assert.ThrowsAny<IOException>(() => AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName("Handlebars")));
    }

    [Fact]
    public void Beside_the_manifest_stand_two_assemblies_and_no_others() => Assert.Equal(
        ["MarketingPipeline.Loader.dll", "MarketingPipeline.PowerShell.dll"],
        Directory.GetFiles(ModuleSession.ModuleFolder, "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("win-x64", "duckdb.dll")]
    [InlineData("linux-x64", "libduckdb.so")]
    [InlineData("linux-arm64", "libduckdb.so")]
    [InlineData("osx", "libduckdb.dylib")]
    public void The_warehouse_comes_with_its_native_library(string platform, string file) =>
        Assert.True(File.Exists(Path.Combine(ModuleSession.ModuleFolder, "lib", "runtimes", platform, "native", file)));

    [Fact]
    public void The_manifest_exports_each_cmdlet_of_the_assembly()
    {
        using var session = new ModuleSession();
        var exported = session.Run("(Get-Module MarketingPipeline).ExportedCmdlets.Keys").ShouldSucceed().Output.Select(name => (string)name.BaseObject);
        var written = AppDomain.CurrentDomain.GetAssemblies()
            .Single(assembly => assembly.GetName().Name == "MarketingPipeline.PowerShell")
            .GetExportedTypes()
            .Select(type => type.GetCustomAttribute<CmdletAttribute>())
            .OfType<CmdletAttribute>()
            .Select(attribute => $"{attribute.VerbName}-{attribute.NounName}");

        Assert.Equal(written.Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Verbs_are_approved()
    {
        using var session = new ModuleSession();
        var approved = typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "System.Management.Automation" && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => field.GetRawConstantValue() as string)
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(session.Run("(Get-Command -Module MarketingPipeline).Verb").Output, verb => Assert.Contains((string)verb.BaseObject, approved));
    }

    [Fact]
    public void It_says_that_it_needs_PowerShell_7_4()
    {
        using var session = new ModuleSession();
        var module = session.Run("Get-Module MarketingPipeline").ShouldSucceed();

        Assert.Equal(["7.4"], module.Texts("PowerShellVersion"));
        Assert.Contains("PowerShell 7.4", module.Texts("Description").Single(), StringComparison.Ordinal);
    }
}
