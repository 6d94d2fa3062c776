namespace MarketingPipeline.PowerShell.Tests;

public sealed class PipelineTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SmallWorkspace _workspace;

    public PipelineTests() => _workspace = new SmallWorkspace(_session).WithClient(_session, "alpha").WithClient(_session, "beta");

    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public void One_pipeline_goes_from_clients_to_dashboards_each_once()
    {
        var result = Run($"Get-PipelineClient -Workspace $root | Invoke-StagingRefresh -AsOf {SmallWorkspace.LastDay} | Invoke-MartBuild | Get-ExecutiveDashboard").ShouldSucceed();

        Assert.Equal(["alpha", "beta"], result.Texts("Client").Order(StringComparer.Ordinal));
        Assert.All(result.Each("ReportDate"), date => Assert.Equal(new DateOnly(2021, 1, 14), date));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_second_run_touches_nothing_and_says_so()
    {
        Build();

        var again = Run($"Invoke-StagingRefresh * -Workspace $root -AsOf {SmallWorkspace.LastDay} | ForEach-Object {{ $_; $_ | Invoke-MartBuild }}").ShouldSucceed();

        Assert.All(again.Texts("Status"), status => Assert.Equal("UpToDate", status));
        Assert.All(again.Texts("Message"), message => Assert.StartsWith("nothing new", message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_client_that_fails_is_one_error_and_one_warning_and_the_others_go_on()
    {
        _workspace.WithClientWithoutSource(_session, "gone");

        var staged = Run($"$staged = Invoke-StagingRefresh * -Workspace $root -AsOf {SmallWorkspace.LastDay}; $staged");
        var built = Run("$built = $staged | Invoke-MartBuild; $built");
        var shown = Run("$built | Get-ExecutiveDashboard");

        var error = staged.SingleError("MarketingPipeline.SourceMissing");
        Assert.Equal("gone", error.TargetObject);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction));
        Assert.Equal("stg_gone_ga4_events", staged.Output.Single(table => table.Properties["Status"].Value.ToString() == "Failed").Properties["Table"].Value);
        built.ShouldSucceed();
        Assert.Contains("gone", Assert.Single(built.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("gone", built.Texts("Client"));
        Assert.Empty(shown.ShouldSucceed().Warnings);
        Assert.Equal(["alpha", "beta"], shown.Texts("Client").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIf_shows_the_plan_and_changes_nothing()
    {
        var result = Run($"Invoke-StagingRefresh * -Workspace $root -AsOf {SmallWorkspace.LastDay} -WhatIf | Invoke-MartBuild -WhatIf").ShouldSucceed();
        var staging = Run($"Invoke-StagingRefresh alpha -Workspace $root -AsOf {SmallWorkspace.LastDay} -WhatIf").ShouldSucceed();

        Assert.Equal(10, result.Output.Count);
        Assert.All(result.Texts("Status"), status => Assert.Equal("Planned", status));
        Assert.Equal(["Planned"], staging.Texts("Status"));
        Assert.Contains("What if: Performing the operation \"Refresh staging\" on target \"alpha: stg_alpha_ga4_events (3 dates, 2021-01-12 to 2021-01-14)\".", staging.HostText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_workspace.Root, "*.duckdb", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_preference_for_WhatIf_counts_as_well()
    {
        var result = Run($"$WhatIfPreference = $true; Invoke-StagingRefresh alpha -Workspace $root -AsOf {SmallWorkspace.LastDay}").ShouldSucceed();

        Assert.Equal(["Planned"], result.Texts("Status"));
    }

    [Fact]
    public void A_pipeline_stays_in_the_workspace_that_it_began_in()
    {
        using var other = new SmallWorkspace(_session);

        var result = _session.Run(
            $"[Environment]::CurrentDirectory | Out-Null; Get-PipelineClient alpha -Workspace $root | Invoke-StagingRefresh -AsOf {SmallWorkspace.LastDay} | Get-PipelineStatus",
            ("root", _workspace.Root), ("other", other.Root)).ShouldSucceed();

        Assert.Equal([_workspace.Root], result.Texts("Workspace"));
    }

    [Fact]
    public void An_explicit_as_of_date_wins_over_the_one_that_comes_through_the_pipeline()
    {
        var result = Run("Invoke-StagingRefresh alpha -Workspace $root -AsOf 2021-01-14 | Invoke-MartBuild -AsOf 2021-01-13").ShouldSucceed();

        Assert.All(result.Each("AsOf"), date => Assert.Equal(new DateOnly(2021, 1, 13), date));
    }

    [Fact]
    public void Progress_has_a_bar_for_each_client_and_ends()
    {
        var progress = Build().Progress;

        Assert.Equal(2, progress.Select(record => record.ActivityId).Distinct().Count());
        Assert.All(progress.GroupBy(record => record.Activity), bar => Assert.Equal(System.Management.Automation.ProgressRecordType.Completed, bar.Last().RecordType));
    }

    [Fact]
    public void Results_that_came_from_another_process_carry_their_failure_too()
    {
        var result = Run("""
            $deserialized = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([pscustomobject]@{ Client = 'alpha'; Status = 'Failed'; Workspace = $root }))
            $deserialized | Invoke-MartBuild
            """).ShouldSucceed();

        Assert.Empty(result.Output);
        Assert.Single(result.Warnings);
    }

    [Fact]
    public void A_run_of_the_journal_that_failed_can_be_piped_to_be_done_again()
    {
        var result = Run("[pscustomobject]@{ Client = 'alpha'; Status = 'failed'; AsOf = '2021-01-14'; Workspace = $root } | Invoke-StagingRefresh").ShouldSucceed();

        Assert.Equal(["Refreshed"], result.Texts("Status"));
    }

    [Fact]
    public void The_journal_status_and_figures_can_be_read()
    {
        Build();

        Assert.Equal(["build", "staging"], Run("Get-PipelineRun alpha -Workspace $root").ShouldSucceed().Texts("Command"));
        Assert.Single(Run("Get-PipelineRun alpha -Last 1 -Workspace $root").ShouldSucceed().Output);
        Assert.Equal([new DateOnly(2021, 1, 14)], Run("Get-PipelineStatus alpha -Workspace $root").ShouldSucceed().Each("LastDate"));
        Assert.NotEmpty(Run("Get-CampaignPerformance alpha -Workspace $root -From 2021-01-12 -To 2021-01-14 -GroupBy ChannelGrouping -CompareTo PreviousPeriod").ShouldSucceed().Output);
    }

    [Fact]
    public void Reading_before_building_is_an_error_that_says_what_to_run()
    {
        var error = Run("Get-ExecutiveDashboard alpha -Workspace $root").SingleError("MarketingPipeline.NotBuilt");

        Assert.Contains("Invoke-MartBuild", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_says_what_is_done() =>
        Assert.Contains(Run($"Invoke-StagingRefresh alpha -Workspace $root -AsOf {SmallWorkspace.LastDay} -Verbose").ShouldSucceed().Verbose, line => line.Contains("Staging alpha", StringComparison.Ordinal));

    private RunResult Run(string script) => _session.Run(script, ("root", _workspace.Root));

    private RunResult Build() => Run($"Invoke-StagingRefresh * -Workspace $root -AsOf {SmallWorkspace.LastDay} | Invoke-MartBuild").ShouldSucceed();
}
