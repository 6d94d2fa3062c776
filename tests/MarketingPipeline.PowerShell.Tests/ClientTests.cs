namespace MarketingPipeline.PowerShell.Tests;

public sealed class ClientTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SmallWorkspace _workspace;

    public ClientTests() => _workspace = new SmallWorkspace(_session).WithClient(_session, "alpha").WithClient(_session, "beta");

    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public void Clients_are_matched_by_name_and_pattern_case_aside()
    {
        Assert.Equal(["alpha", "beta"], Run("Get-PipelineClient").ShouldSucceed().Texts("Name"));
        Assert.Equal(["beta"], Run("Get-PipelineClient B*").ShouldSucceed().Texts("Name"));
        Assert.Equal(["alpha"], Run("Get-PipelineClient ALPHA, a*").ShouldSucceed().Texts("Name"));
    }

    [Fact]
    public void A_client_with_broken_settings_is_one_error_that_names_file_and_property()
    {
        _workspace.WithBrokenClient("gamma");

        var result = Run("Get-PipelineClient");

        var error = result.SingleError("MarketingPipeline.Settings");
        Assert.Equal("gamma", error.TargetObject);
        Assert.Contains("gamma.json", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("currency", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["alpha", "beta"], result.Texts("Name"));
        Assert.Empty(Run("Get-PipelineClient alpha").ShouldSucceed().Warnings);
        Assert.Contains(Run("Test-PipelineClient gamma").ShouldSucceed().Texts("Severity"), severity => severity == "Error");
    }

    [Fact]
    public void An_unknown_name_is_an_error_and_a_pattern_without_match_a_warning()
    {
        Run("Get-PipelineStatus nobody").SingleError("MarketingPipeline.NotFound");
        Assert.Single(Run("Get-PipelineStatus nobody*").ShouldSucceed().Warnings);
    }

    [Fact]
    public void No_workspace_is_one_error_that_ends_the_command()
    {
        var result = _session.Run("Set-Location $folder -ErrorAction SilentlyContinue; try { Get-PipelineClient -Workspace $folder } catch { $_.FullyQualifiedErrorId }", ("folder", Path.GetTempPath()));

        Assert.StartsWith("MarketingPipeline.Settings", result.Output.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_workspace_is_found_from_the_sessions_folder_not_the_processs()
    {
        var result = _session.Run(
            "$null = $ExecutionContext.SessionState.Path.SetLocation([IO.Path]::Combine($root, 'clients')); Get-PipelineClient; (Get-PipelineClient -Workspace ..).Count",
            ("root", _workspace.Root)).ShouldSucceed();

        Assert.Equal(["alpha", "beta"], result.Texts("Name").Take(2));
        Assert.Equal(2, result.Output[^1].BaseObject);
    }

    [Fact]
    public void A_workspace_can_be_given_as_an_object() =>
        Assert.Equal(2, _session.Run("$ws = New-PipelineWorkspace -Path ([IO.Path]::Combine($root, 'inner')); @(Get-PipelineClient -Workspace $ws).Count; @($ws | Get-PipelineClient).Count", ("root", _workspace.Root)).ShouldSucceed().Output.Count);

    [Fact]
    public void Clients_can_be_added_from_rows()
    {
        var result = Run("""
            @(
                [pscustomobject]@{ Name = 'one'; TimeZone = 'Asia/Bangkok'; Currency = 'THB'; Ga4Path = 'sources/one'; CustomerId = '' }
                [pscustomobject]@{ Name = 'Not A Name'; TimeZone = 'Asia/Bangkok'; Currency = 'THB'; Ga4Path = 'sources/two'; CustomerId = '' }
                [pscustomobject]@{ Name = 'three'; TimeZone = 'Asia/Bangkok'; Currency = 'THB'; Ga4Path = ''; CustomerId = '874-382-8607'; GoogleAdsSource = 'Files'; GoogleAdsPath = 'ads' }
            ) | New-PipelineClient
            """);

        Assert.Equal(["one", "three"], result.Texts("Name"));
        Assert.Equal(["Ga4Only", "GoogleAdsOnly"], result.Texts("Scenario"));
        result.SingleError("MarketingPipeline.Settings");
    }

    [Fact]
    public void A_client_is_not_added_twice_and_not_at_all_under_WhatIf()
    {
        Run("New-PipelineClient alpha -TimeZone Asia/Bangkok -Currency THB -Ga4Path x -WhatIf").ShouldSucceed();
        Assert.Single(Run("New-PipelineClient alpha -TimeZone Asia/Bangkok -Currency THB -Ga4Path x").Errors);
    }

    [Fact]
    public void A_client_can_be_removed_broken_or_not()
    {
        _workspace.WithBrokenClient("gamma");

        Run("Remove-PipelineClient alpha -WhatIf").ShouldSucceed();
        Run("Remove-PipelineClient beta, gamma -Confirm:$false").ShouldSucceed();

        Assert.Equal(["alpha.json"], Directory.GetFiles(Path.Combine(_workspace.Root, "clients"), "*.json").Select(Path.GetFileName));
    }

    [Fact]
    public void Names_are_completed()
    {
        var result = Run("(TabExpansion2 'Get-PipelineStatus -Client b' 28).CompletionMatches | ForEach-Object CompletionText");

        Assert.Equal(["beta"], result.ShouldSucceed().Output.Select(match => match.ToString()));
    }

    private RunResult Run(string script) => _session.Run(
        "$null = $ExecutionContext.SessionState.Path.SetLocation($root); " + script,
        ("root", _workspace.Root));
}
