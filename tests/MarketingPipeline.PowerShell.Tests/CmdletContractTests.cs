using System.Security.Cryptography;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>What holds for each cmdlet alike: the type it emits, clients by name through the pipeline, -WhatIf, one error a client.</summary>
public sealed class CmdletContractTests : IClassFixture<CmdletContractTests.BuiltWorkspace>
{
    private readonly BuiltWorkspace _built;

    public CmdletContractTests(BuiltWorkspace built) => _built = built;

    [Theory]
    [InlineData("Get-PipelineClient -Workspace $root alpha", "MarketingPipeline.Core.Workspaces.Client")]
    [InlineData("Test-PipelineClient -Workspace $root alpha", "MarketingPipeline.Core.Finding")]
    [InlineData("Invoke-StagingRefresh -Workspace $root alpha -AsOf 2021-01-14", "MarketingPipeline.Core.Running.TableResult")]
    [InlineData("Invoke-MartBuild -Workspace $root alpha -AsOf 2021-01-14", "MarketingPipeline.Core.Running.TableResult")]
    [InlineData("Get-ExecutiveDashboard -Workspace $root alpha", "MarketingPipeline.Core.Dashboards.ExecutiveDashboard")]
    [InlineData("Get-ExecutiveDashboard -Workspace $root alpha -AsJson", "System.String")]
    [InlineData("Export-ExecutiveDashboard -Workspace $root alpha -Path $out -Force", "System.IO.FileInfo")]
    [InlineData("Get-CampaignPerformance -Workspace $root alpha -CompareTo PreviousPeriod", "MarketingPipeline.Core.Running.CampaignPerformance")]
    [InlineData("Get-PipelineStatus -Workspace $root alpha", "MarketingPipeline.Core.Running.SourceStatus")]
    [InlineData("Get-PipelineRun -Workspace $root alpha", "MarketingPipeline.Core.Running.PipelineRun")]
    [InlineData("Test-PipelineData -Workspace $root alpha", "MarketingPipeline.Core.Finding")]
    [InlineData("Get-PipelineModel", "MarketingPipeline.Core.Modeling.Model")]
    [InlineData("Get-PipelineModel -Workspace $root -Client alpha -Name int_sessions_enriched -Engine BigQuery", "MarketingPipeline.PowerShell.RenderedModel")]
    [InlineData("Get-PipelineModel -Mermaid", "System.String")]
    public void Each_emits_the_type_that_it_declares(string script, string type)
    {
        var result = _built.Run(script).ShouldSucceed();

        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, output => Assert.Equal(type, output.BaseObject.GetType().FullName));
        Assert.Contains(type, _built.Run($"(Get-Command {script.Split(' ')[0]}).OutputType.Name").ShouldSucceed().Output.Select(output => output.ToString()));
    }

    [Theory]
    [InlineData("Test-PipelineClient")]
    [InlineData("Invoke-StagingRefresh -AsOf 2021-01-14")]
    [InlineData("Invoke-MartBuild -AsOf 2021-01-14")]
    [InlineData("Get-ExecutiveDashboard")]
    [InlineData("Export-ExecutiveDashboard -Path $out -Force")]
    [InlineData("Get-CampaignPerformance")]
    [InlineData("Get-PipelineStatus")]
    [InlineData("Get-PipelineRun")]
    [InlineData("Test-PipelineData")]
    [InlineData("Get-PipelineModel -Name int_sessions_enriched")]
    public void Each_takes_clients_by_name_from_the_pipeline_once(string command)
    {
        var piped = _built.Run($"Get-PipelineClient -Workspace $root | {command}").ShouldSucceed();
        var twice = _built.Run($"Get-PipelineClient -Workspace $root | ForEach-Object {{ $_; $_ }} | {command}").ShouldSucceed();

        Assert.NotEmpty(piped.Output);
        Assert.Equal(piped.Output.Count, twice.Output.Count);
    }

    [Theory]
    [InlineData("New-PipelineWorkspace -Path $out/new")]
    [InlineData("New-PipelineWorkspace -Path $out/sample -Sample")]
    [InlineData("New-PipelineClient -Workspace $root -Name gamma -TimeZone UTC -Currency EUR -Ga4Path sources/alpha2")]
    [InlineData("Remove-PipelineClient -Workspace $root alpha")]
    [InlineData("Invoke-StagingRefresh -Workspace $root * -AsOf 2021-01-14 -FullRefresh")]
    [InlineData("Invoke-MartBuild -Workspace $root * -AsOf 2021-01-14 -FullRefresh")]
    [InlineData("Export-ExecutiveDashboard -Workspace $root * -Path $out/dashboards")]
    public void WhatIf_says_what_would_be_done_and_leaves_every_file_as_it_was(string command)
    {
        var before = _built.Contents();

        var result = _built.Run(command + " -WhatIf").ShouldSucceed();

        Assert.Contains("What if:", result.HostText, StringComparison.Ordinal);
        Assert.Equal(before, _built.Contents());
    }

    [Theory]
    [InlineData("Invoke-StagingRefresh -AsOf 2021-01-14", "MarketingPipeline.SourceMissing")]
    [InlineData("Invoke-MartBuild -AsOf 2021-01-14", "MarketingPipeline.NotBuilt")]
    [InlineData("Get-ExecutiveDashboard", "MarketingPipeline.NotBuilt")]
    [InlineData("Export-ExecutiveDashboard -Path $out -Force", "MarketingPipeline.NotBuilt")]
    [InlineData("Get-CampaignPerformance", "MarketingPipeline.NotBuilt")]
    [InlineData("Test-PipelineData", "MarketingPipeline.NotBuilt")]
    public void A_client_that_fails_is_one_error_with_advice_and_the_others_go_on(string command, string id)
    {
        _built.Workspace.WithClientWithoutSource(_built.Session, "gone");
        try
        {
            var result = _built.Run(command + " -Workspace $root -Client gone, alpha");

            var error = result.SingleError(id);
            Assert.Equal("gone", error.TargetObject);
            Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails.RecommendedAction));
            Assert.Contains(result.Output, output => output.Properties["Client"]?.Value as string == "alpha" || output.BaseObject is FileInfo { Name: "alpha.json" });
        }
        finally
        {
            _built.Run("Remove-PipelineClient -Workspace $root gone -Confirm:$false");
            File.Delete(Path.Combine(_built.Workspace.Root, "warehouse", "gone.duckdb"));
        }
    }

    [Fact]
    public void Data_tests_that_hold_raise_nothing_even_with_FailOn()
    {
        var result = _built.Run("Test-PipelineData -Workspace $root alpha -FailOn Error").ShouldSucceed();

        Assert.All(result.Texts("Client"), client => Assert.Equal("alpha", client));
        Assert.Contains("reconcile_events", result.Texts("Check"));
    }

    [Fact]
    public void FailOn_turns_findings_of_that_severity_into_one_error_of_the_client()
    {
        // A client whose newest day is deleted from its tables, so that its keys and sums no longer agree.
        _built.Workspace.WithClient(_built.Session, "beta2");
        _built.Run("Invoke-StagingRefresh -Workspace $root beta2 -AsOf 2021-01-14 | Invoke-MartBuild").ShouldSucceed();
        _built.Run("Invoke-StagingRefresh -Workspace $root beta2 -AsOf 2021-01-14").ShouldSucceed();
        var source = Path.Combine(_built.Workspace.Root, "sources", "beta2", "events_20210114.json");
        File.AppendAllText(source, File.ReadAllText(source).Replace("visitor.1", "visitor.9", StringComparison.Ordinal).Replace("\"t14\"", "\"t99\"", StringComparison.Ordinal));
        _built.Run("Invoke-StagingRefresh -Workspace $root beta2 -AsOf 2021-01-14").ShouldSucceed();

        var result = _built.Run("Test-PipelineData -Workspace $root beta2, alpha -FailOn Error");

        Assert.Equal("beta2", result.SingleError("MarketingPipeline.DataTestsFailed").TargetObject);
        Assert.Contains("alpha", result.Texts("Client"));
        _built.Run("Remove-PipelineClient -Workspace $root beta2 -Confirm:$false").ShouldSucceed();
        File.Delete(Path.Combine(_built.Workspace.Root, "warehouse", "beta2.duckdb"));
    }

    /// <summary>One session and one workspace with a client that is staged and built.</summary>
    public sealed class BuiltWorkspace : IDisposable
    {
        private readonly string _out = Directory.CreateTempSubdirectory("pipeline-out-").FullName;

        public BuiltWorkspace()
        {
            Workspace = new SmallWorkspace(Session).WithClient(Session, "alpha");
            Run("Invoke-StagingRefresh -Workspace $root alpha -AsOf 2021-01-14 | Invoke-MartBuild").ShouldSucceed();
        }

        public ModuleSession Session { get; } = new();

        public SmallWorkspace Workspace { get; }

        public RunResult Run(string script) => Session.Run(script, ("root", Workspace.Root), ("out", _out));

        /// <summary>Every file of the workspace and the output folder with a hash of what it holds.</summary>
        public IReadOnlyList<string> Contents() =>
        [
            .. new[] { Workspace.Root, _out }
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
        ];

        public void Dispose()
        {
            Session.Dispose();
            Workspace.Dispose();
            Directory.Delete(_out, recursive: true);
        }
    }
}
