using System.Diagnostics;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>A <see cref="RunProcess"/> that was started here; killed, where it still runs, when this is disposed of.</summary>
internal sealed class ChildRun : IDisposable
{
    private readonly Process _process;

    private ChildRun(Process process) => _process = process;

    /// <summary>Starts it; it is up when this returns, and waits to be told to begin.</summary>
    /// <param name="root">The workspace.</param>
    /// <param name="client">The client.</param>
    /// <param name="holds">Whether it is to hold in the middle of its work.</param>
    /// <param name="death">When it is to kill itself; null where it lives.</param>
    public static async Task<ChildRun> StartAsync(string root, string client, bool holds = false, Death? death = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["exec", typeof(RunProcess).Assembly.Location, root, client, holds ? "hold" : death?.ToString() ?? "run"])
        {
            start.ArgumentList.Add(argument);
        }

        var child = new ChildRun(Process.Start(start)!);
        Assert.Equal(RunProcess.Ready, await child.HearAsync());
        return child;
    }

    /// <summary>Tells it to begin, or to go on.</summary>
    public void Tell()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>The next line that it says; null where it ended without one.</summary>
    public Task<string?> HearAsync() => _process.StandardOutput.ReadLineAsync();

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Waits until it is dead; false where it ended by itself.</summary>
    public async Task<bool> DieAsync() => await EndAsync() is not (0 or 1 or 2);

    /// <summary>Kills it (SIGKILL); false where it had ended by itself.</summary>
    public async Task<bool> KillAsync()
    {
        _process.Kill();
        return await DieAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
