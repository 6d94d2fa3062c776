using System.Management.Automation;
using MarketingPipeline.Core.Dashboards;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Reads the executive dashboard as it was last built.</summary>
/// <remarks>
/// Revenue, cost, return and the other figures of the 30 days that end with the report's date, compared with the 30 days
/// before; channels, campaigns, days, devices, and what is known about the quality of the data.
/// </remarks>
/// <example>
/// <para>Look at a client's dashboard.</para>
/// <code>Get-ExecutiveDashboard -Client barracuda_phuket</code>
/// <para>Prints the dashboard as text.</para>
/// </example>
/// <example>
/// <para>Use its figures.</para>
/// <code>(Get-ExecutiveDashboard barracuda_phuket).Kpis['revenue'].Change</code>
/// <para>The relative change of revenue against the 30 days before.</para>
/// </example>
/// <example>
/// <para>As JSON.</para>
/// <code>Get-ExecutiveDashboard -Client * -AsJson</code>
/// <para>One JSON text for each client, in the published schema.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ExecutiveDashboard")]
[OutputType(typeof(ExecutiveDashboard), typeof(string))]
public sealed class GetExecutiveDashboardCommand : ClientCommand
{
    /// <summary>Emit JSON texts in place of objects.</summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Reading the dashboard of";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        work.Streams.WriteVerbose($"Reading the executive dashboard of {work.Name}.");
        var dashboard = await work.Pipeline.GetDashboardAsync(work.Client, cancellation);
        return [AsJson ? DashboardJson.Write(dashboard) : dashboard];
    }
}
