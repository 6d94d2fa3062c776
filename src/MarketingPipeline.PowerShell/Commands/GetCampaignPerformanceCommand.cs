using System.Management.Automation;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Reads campaign performance over a range of dates, compared with another where asked.</summary>
/// <remarks>
/// Figures come from the mart, and from the int_ tables where the range leaves the mart's window. A figure is null where the
/// client lacks the source, or where a date of the range has not been staged.
/// </remarks>
/// <example>
/// <para>The last 30 days by channel, compared with the 30 days before.</para>
/// <code>Get-CampaignPerformance -Client barracuda_phuket -GroupBy ChannelGrouping -CompareTo PreviousPeriod</code>
/// <para>One row for each channel and currency, with Figures, Previous and Change.</para>
/// </example>
/// <example>
/// <para>A month, day by day.</para>
/// <code>Get-CampaignPerformance -Client * -From 2026-01-01 -To 2026-01-31 -GroupBy Date</code>
/// <para>One row for each client, day and currency.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "CampaignPerformance")]
[OutputType(typeof(CampaignPerformance))]
public sealed class GetCampaignPerformanceCommand : ClientCommand
{
    /// <summary>First date: 'yyyy-MM-dd', a DateTime or a DateOnly. Default: 29 days before -To.</summary>
    [Parameter]
    [DateArgument]
    public DateOnly? From { get; set; }

    /// <summary>Last date: 'yyyy-MM-dd', a DateTime or a DateOnly. Default: the as-of date of the newest build.</summary>
    [Parameter]
    [DateArgument]
    public DateOnly? To { get; set; }

    /// <summary>What to compare with: the same number of days just before, or the same dates a year before.</summary>
    [Parameter]
    public Comparison CompareTo { get; set; }

    /// <summary>What to group by, beside the currency. Default: channel grouping, source, medium and campaign.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PerformanceDimension[]? GroupBy { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading campaigns of";

    /// <inheritdoc/>
    protected override void BeginProcessing() => Require(() => DateRange.Check(From, To));

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        work.Streams.WriteVerbose($"Reading the campaign performance of {work.Name}.");
        var query = new CampaignPerformanceQuery { From = From, To = To, CompareTo = CompareTo };
        return await work.Pipeline.GetCampaignPerformanceAsync(work.Client, GroupBy is null ? query : query with { GroupBy = GroupBy }, cancellation);
    }
}
