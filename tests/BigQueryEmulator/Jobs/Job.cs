using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Loading;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Jobs;

/// <summary>BigQuery's ErrorProto.</summary>
public sealed record JobError(string Reason, string Message, string? Location = null);

/// <summary>How far a job is; never changed, only replaced.</summary>
public sealed record JobProgress
{
    public string State { get; init; } = "PENDING";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public JobError? ErrorResult { get; init; }

    public IReadOnlyList<JobError> Errors { get; init; } = [];

    /// <summary>What a query's statements did, in their order.</summary>
    public IReadOnlyList<StatementResult> Results { get; init; } = [];

    /// <summary>The table with the last statement's rows.</summary>
    public TableId? Destination { get; init; }

    public LoadOutcome? Load { get; init; }

    public bool IsDone => State == "DONE";

    /// <summary>The statement whose rows and figures the job answers with: a script's last.</summary>
    public StatementResult? Answer => Results.Count == 0 ? null : Results[^1];
}

/// <summary>What a test makes of a job: slow, or failed with a reason, after its work or instead of it.</summary>
public sealed record JobFault(TimeSpan Delay, JobError? Error = null, bool AfterWork = false);

/// <summary>A job: what it was asked, and how far it is.</summary>
public sealed class Job(string project, string id, string location, JsonObject configuration, DateTimeOffset createdAt, long sequence)
{
    private volatile JobProgress _progress = new();

    public string Project => project;

    public string Id => id;

    public string Location => location;

    public JsonObject Configuration => configuration;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>Jobs are listed by it: a clock may give two of them the same time.</summary>
    public long Sequence => sequence;

    public string FullId => $"{project}:{location}.{id}";

    public string Kind => configuration.ContainsKey("load") ? "LOAD" : "QUERY";

    public string ETag { get; private set; } = Guid.NewGuid().ToString("N");

    public string? ParentId { get; init; }

    public bool IsScript { get; init; }

    public Task Completion { get; set; } = Task.CompletedTask;

    public CancellationTokenSource Cancellation { get; } = new();

    public JobProgress Progress
    {
        get => _progress;
        set
        {
            _progress = value;
            ETag = Guid.NewGuid().ToString("N");
        }
    }
}
