using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

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

    /// <summary>The workspace's folder, the client, and "hold" or "run".</summary>
    internal static async Task<int> Main(string[] arguments)
    {
        var (bench, name, holds) = (new Bench(arguments[0]), arguments[1], arguments[2] == "hold");
        Say(Ready);
        if (Console.ReadLine() is null)
        {
            return 2;
        }

        try
        {
            var (pipeline, client) = (bench.Pipeline, bench.Find(name));
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
        return 0;
    }

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
