using System.Management.Automation;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Says for each source of a client how fresh and how complete it is, and what the next run will do.</summary>
/// <example>
/// <para>Everything at a glance.</para>
/// <code>Get-PipelineStatus -Client *</code>
/// <para>One object for each client and source: newest date, days behind, gaps, dates that are provisional or that the source holds no longer, rows, and what the next run will do.</para>
/// </example>
/// <example>
/// <para>Who is behind?</para>
/// <code>Get-PipelineStatus -Client * | Where-Object DaysBehind -gt 1</code>
/// <para>The sources whose newest day is older than yesterday.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "PipelineStatus")]
[OutputType(typeof(SourceStatus))]
public sealed class GetPipelineStatusCommand : ClientCommand
{
    /// <inheritdoc/>
    protected override string Activity => "Reading the status of";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        work.Streams.WriteVerbose($"Reading the ledger of {work.Name}.");
        return await work.Pipeline.GetStatusAsync(work.Client, cancellation);
    }
}
