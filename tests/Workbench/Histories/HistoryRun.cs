using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>Where a history takes place: an engine, and the bench whose sources and settings it reads.</summary>
internal interface IHistoryStage
{
    Bench Bench { get; }

    Client Client { get; }

    /// <summary>Whether the engine itself reads the bench's export files.</summary>
    bool ReadsExportFiles { get; }

    /// <summary>Sources or settings of the bench have changed.</summary>
    void Changed();

    ClientPipeline PipelineOn(Func<IWarehouse, IWarehouse> made);

    /// <summary>How the tables differ from those of one full refresh of the sources as they are now; dates after <paramref name="asOf"/> aside.</summary>
    Task<IReadOnlyList<string>> DifferencesAsync(DateOnly asOf);
}

/// <summary>Plays a history on a stage and holds it to the promise: the tables of one full refresh of the final sources.</summary>
internal sealed class HistoryRun(IHistoryStage stage, History history)
{
    /// <summary>A run as of a date for which there is nothing changes nothing: a history may have such runs.</summary>
    private static readonly PipelineErrorKind[] Refusals = [PipelineErrorKind.Argument, PipelineErrorKind.NotBuilt, PipelineErrorKind.SourceMissing, PipelineErrorKind.SourceStale];

    private readonly LittleClient _client = new(stage.Bench, history.Client);
    private DateOnly _latest = DateOnly.MinValue;

    public async Task PlayAsync()
    {
        stage.Changed();
        foreach (var step in history.Steps)
        {
            if (step.IsRun)
            {
                await RunAsync(step, LittleClient.Last.AddDays(-step.Ago));
            }
            else
            {
                _client.Apply(step);
                stage.Changed();
            }
        }

        _client.BeCurrent();
        stage.Changed();
        Assert.True(await CheckAsync(LittleClient.Last, "at the end"), "The last run is refused.");
    }

    private async Task RunAsync(Step step, DateOnly asOf)
    {
        switch (step.What)
        {
            case Happening.Stage:
                await StageAsync(Staging(step, asOf));
                break;
            case Happening.Build:
                await BuildAsync(Building(step, asOf));
                break;
            case Happening.Run:
                _ = await StageAsync(new() { AsOf = asOf }) && await BuildAsync(new() { AsOf = asOf });
                break;
            case Happening.BrokenStage when step.Choice % 4 > 1:
                await UnreadableAsync(step, asOf);
                break;
            case Happening.BrokenStage:
                await BrokenAsync(step, (pipeline, progress, cancellation) => pipeline.RefreshStagingAsync(stage.Client, Staging(step with { Choice = step.Choice / 4 }, asOf), progress, cancellation));
                break;
            case Happening.BrokenBuild:
                await BrokenAsync(step, (pipeline, progress, cancellation) => pipeline.BuildMartsAsync(stage.Client, Building(step with { Choice = step.Choice / 4 }, asOf), progress, cancellation));
                break;
            default:
                await CheckAsync(asOf, $"after {step}");
                break;
        }
    }

    private StagingRequest Staging(Step step, DateOnly asOf)
    {
        _latest = asOf > _latest ? asOf : _latest;
        var request = new StagingRequest { AsOf = asOf };
        return (step.Choice % 10) switch
        {
            0 => request with { FullRefresh = true },
            1 or 2 => request with { From = Range(step).From, To = Range(step).To },
            3 => request with { GoogleAds = false },
            4 => request with { Ga4 = false },
            _ => request,
        };
    }

    private static BuildRequest Building(Step step, DateOnly asOf)
    {
        var request = new BuildRequest { AsOf = asOf };
        return (step.Choice % 10) switch
        {
            0 => request with { FullRefresh = true },
            1 or 2 => request with { From = Range(step).From, To = Range(step).To },
            3 or 4 => request with { Marts = false },
            5 => request with { Intermediate = false },
            6 => request with { Intermediate = false, From = Range(step).From },
            _ => request,
        };
    }

