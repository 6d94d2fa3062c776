using System.Management.Automation;
using MarketingPipeline.Core.Dashboards;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Writes executive dashboards to files.</summary>
/// <remarks>
/// Writes one JSON file for each client, named after it, into a folder; or one file, where there is one client and the path
/// ends in .json. Text is UTF-8. A file that is there is kept unless -Force is given.
/// </remarks>
/// <example>
/// <para>All dashboards into a folder.</para>
/// <code>Get-PipelineClient | Export-ExecutiveDashboard -Path ./dashboards -Force</code>
/// <para>Writes dashboards/&lt;client&gt;.json for each client and emits the files.</para>
/// </example>
/// <example>
/// <para>One file.</para>
/// <code>Export-ExecutiveDashboard -Client barracuda_phuket -Path ./barracuda.json</code>
/// <para>Writes the one dashboard to the one file.</para>
/// </example>
[Cmdlet(VerbsData.Export, "ExecutiveDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportExecutiveDashboardCommand : ClientCommand
{
    private DashboardFiles _files = null!;

    /// <summary>The folder to write to, or a file whose name ends in .json. What is not there is created.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replace files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Exporting the dashboard of";

    /// <inheritdoc/>
    protected override void Prepare(int clients) => _files = Require(() => new DashboardFiles(this.FullPath(Path), clients, Force));

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        var file = _files.For(work.Name);
        var dashboard = await work.Pipeline.GetDashboardAsync(work.Client, cancellation);
        if (!await work.Streams.ShouldProcessAsync(file, "Write executive dashboard", cancellation))
        {
            return [];
        }

        work.Streams.WriteVerbose($"Writing {file}.");
        return [await _files.WriteAsync(file, DashboardJson.Write(dashboard), cancellation)];
    }
}
