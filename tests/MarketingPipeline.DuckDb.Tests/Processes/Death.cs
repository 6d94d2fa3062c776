using System.Diagnostics;
using System.Globalization;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>When a process kills itself (SIGKILL): so many milliseconds after a call of its warehouse has begun; where there are none, before it does.</summary>
internal sealed class Death(int call, int milliseconds)
{
    private Task? _comes;
    private int _calls;

    public async Task CallAsync(Func<Task> effect)
    {
        if (_calls++ == call)
        {
            _comes = ComeAsync();
        }

        await effect();
    }

    /// <summary>The run is done: death comes now, where the run had fewer calls, or soon.</summary>
    public Task WaitAsync() => _comes ?? ComeAsync();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{call} {milliseconds}");

    /// <summary>What <see cref="ToString"/> gave; null for any other text.</summary>
    public static Death? Parse(string text) =>
        text.Split(' ') is [var call, var milliseconds] ? new(int.Parse(call, CultureInfo.InvariantCulture), int.Parse(milliseconds, CultureInfo.InvariantCulture)) : null;

    private async Task ComeAsync()
    {
        if (milliseconds > 0)
        {
            await Task.Delay(milliseconds);
        }

        using var process = Process.GetCurrentProcess();
        process.Kill();
        await Task.Delay(Timeout.Infinite);
    }
}
