using System.Management.Automation;
using Snapshooter.Xunit;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>
/// What scripts of others rely on changes only on purpose: a difference here belongs into CHANGELOG.md, and what is taken away
/// or renamed is a breaking change.
/// </summary>
public class SurfaceTests
{
    [Fact]
    public void Cmdlets_parameters_outputs_and_error_ids_are_those_of_the_snapshot()
    {
        using var session = new ModuleSession();
        var cmdlets = session.Run("Get-Command -Module MarketingPipeline").ShouldSucceed().Output.Select(output => output.BaseObject).OfType<CmdletInfo>().ToList();

        Snapshot.Match(ModuleSurface.Describe(cmdlets));
    }
}
