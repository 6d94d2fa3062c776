using System.Management.Automation;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Reads the journal: what was run, when, by whom, and what became of each table.</summary>
/// <example>
/// <para>The newest runs.</para>
/// <code>Get-PipelineRun -Client barracuda_phuket -Last 5</code>
/// <para>The five newest runs of the client, newest first.</para>
/// </example>
/// <example>
/// <para>What failed last?</para>
/// <code>Get-PipelineRun -Client * -Last 1 | Where-Object Status -eq failed</code>
/// <para>The clients whose newest run has failed, with the error.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "PipelineRun")]
[OutputType(typeof(PipelineRun))]
public sealed class GetPipelineRunCommand : ClientCommand
{
    /// <summary>One run, by its id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>At most so many runs of each client.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = 20;

    /// <inheritdoc/>
    protected override string Activity => "Reading the journal of";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        work.Streams.WriteVerbose($"Reading the journal of {work.Name}.");
        return await work.Pipeline.GetRunsAsync(work.Client, RunId, Last, cancellation);
    }
}
