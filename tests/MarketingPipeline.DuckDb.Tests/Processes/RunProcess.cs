using System.Globalization;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>
/// This assembly as a program: stages and builds a client of a workspace, told by lines on its input when to begin and,
/// where it is to hold, when to go on from the middle of its work.
/// </summary>
internal static class RunProcess
{
    /// <summary>It is up and waits for a line.</summary>
    public const string Ready = "ready";

    /// <summary>It is in the middle of its work and waits for a line.</summary>
    public const string Holding = "holding";

    public const string Done = "done";

    /// <summary>The workspace's folder, the client, and "hold", "run" or when to die; or what <see cref="Refreshing.HistoryChoice"/> is told.</summary>
    internal static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["choose", var count, var seed, var ofEachKind, var minutes])
        {
            await Refreshing.HistoryChoice.WriteAsync(Console.Out, Number(count), Number(seed), Number(ofEachKind), TimeSpan.FromMinutes(Number(minutes)));
            return 0;
        }

        var (bench, name, holds, death) = (new Bench(arguments[0]), arguments[1], arguments[2] == "hold", Death.Parse(arguments[2]));
        Say(Ready);
        if (Console.ReadLine() is null)
        {
            return 2;
        }

        try
        {
            var pipeline = death is null ? bench.Pipeline : bench.PipelineOn(workspace => new WatchedWarehouse(new DuckDbWarehouse(workspace.DuckDbPath), death.CallAsync));
            var client = bench.Find(name);
            var progress = holds ? new HoldsOnce() : null;
            await pipeline.RefreshStagingAsync(client, new StagingRequest(), progress, default);
            await pipeline.BuildMartsAsync(client, new BuildRequest(), progress, default);
        }
        catch (PipelineException refused)
        {
            Say($"{refused.Kind}: {refused.Message}");
            return 1;
        }

        Say(Done);
        await (death?.WaitAsync() ?? Task.CompletedTask);
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private sealed class HoldsOnce : IProgress<RunProgress>
    {
        private bool _hasHeld;

        public void Report(RunProgress value)
        {
            if (!_hasHeld)
            {
                _hasHeld = true;
                Say(Holding);
                _ = Console.ReadLine();
            }
        }
    }
}
