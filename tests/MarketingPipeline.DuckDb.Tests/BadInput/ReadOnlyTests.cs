using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.BadInput;

/// <summary>What may not be written or read: an error that says whose right is missing where, and nothing changed.</summary>
[Collection(WholeProcess.Name)]
public sealed class ReadOnlyTests : IDisposable
{
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly Bench _bench = new Bench().Client("acme").Events("acme", new Ga4Event(Bench.Yesterday));

    public void Dispose()
    {
        Allow("", Read | Enter | Write);
        if (Directory.Exists(_bench.Workspace.DuckDbPath))
        {
            Allow("warehouse", Read | Enter | Write);
        }

        _bench.Dispose();
    }

    [SkippableFact]
    public async Task A_workspace_that_may_not_be_written_gets_no_warehouse()
    {
        Skip.If(OperatingSystem.IsWindows(), WholeProcess.Unix);
        Allow("", Read | Enter);

        AssertSaysSo(await AttemptAsync(() => _bench.StageAsync("acme")), "warehouse");

        Assert.False(Directory.Exists(_bench.Workspace.DuckDbPath));
    }

    [SkippableFact]
    public async Task A_folder_that_may_not_be_written_gets_no_file()
    {
        Skip.If(OperatingSystem.IsWindows(), WholeProcess.Unix);
        Directory.CreateDirectory(_bench.Workspace.DuckDbPath);
        Allow("", Read | Enter);
        Allow("warehouse", Read | Enter);

        AssertSaysSo(await AttemptAsync(() => _bench.StageAsync("acme")), "acme.duckdb");

        Assert.Empty(Directory.GetFiles(_bench.Workspace.DuckDbPath));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_that_may_not_be_written_any_more_keeps_its_tables_which_can_be_read(bool mayWriteFile)
    {
        Skip.If(OperatingSystem.IsWindows(), WholeProcess.Unix);
        await _bench.RunAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        _bench.Events("acme", new Ga4Event(Bench.Yesterday.AddDays(-1)));
        Allow("", Read | Enter);
        Allow("warehouse/acme.duckdb", mayWriteFile ? Read | Write : Read);
        Allow("warehouse/acme.duckdb.lock", Read);
        Allow("warehouse", Read | Enter);

        AssertSaysSo(await AttemptAsync(() => _bench.StageAsync("acme")), "acme.duckdb");
        AssertSaysSo(await AttemptAsync(() => _bench.BuildAsync("acme", request: new() { FullRefresh = true })), "acme.duckdb");

        using (WholeProcess.WithoutRoot())
        {
            Assert.Equal(before, await _bench.ContentsAsync("acme"));
            Assert.Equal("acme", (await _bench.Pipeline.GetDashboardAsync(_bench.Find("acme"), default)).Client);
        }
    }

    [SkippableFact]
    public async Task An_export_file_that_may_not_be_read()
    {
        Skip.If(OperatingSystem.IsWindows(), WholeProcess.Unix);
        Allow("", Read | Enter | Write);
        using (WholeProcess.WithoutRoot())
        {
            await _bench.StageAsync("acme");
        }

        var before = await _bench.ContentsAsync("acme");
        Allow("ga4/acme/events_20260615.jsonl", UnixFileMode.None);

        var error = await AttemptAsync(() => _bench.StageAsync("acme", request: new() { FullRefresh = true }));

        Assert.Equal((PipelineErrorKind.SourceUnreadable, true), (error.Kind, error.Message.Contains("events_20260615.jsonl", StringComparison.Ordinal)));
        Assert.Contains("this account may read it", error.Advice, StringComparison.Ordinal);
        Assert.Equal(before, await _bench.ContentsAsync("acme"));
    }

    private static void AssertSaysSo(PipelineException error, string names)
    {
        Assert.Equal((PipelineErrorKind.WarehouseFailed, true), (error.Kind, error.Message.Contains(names, StringComparison.Ordinal)));
        Assert.Contains("denied", error.Message, StringComparison.Ordinal);
        Assert.True(error.Advice.Contains("duckDb.path", StringComparison.Ordinal), error.Message + error.Advice);
    }

    private static async Task<PipelineException> AttemptAsync(Func<Task> work)
    {
        using (WholeProcess.WithoutRoot())
        {
            return await Assert.ThrowsAsync<PipelineException>(work);
        }
    }

    private void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_bench.Root, path), mode);
        }
    }
}
