using System.Collections.Concurrent;
using System.Management.Automation;
using MarketingPipeline.Core;

namespace MarketingPipeline.PowerShell;

/// <summary>
/// What work on other threads has to say to PowerShell. Streams, progress and prompts may be used by a cmdlet's own thread
/// only, so everything is queued here and said by that thread, in the order in which it came. Names and words of others in it
/// are cleaned here.
/// </summary>
public sealed class PipelineStreams : IDisposable
{
    private readonly BlockingCollection<Action<Cmdlet>> _queue = [];

    internal PipelineStreams()
    {
    }

    /// <summary>Emits an object.</summary>
    public void WriteObject(object value) => Post(cmdlet => cmdlet.WriteObject(value));

    /// <summary>Writes an error that leaves the rest of the work going.</summary>
    public void WriteError(ErrorRecord error) => Post(cmdlet => cmdlet.WriteError(error));

    /// <summary>Writes a warning.</summary>
    public void WriteWarning(string message) => Post(cmdlet => cmdlet.WriteWarning(ShownText.Clean(message)));

    /// <summary>Writes a verbose line.</summary>
    public void WriteVerbose(string message) => Post(cmdlet => cmdlet.WriteVerbose(ShownText.Clean(message)));

    /// <summary>Shows progress.</summary>
    public void WriteProgress(ProgressRecord progress)
    {
        progress.StatusDescription = ShownText.Clean(progress.StatusDescription);
        Post(cmdlet => cmdlet.WriteProgress(progress));
    }

    /// <summary>Asks whether an action shall be done: false under -WhatIf, and where the user declines.</summary>
    /// <param name="target">What the action works on.</param>
    /// <param name="action">What is done.</param>
    /// <param name="cancellation">Stops the waiting for an answer.</param>
    public Task<bool> ShouldProcessAsync(string target, string action, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(cmdlet =>
        {
            try
            {
                answer.TrySetResult(cmdlet.ShouldProcess(target, action));
            }
            catch (Exception refused)
            {
                answer.TrySetException(refused);
                throw;
            }
        });
        return answer.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    /// <summary>Says on the calling thread, which must be the cmdlet's, what is queued, until <paramref name="work"/> has ended.</summary>
    internal void Drain(Cmdlet cmdlet, Task work, Action abandon)
    {
        _ = work.ContinueWith(_ => _queue.CompleteAdding(), TaskScheduler.Default);
        try
        {
            foreach (var say in _queue.GetConsumingEnumerable())
            {
                say(cmdlet);
            }
        }
        catch
        {
            // PowerShell has stopped listening (Ctrl+C, Select-Object -First). The work must not go on behind its back.
            abandon();
            foreach (var _ in _queue.GetConsumingEnumerable())
            {
            }

            throw;
        }
    }

    private void Post(Action<Cmdlet> say)
    {
        try
        {
            _queue.Add(say);
        }
        catch (InvalidOperationException)
        {
            // A straggler's last progress report after the work has ended: nobody waits for it.
        }
    }
}
