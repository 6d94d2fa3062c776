using System.Management.Automation;
using System.Security;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.PowerShell;

/// <summary>
/// A cmdlet that works on clients. Names come as arguments or through the pipeline; each client is worked on once, at the end,
/// because a pipeline brings one object per table. What fails for one client leaves the others going.
/// </summary>
public abstract class ClientCommand : WorkspaceCommand
{
    private readonly ClientQueue _queue = new();

    /// <summary>
    /// The clients, by name. Wildcards match several, '*' all. Comes through the pipeline from objects with a property Name or
    /// Client, so from Get-PipelineClient and from every other cmdlet's results.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public virtual string[] Client { get; set; } = [];

    /// <summary>
    /// What became of the table in the step before, by the pipeline: a client with a Failed table is left out with a warning.
    /// </summary>
    /// <remarks>An object, not the enum: runs and findings have a Status of other kinds, and must bind too.</remarks>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public object? Status { get; set; }

    /// <summary>
    /// Google credentials as JSON (service account, authorized user or external account), for the BigQuery engine: for example
    /// what Get-Secret gives. Default: MARKETINGPIPELINE_GOOGLE_ACCESS_TOKEN or MARKETINGPIPELINE_GOOGLE_CREDENTIALS in the
    /// environment, else bigQuery.credentialsFile, else Google's application default credentials.
    /// </summary>
    [Parameter]
    public SecureString? GoogleCredential { get; set; }

    /// <summary>Credentials for sources beside BigQuery, where the cmdlet reaches them.</summary>
    protected virtual SecureString? SourceCredential => null;

    /// <summary>How many clients are worked on at once, where the cmdlet has no parameter for it.</summary>
    protected virtual int SideBySide => Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>Whether results are emitted in the order of the clients, or as soon as they are there.</summary>
    protected virtual bool InOrder => true;

    /// <summary>The as-of date of the object that is being taken from the pipeline.</summary>
    protected virtual DateOnly? RecordAsOf => null;

    /// <summary>What progress says is being done, for example <c>Staging</c>.</summary>
    protected abstract string Activity { get; }

    /// <summary>Takes clients; they are worked on when all have come.</summary>
    protected sealed override void ProcessRecord()
    {
        foreach (var name in Client)
        {
            _queue.Add(Workspace, name, RecordAsOf, TableStatusOf(Status));
        }
    }

    /// <summary>Works on the clients that have come.</summary>
    protected sealed override void EndProcessing()
    {
        var selection = Require(() => _queue.Resolve(this.WorkspaceRoot));

        foreach (var workspace in selection.Workspaces)
        {
            OnWorkspace(workspace);
        }

        foreach (var (broken, findings, root) in selection.Broken)
        {
            OnBroken(broken, findings, root);
        }

        foreach (var unknown in selection.Unknown)
        {
            WriteError(ErrorTable.Record(unknown, null));
        }

        foreach (var pattern in selection.Unmatched)
        {
            WriteWarning($"No client's name matches '{pattern}'.");
        }

        foreach (var skipped in selection.Skipped)
        {
            WriteWarning($"{skipped}: left out of {MyInvocation.MyCommand.Name}, because a step before has failed.");
        }

        if (selection.Work.Count == 0)
        {
            return;
        }

        Prepare(selection.Work.Count);
        var pipelines = Require(() => selection.Work
            .Select(chosen => chosen.Workspace)
            .Distinct()
            .ToDictionary(workspace => workspace, workspace => PipelineRuntime.Open(workspace, GoogleCredential, SourceCredential)));
        var work = new SideBySideWork(SideBySide, InOrder, WorkAsync, OnFailed, Objection);
        Run((streams, cancellation) => work.RunAsync(
            [.. selection.Work.Select((chosen, index) => new ClientWork(chosen, pipelines[chosen.Workspace], streams, new ClientProgress(streams, index, $"{Activity} {chosen.Client.Name}")))],
            streams,
            cancellation));
    }

    /// <summary>Called on the cmdlet's thread before the work begins.</summary>
    /// <param name="clients">How many clients there are to work on.</param>
    protected virtual void Prepare(int clients)
    {
    }

    /// <summary>Called once for each workspace, before its clients are worked on.</summary>
    protected virtual void OnWorkspace(Workspace workspace)
    {
    }

    /// <summary>A client whose settings have errors was asked for.</summary>
    protected virtual void OnBroken(string client, IReadOnlyList<Finding> findings, string root) =>
        WriteError(ErrorTable.Record(ClientSelection.Error(client, findings), client));

    /// <summary>Works on one client; what it returns is emitted.</summary>
    protected abstract Task<IReadOnlyList<object>> WorkAsync(ClientWork work, CancellationToken cancellation);

    /// <summary>What is emitted for a client that has failed, beside the error.</summary>
    protected virtual IReadOnlyList<object> OnFailed(ClientWork work, Exception failure) => [];

    /// <summary>An error to write after a client's results, although the work has succeeded.</summary>
    protected virtual Exception? Objection(ClientWork work, IReadOnlyList<object> results) => null;

    // Only a table's status, exactly: a run that "failed" last night may well be piped here to be done again.
    private static TableStatus? TableStatusOf(object? status) => (status is PSObject wrapped ? wrapped.BaseObject : status) switch
    {
        TableStatus known => known,
        string text when Enum.TryParse<TableStatus>(text, ignoreCase: false, out var known) => known,
        _ => null,
    };
}
