using System.Management.Automation;

namespace MarketingPipeline.PowerShell;

/// <summary>The progress of writing example data.</summary>
internal sealed class SampleProgress(PipelineStreams streams) : IProgress<string>
{
    private const int Id = 6999;

    public void Report(string value) => streams.WriteProgress(new ProgressRecord(Id, "Writing example data", value.Length == 0 ? "…" : value));
}