    /// <summary>A few days, often the last ones; sometimes without an end.</summary>
    private static (DateOnly? From, DateOnly? To) Range(Step step)
    {
        var dice = new Dice(step.Seed);
        var from = LittleClient.Last.AddDays(-dice.Pick(0, 1, 2, 3, dice.Below(100)));
        return (from, dice.Chance(3) ? null : from.AddDays(dice.Below(3)));
    }

    /// <summary>False where the run is refused.</summary>
    private async Task<bool> StageAsync(StagingRequest request)
    {
        _latest = request.AsOf > _latest ? request.AsOf.Value : _latest;
        return await DoneAsync(() => stage.PipelineOn(warehouse => warehouse).RefreshStagingAsync(stage.Client, request, null, default));
    }

    private Task<bool> BuildAsync(BuildRequest request) => DoneAsync(() => stage.PipelineOn(warehouse => warehouse).BuildMartsAsync(stage.Client, request, null, default));

    private static async Task<bool> DoneAsync(Func<Task<IReadOnlyList<TableResult>>> run, params PipelineErrorKind[] expected)
    {
        try
        {
            await run();
            return true;
        }
        catch (PipelineException refused) when (Refusals.Concat(expected).Contains(refused.Kind))
        {
            return false;
        }
    }

    /// <summary>A run that is cancelled at one of its reports, or dies at one of its calls; or ends before it comes to that.</summary>
    private async Task BrokenAsync(Step step, Func<ClientPipeline, IProgress<RunProgress>, CancellationToken, Task<IReadOnlyList<TableResult>>> run)
    {
        using var stop = new CancellationTokenSource();
        var dice = new Dice(step.Seed);
        var isCancelled = step.Choice % 2 == 0;
        var cancels = new CancelsAt(isCancelled ? dice.Below(9) : int.MaxValue, stop);
        var pipeline = stage.PipelineOn(warehouse => isCancelled ? warehouse : new WatchedWarehouse(warehouse, new DyingCalls(dice.Below(30), dice.Chance(2)).CallAsync));
        try
        {
            await DoneAsync(() => run(pipeline, cancels, stop.Token));
        }
        catch (OperationCanceledException) when (isCancelled && stop.IsCancellationRequested)
        {
            // As it should be.
        }
        catch (DiedException) when (!isCancelled)
        {
            // As it should be.
        }
    }

    /// <summary>A file of a source cannot be read, and is mended after the run.</summary>
    private async Task UnreadableAsync(Step step, DateOnly asOf)
    {
        var ofGoogleAds = step.Choice % 4 == 3 && _client.HasGoogleAds;
        var file = ofGoogleAds || stage.ReadsExportFiles ? _client.SourceFile(ofGoogleAds, step.Seed) : null;
        if (file is null)
        {
            await StageAsync(new() { AsOf = asOf });
            return;
        }

        var whole = _client.Read(file);
        _client.Write(file, "<html>sign in</html>\n");
        _latest = asOf > _latest ? asOf : _latest;
        var isStaged = await DoneAsync(() => stage.PipelineOn(warehouse => warehouse).RefreshStagingAsync(stage.Client, new() { AsOf = asOf }, null, default), PipelineErrorKind.SourceUnreadable);
        Assert.False(isStaged && ofGoogleAds, $"Staged, though {file} cannot be read.");
        _client.Write(file, whole);
    }

    /// <summary>False where the run is refused.</summary>
    private async Task<bool> CheckAsync(DateOnly asOf, string when)
    {
        if (!await StageAsync(new() { AsOf = asOf }) || !await BuildAsync(new() { AsOf = asOf }))
        {
            return false;
        }

        // Campaigns show their latest name in all of staging: dates after the as-of date may have given it.
        if (asOf == _latest || !_client.HasGoogleAds)
        {
            var differences = await stage.DifferencesAsync(asOf);
            Assert.True(differences.Count == 0, $"{differences.Count} differences from one full refresh {when}; the first:\n{string.Join('\n', differences.Take(20))}");
        }

        return true;
    }

    private sealed class CancelsAt(int report, CancellationTokenSource stop) : IProgress<RunProgress>
    {
        private int _reports;

        public void Report(RunProgress value)
        {
            if (_reports++ == report)
            {
                stop.Cancel();
            }
        }
    }
}
