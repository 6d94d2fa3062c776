namespace MarketingPipeline.PowerShell.Tests;

public sealed class ProgressTests
{
    [Fact]
    public void Progress_has_a_bar_for_each_client_and_ends()
    {
        using var session = new ModuleSession();
        using var workspace = new SmallWorkspace(session).WithClient(session, "alpha").WithClient(session, "beta");

        var progress = session.Run($"Invoke-StagingRefresh * -Workspace $root -AsOf {SmallWorkspace.LastDay} | Invoke-MartBuild", ("root", workspace.Root)).ShouldSucceed().Progress;

        Assert.Equal(2, progress.Select(record => record.ActivityId).Distinct().Count());
        Assert.All(progress.GroupBy(record => record.Activity), bar => Assert.Equal(System.Management.Automation.ProgressRecordType.Completed, bar.Last().RecordType));
    }
}
