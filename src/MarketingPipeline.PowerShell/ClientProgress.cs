using System.Management.Automation;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell;

/// <summary>One client's progress bar.</summary>
internal sealed class ClientProgress : IProgress<RunProgress>
{
    // Away from the small numbers that scripts use for bars of their own.
    private const int FirstId = 7000;

    private readonly PipelineStreams _streams;
    private readonly int _id;
    private readonly string _activity;

    internal ClientProgress(PipelineStreams streams, int index, string activity)
    {
        _streams = streams;
        _id = FirstId + index;
        _activity = activity;
    }

    public void Report(RunProgress value) => _streams.WriteProgress(new ProgressRecord(_id, _activity, value.Activity.Length == 0 ? "…" : value.Activity)
    {
        PercentComplete = Math.Clamp(value.Percent, 0, 100),
    });

    internal void Complete() => _streams.WriteProgress(new ProgressRecord(_id, _activity, "done")
    {
        PercentComplete = 100,
        RecordType = ProgressRecordType.Completed,
    });
}
