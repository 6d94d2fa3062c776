namespace MarketingPipeline.Workbench.Histories;

/// <summary>A run is dead: its warehouse answers nothing any more.</summary>
internal sealed class DiedException() : Exception("The run died.");

/// <summary>
/// The calls of a run that dies at one of them: before it takes effect, or after it and before the answer. No later call does
/// anything, also none of the journal.
/// </summary>
/// <param name="answered">How many calls are answered.</param>
/// <param name="losesAnswer">Whether the next one takes effect.</param>
internal sealed class DyingCalls(int answered, bool losesAnswer)
{
    private int _calls;

    public async Task CallAsync(Func<Task> effect)
    {
        var isLast = _calls++ == answered;
        if (_calls > answered && !(isLast && losesAnswer))
        {
            throw new DiedException();
        }

        await effect();
        if (isLast)
        {
            throw new DiedException();
        }
    }
}
