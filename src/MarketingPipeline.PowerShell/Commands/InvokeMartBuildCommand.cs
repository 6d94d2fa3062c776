using System.Management.Automation;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Builds the int_ and mart_ tables from what has been staged.</summary>
/// <remarks>
/// Rebuilds what the days reach that have changed since the last build, and nothing else: sessions, conversions, campaign
/// performance, its periods, and the executive dashboard. Where settings or the models' SQL have changed, it rebuilds the
/// tables whole. The message of each result says what was done and why. A client whose staging has failed in the same
/// pipeline is left out with a warning.
/// </remarks>
/// <example>
/// <para>Stage and build.</para>
/// <code>Get-PipelineClient | Invoke-StagingRefresh | Invoke-MartBuild</code>
/// <para>Builds the marts of every client that was staged, for the same as-of date.</para>
/// </example>
/// <example>
/// <para>Build again, whole.</para>
/// <code>Invoke-MartBuild -Client barracuda_phuket -FullRefresh</code>
/// <para>Rebuilds all int_ and mart_ tables of the client, whether or not anything has changed.</para>
/// </example>
/// <example>
/// <para>The marts only.</para>
/// <code>Invoke-MartBuild -Client * -Layer Mart -WhatIf</code>
/// <para>Shows which mart_ tables would be built, and changes nothing.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "MartBuild", SupportsShouldProcess = true)]
[OutputType(typeof(TableResult))]
public sealed class InvokeMartBuildCommand : RefreshCommand
{
    /// <summary>The layers to build. Default: both.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSet(nameof(ModelLayer.Intermediate), nameof(ModelLayer.Mart))]
    public ModelLayer[] Layer { get; set; } = [ModelLayer.Intermediate, ModelLayer.Mart];

    /// <inheritdoc/>
    protected override string Activity => "Building";

    /// <inheritdoc/>
    protected override string Action => "Build marts";

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<TableResult>> PlanAsync(ClientWork work, CancellationToken cancellation) =>
        work.Pipeline.PlanBuildAsync(work.Client, Request(work), cancellation);

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<TableResult>> RefreshAsync(ClientWork work, CancellationToken cancellation) =>
        work.Pipeline.BuildMartsAsync(work.Client, Request(work), work.Progress, cancellation);

    /// <inheritdoc/>
    protected override bool Includes(Model model) => Layer.Contains(model.Layer);

    private BuildRequest Request(ClientWork work) => new()
    {
        Intermediate = Layer.Contains(ModelLayer.Intermediate),
        Marts = Layer.Contains(ModelLayer.Mart),
        From = From,
        To = To,
        AsOf = work.Chosen.AsOf,
        FullRefresh = FullRefresh,
    };
}
