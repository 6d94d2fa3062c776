namespace MarketingPipeline.PowerShell.Tests;

/// <summary>"Why has last week's ROAS moved?": what a run restated is in its message and in the journal, and reads well.</summary>
public sealed class RestatementTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SmallWorkspace _workspace;

    public RestatementTests()
    {
        _workspace = new SmallWorkspace(_session);
        File.WriteAllText(Path.Combine(_workspace.Root, "clients", "ads.json"), """{ "name": "ads", "timeZone": "Asia/Bangkok", "currency": "THB", "googleAds": { "customerId": "123-456-7890", "source": "Files", "path": "ads" } }""");
        Directory.CreateDirectory(Path.Combine(_workspace.Root, "ads"));
    }

    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public void A_restated_date_is_in_the_message_in_the_journal_and_in_a_table_of_its_own()
    {
        Report(13_000_000, 2);
        Stage();
        Report(660_000, 3.5m);

        var staged = Stage();
        var tables = _session.Show("(Get-PipelineRun ads -Workspace $root -Last 1).Tables", ("root", _workspace.Root)).ShouldSucceed();
        var dates = _session.Show("(Get-PipelineRun ads -Workspace $root -Last 1).Tables.Restatements", ("root", _workspace.Root)).ShouldSucceed();

        Assert.Equal(["incremental: 0 new, 1 changed of 1 days; cost restated on 1 date by -12.34 THB, conversions restated on 1 date by +1.5"], staged.Texts("Message"));
        Assert.Contains("-12.34", tables.HostText, StringComparison.Ordinal);
        Assert.Matches(@"2021-01-14\s+THB\s+13\.00\s+0\.66\s+2\s+3\.5\s+1\s+1", dates.HostText);
    }

    private RunResult Stage() => _session.Run($"Invoke-StagingRefresh ads -Workspace $root -AsOf {SmallWorkspace.LastDay}", ("root", _workspace.Root)).ShouldSucceed();

    private void Report(long micros, decimal conversions) => File.WriteAllText(
        Path.Combine(_workspace.Root, "ads", "report.json"),
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""[{ "results": [{ "customer": { "resourceName": "customers/1234567890", "currencyCode": "THB" }, "campaign": { "resourceName": "customers/1234567890/campaigns/7", "id": "7", "name": "Brand", "status": "ENABLED", "advertisingChannelType": "SEARCH" }, "segments": { "date": "{{SmallWorkspace.LastDay}}" }, "metrics": { "costMicros": "{{micros}}", "clicks": "1", "impressions": "10", "conversions": {{conversions}}, "conversionsValue": 5 } }] }]"""));
}
