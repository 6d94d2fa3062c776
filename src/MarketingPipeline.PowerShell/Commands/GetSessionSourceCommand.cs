using System.Management.Automation;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell.Commands;

/// <summary>Says why a session has its source: its hits in order, the one that decides, and what the rules before lacked.</summary>
/// <remarks>
/// The rules are asked in their order: Google's last click, a hit's own tags and click ids, a foreign referrer, tags of only a
/// medium or campaign, direct. The answer is made by the step of the SQL that int_sessions_enriched itself reads. On BigQuery it
/// reads the dates of the sessions.
/// </remarks>
/// <example>
/// <para>One session.</para>
/// <code>Get-SessionSource -Client barracuda_phuket -SessionKey '1234567890|987654321.1700000000|1700000000'</code>
/// <para>A row for each hit that names something, with the rule that may take it and why, or why none may.</para>
/// </example>
/// <example>
/// <para>Only what decides.</para>
/// <code>Get-SessionSource barracuda_phuket $keys | Where-Object Decides | Select-Object SessionKey, Rule, Reason</code>
/// <para>One row for each session.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SessionSource")]
[OutputType(typeof(SessionSourceStep))]
public sealed class GetSessionSourceCommand : ClientCommand
{
    /// <summary>The sessions, by session_key of int_&lt;client&gt;_sessions_enriched: stream, user and session id joined by '|'.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] SessionKey { get; set; } = [];

    /// <inheritdoc/>
    protected override string Activity => "Reading sessions of";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation)
    {
        work.Streams.WriteVerbose($"Reading {SessionKey.Length} sessions of {work.Name}.");
        return await work.Pipeline.GetSessionSourceAsync(work.Client, SessionKey, cancellation);
    }
}
