using System.Management.Automation;
using MarketingPipeline.Core;

namespace MarketingPipeline.PowerShell;

/// <summary>A cmdlet whose work runs on tasks and can be stopped: the one bridge between PowerShell's thread and async code.</summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ctrl+C: cancels what runs, the server's job included.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">True where it is called on purpose.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>Writes a warning, cleaned as the streams' are.</summary>
    private protected new void WriteWarning(string message) => base.WriteWarning(ShownText.Clean(message));

    /// <summary>Writes a verbose line, cleaned as the streams' are.</summary>
    private protected new void WriteVerbose(string message) => base.WriteVerbose(ShownText.Clean(message));

    /// <summary>Runs work to its end. An exception that it lets out ends the command with one error.</summary>
    /// <param name="work">The work; says what it has to say through the streams.</param>
    protected void Run(Func<PipelineStreams, CancellationToken, Task> work)
    {
        using var streams = new PipelineStreams();
        var task = Task.Run(() => work(streams, _stop.Token), CancellationToken.None);
        streams.Drain(this, task, _stop.Cancel);

        if (task.Exception is { } failure)
        {
            ThrowTerminatingError(ErrorTable.Record(failure.InnerException ?? failure, null));
        }

        if (task.IsCanceled)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Runs a step on the cmdlet's own thread; an error in it ends the command.</summary>
    protected T Require<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            ThrowTerminatingError(ErrorTable.Record(failure, null));
            throw;
        }
    }
}
