namespace MarketingPipeline.PowerShell.Tests;

/// <summary>What plans and runs say of bytes and prices, and that an engine which bills nothing by the byte says nothing of them.</summary>
public sealed class PlannedCostTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SmallWorkspace _workspace;

    public PlannedCostTests() => _workspace = new SmallWorkspace(_session).WithClient(_session, "alpha");

    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public void A_plan_of_a_model_on_DuckDB_says_that_nothing_is_billed_by_the_byte()
    {
        var error = Run("Get-PipelineModel int_sessions_enriched -Client alpha -Plan -Workspace $root").SingleError("MarketingPipeline.NotSupported");

        Assert.Contains("bills nothing by the byte", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-Plan", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("alpha", error.TargetObject);
    }

    [Fact]
    public void Plans_and_runs_on_DuckDB_show_no_bytes()
    {
        var plan = Run($"Invoke-StagingRefresh alpha -Workspace $root -AsOf {SmallWorkspace.LastDay} -WhatIf").ShouldSucceed();
        var runs = Run($"$null = Invoke-StagingRefresh alpha -Workspace $root -AsOf {SmallWorkspace.LastDay}; Get-PipelineRun alpha -Workspace $root").ShouldSucceed();

        Assert.DoesNotContain("bytes", plan.HostText, StringComparison.Ordinal);
        Assert.Null(Assert.Single(plan.Output).Properties["BytesEstimated"].Value);
        Assert.Null(plan.Output[0].Properties["PriceEstimated"].Value);
        Assert.Null(Assert.Single(runs.Output).Properties["Cost"].Value);
    }

    [Theory]
    [InlineData("After('would rebuild', $null, $null)", "would rebuild")]
    [InlineData("After('nothing new', 0, 0)", "nothing new")]
    [InlineData("After('would rebuild', 1536, $null)", "would rebuild; reads 1.5 KiB")]
    [InlineData("After('would rebuild', 3298534883328, 18.75)", "would rebuild; reads 3 TiB, price 18.75")]
    [InlineData("After('would rebuild', 10485760, 0.00006)", "would rebuild; reads 10 MiB, price 0.00006")]
    [InlineData("Billed($null)", "")]
    public void Bytes_and_prices_are_told_in_a_few_words(string call, string text) =>
        Assert.Equal(text, Assert.Single(_session.Run($"[MarketingPipeline.PowerShell.Views.CostText]::{call}").ShouldSucceed().Output).ToString());

    private RunResult Run(string script) => _session.Run(script, ("root", _workspace.Root));
}
