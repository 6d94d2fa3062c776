using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.BadInput;

/// <summary>Whatever is wrong with the reports, the settings or the warehouse: an error that says what, and nothing changed.</summary>
public sealed class BadGoogleAdsFilesTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme", googleAds: true).Client("beta");

    public BadGoogleAdsFilesTests() => _bench.Events("acme", new Ga4Event(Day)).GoogleAds("acme", "1.json", new AdsRow(Day, 7, 1)).Events("beta", new Ga4Event(Day));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""[{"results":[{"campaign":{"id":"7"},"segments":{"date":"2026-06-15"},"metri""")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>")]
    [InlineData("""[{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED"}}]""")]
    [InlineData("""[{"results":[{"customer":{"id":"999"},"campaign":{"resourceName":"customers/999/campaigns/7","id":"7"},"segments":{"date":"2026-06-15"},"metrics":{"costMicros":"1"}}]}]""")]
    [InlineData("""[{"results":[{"campaign":{"id":"7"},"segments":{"date":"15.06.2026"},"metrics":{"costMicros":"1"}}]}]""")]
    [InlineData("")]
    public async Task A_body_that_is_no_report_of_the_account(string body) => await AssertRefusedAsync("2.json", () => _bench.Write("ads/acme/2.json", body), PipelineErrorKind.SourceUnreadable);

    [Fact]
    public async Task Deep_nesting() => await AssertRefusedAsync("2.json", () => _bench.Write("ads/acme/2.json", string.Concat(Enumerable.Repeat("[", 100_000))), PipelineErrorKind.SourceUnreadable);

    [Fact]
    public async Task A_missing_folder() => await AssertRefusedAsync("ads/acme", () => Directory.Delete(Path.Combine(_bench.Root, "ads/acme"), recursive: true), PipelineErrorKind.SourceMissing);

    [Fact]
    public async Task Settings_of_one_client_that_are_wrong_leave_the_others_at_work()
    {
        _bench.Write("clients/evil.json", """{ "name": "x'; DROP TABLE", "timeZone": "UTC", "currency": "EUR", "ga4": { "path": "ga4/evil" } }""");
        _bench.Write("clients/half.json", """{ "name": "half", """);

        Assert.Equal(["acme", "beta"], _bench.Workspace.Clients.Select(client => client.Name.Value));
        Assert.Contains(_bench.Workspace.Findings, finding => finding.Target!.Contains("evil.json", StringComparison.Ordinal) || finding.Message.Contains("evil", StringComparison.Ordinal));
        await _bench.RunAsync("beta");
        Assert.Equal(["beta.duckdb"], Directory.GetFiles(_bench.Workspace.DuckDbPath, "*.duckdb").Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("this is no database, but it is long enough to be looked at as if it were one")]
    [InlineData("x")]
    public async Task A_warehouse_file_that_is_garbage(string text)
    {
        await _bench.RunAsync("beta");
        _bench.Write("warehouse/acme.duckdb", text);

        foreach (var attempt in (Func<Task>[])[() => _bench.StageAsync("acme"), () => _bench.BuildAsync("acme"), () => _bench.Pipeline.GetDashboardAsync(_bench.Find("acme"), default)])
        {
            var error = await Assert.ThrowsAsync<PipelineException>(attempt);
            Assert.Equal((PipelineErrorKind.WarehouseFailed, true), (error.Kind, error.Message.Contains("acme.duckdb", StringComparison.Ordinal)));
        }

        Assert.Equal(text, File.ReadAllText(Path.Combine(_bench.Root, "warehouse/acme.duckdb")));
        await _bench.StageAsync("beta");
    }

    private async Task AssertRefusedAsync(string names, Action spoil, PipelineErrorKind kind)
    {
        await _bench.StageAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        _bench.Events("acme", new Ga4Event(Day.AddDays(-1)));
        spoil();

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.Equal((kind, true), (error.Kind, error.Message.Contains(names, StringComparison.Ordinal)));
        Assert.NotEmpty(error.Advice);
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
        await _bench.StageAsync("beta");
    }
}
