using System.Reflection;
using System.Runtime.Loader;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>The module beside itself and others in one process: several runspaces, a load context of its own.</summary>
public class ImportTests
{
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
        using (var leaves = new ModuleSession())
        {
            leaves.Run("Remove-Module MarketingPipeline").ShouldSucceed();
        }

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
}
