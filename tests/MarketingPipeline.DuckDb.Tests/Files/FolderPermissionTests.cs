using System.Runtime.Versioning;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Files;

/// <summary>Who may look into the warehouse's folder.</summary>
public sealed class FolderPermissionTests : IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Bench _bench = new Bench().Client("acme").Events("acme", new Ga4Event(Bench.Yesterday));

    public void Dispose() => _bench.Dispose();

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task One_that_is_made_is_for_the_account_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows gives a folder the rights of the one above.");

        await _bench.StageAsync("acme");

        Assert.Equal(Own, File.GetUnixFileMode(_bench.Workspace.DuckDbPath));
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task One_that_is_there_keeps_what_it_allows()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows gives a folder the rights of the one above.");
        Directory.CreateDirectory(_bench.Workspace.DuckDbPath);
        File.SetUnixFileMode(_bench.Workspace.DuckDbPath, Own | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);

        await _bench.StageAsync("acme");

        Assert.Equal(Own | UnixFileMode.GroupRead | UnixFileMode.GroupExecute, File.GetUnixFileMode(_bench.Workspace.DuckDbPath));
    }
}
