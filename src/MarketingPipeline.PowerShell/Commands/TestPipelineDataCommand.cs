using System.Globalization;
using System.Management.Automation;
using MarketingPipeline.Core;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Runs the data tests on a client's tables, a finding each.</summary>
/// <remarks>A test that holds is a finding too, with the severity Information and Passed set.</remarks>
/// <example>
/// <para>What is wrong?</para>
/// <code>Test-PipelineData -Client * | Where-Object Passed -eq $false</code>
/// <para>The findings of all clients that deserve a look.</para>
/// </example>
/// <example>
/// <para>In a scheduled task.</para>
/// <code>Test-PipelineData -Client * -FailOn Error</code>
/// <para>Writes one error for each client that has findings of the severity Error, so that the task fails.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "PipelineData")]
[OutputType(typeof(Finding))]
public sealed class TestPipelineDataCommand : ClientCommand
{
    /// <summary>Write an error for each client that has findings of this severity or worse.</summary>
    [Parameter]
    [ValidateSet(nameof(FindingSeverity.Error), nameof(FindingSeverity.Warning))]
    public FindingSeverity? FailOn { get; set; }

    /// <inheritdoc/>
    protected override string Activity => "Testing the data of";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        work.Streams.WriteVerbose($"Testing the tables of {work.Name}.");
        return await work.Pipeline.TestDataAsync(work.Client, cancellation);
    }

    /// <inheritdoc/>
    protected override Exception? Objection(ClientWork work, IReadOnlyList<object> results)
    {
        if (FailOn is not { } limit)
        {
            return null;
        }

        var wrong = results.OfType<Finding>().Where(finding => !finding.Passed && finding.Severity >= limit).ToList();
        return wrong.Count == 0 ? null : new PipelineException(
            PipelineErrorKind.DataTestsFailed,
            string.Create(CultureInfo.InvariantCulture, $"{work.Name}: {wrong.Count:N0} data {(wrong.Count == 1 ? "test has" : "tests have")} failed: {string.Join(", ", wrong.Select(finding => finding.Check).Distinct())}."),
            "Look at the findings; each says what to do.",
            work.Name)
        { Findings = wrong };
    }
}
