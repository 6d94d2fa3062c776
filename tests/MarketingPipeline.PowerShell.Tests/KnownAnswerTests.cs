using System.Globalization;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>The public sample's fourteen days through the cmdlets: each figure that its published answers give.</summary>
public sealed class KnownAnswerTests : IClassFixture<KnownAnswerTests.RealWorkspace>
{
    private readonly RealWorkspace _real;

    public KnownAnswerTests(RealWorkspace real) => _real = real;

    [SkippableFact]
    public void The_tables_that_are_written_hold_the_known_rows()
    {
        var rows = _real.Built().Output.ToDictionary(result => (string)result.Properties["Table"].Value, result => (long)result.Properties["Rows"].Value);

        Assert.Equal(523_337, rows["stg_sample_ga4_events"]);
        Assert.Equal(54_460, rows["int_sample_sessions_enriched"]);
        Assert.Equal(374, rows["int_sample_conversions_attributed"]);
        Assert.Equal(1, rows["mart_sample_executive_dashboard"]);
    }

    [SkippableFact]
    public void The_dashboard_shows_the_known_figures()
    {
        _real.Built();
        var dashboard = Assert.Single(_real.Run("Get-ExecutiveDashboard -Workspace $root sample").ShouldSucceed().Output);

        Assert.Equal("54460 45544 51323 374 354 21002", Text(_real.Run("""
            $kpis = (Get-ExecutiveDashboard -Workspace $root sample).Kpis
            @('sessions', 'users', 'engaged_sessions', 'conversions', 'transactions', 'revenue').ForEach({ $kpis[$_].Last30Days.ToString([cultureinfo]::InvariantCulture) }) -join ' '
            """)));
        Assert.Equal(new DateOnly(2021, 1, 14), dashboard.Properties["ReportDate"].Value);
        Assert.Equal("2311 2728 2785 3367 4485 5995 4660 4262 3258 3002 3953 4721 4570 4363", Text(_real.Run("""
            (Get-ExecutiveDashboard -Workspace $root sample).Days.Where({ $_.Date -ge [DateOnly]::new(2021, 1, 1) }).ForEach({ $_.Sessions }) -join ' '
            """)));
        Assert.Equal("desktop 31466, mobile 21771, tablet 1223", Text(_real.Run("""
            ((Get-ExecutiveDashboard -Workspace $root sample).Devices | ForEach-Object { "$($_.DeviceCategory) $($_.Sessions)" }) -join ', '
            """)));
    }

    [SkippableFact]
    public void Campaign_performance_adds_up_to_them()
    {
        _real.Built();
        var rows = _real.Run("Get-CampaignPerformance -Workspace $root sample -From 2021-01-01 -To 2021-01-14 -GroupBy ChannelGrouping").ShouldSucceed();

        Assert.Equal(54_460, rows.Output.Sum(row => Figure(row, "Sessions")));
        Assert.Equal(51_323, rows.Output.Sum(row => Figure(row, "EngagedSessions")));
        Assert.Equal(181_765, rows.Output.Sum(row => Figure(row, "PageViews")));
        Assert.Equal(374, rows.Output.Sum(row => Figure(row, "Conversions")));
        Assert.Equal(354, rows.Output.Sum(row => Figure(row, "Transactions")));
        Assert.Equal(21_002, rows.Output.Sum(row => Figure(row, "Revenue")));
    }

    [SkippableFact]
    public void The_data_tests_hold_on_them()
    {
        _real.Built();
        var findings = _real.Run("Test-PipelineData -Workspace $root sample -FailOn Error").ShouldSucceed();

        Assert.DoesNotContain("Error", findings.Texts("Severity"));
    }

    [SkippableFact]
    public void Without_an_as_of_date_the_error_names_the_newest_day_and_the_parameter()
    {
        _real.Built();
        _real.Run("$today = $root + '-today'; $null = New-PipelineWorkspace -Path $today; $null = New-PipelineClient -Workspace $today -Name today -TimeZone UTC -Currency USD -Ga4Path $data").ShouldSucceed();

        var error = _real.Run("Invoke-StagingRefresh -Workspace $today today").SingleError("MarketingPipeline.SourceStale");
        _real.Run("[System.IO.Directory]::Delete($today, $true)").ShouldSucceed();

        Assert.Contains("2021-01-14", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-AsOf 2021-01-14", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private static string Text(RunResult result) => Assert.Single(result.ShouldSucceed().Output).ToString();

    private static decimal Figure(System.Management.Automation.PSObject row, string figure) =>
        Convert.ToDecimal(((System.Management.Automation.PSObject.AsPSObject(row.Properties["Figures"].Value)).Properties[figure].Value), CultureInfo.InvariantCulture);

    /// <summary>A workspace over the sample's files, staged and built once.</summary>
    public sealed class RealWorkspace : IDisposable
    {
        private const string Sample = "data/ga4_public_sample";

        private readonly Lazy<(ModuleSession Session, SmallWorkspace Workspace, RunResult Built)> _built;
        private readonly string? _data = SharedData.Find(Sample);

        public RealWorkspace() => _built = new(() =>
        {
            var session = new ModuleSession();
            var workspace = new SmallWorkspace(session);
            session.Run("$null = New-PipelineClient -Workspace $root -Name sample -TimeZone UTC -Currency USD -Ga4Path $data -ConversionEvent purchase", ("root", workspace.Root), ("data", _data)).ShouldSucceed();
            var built = session.Run("$staged = Invoke-StagingRefresh -Workspace $root sample -AsOf 2021-01-14; $staged; $staged | Invoke-MartBuild", ("root", workspace.Root)).ShouldSucceed();
            return (session, workspace, built);
        });

        public RunResult Built()
        {
            Skip.If(_data is null, SharedData.Missing(Sample));
            return _built.Value.Built;
        }

        public RunResult Run(string script) => _built.Value.Session.Run(script, ("root", _built.Value.Workspace.Root), ("data", _data));

        public void Dispose()
        {
            if (_built.IsValueCreated)
            {
                _built.Value.Session.Dispose();
                _built.Value.Workspace.Dispose();
            }
        }
    }
}
