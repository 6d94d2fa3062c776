namespace MarketingPipeline.Core;

/// <summary>How bad a finding is. Only <see cref="Error"/> can stop a run.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Information,

    /// <summary>A number may be incomplete or surprising.</summary>
    Warning,

    /// <summary>A number would be wrong, or the work cannot be done.</summary>
    Error,
}

/// <summary>
/// One thing that a check found: in settings, in the sources, or in the data. A check that holds is a finding too, with
/// severity <see cref="FindingSeverity.Information"/> and <see cref="Passed"/> true.
/// </summary>
public sealed record Finding
{
    /// <summary>The client concerned; null where the finding is about the workspace as a whole.</summary>
    public string? Client { get; init; }

    /// <summary>The stable id of the check, for example <c>unique_key</c> or <c>settings</c>.</summary>
    public required string Check { get; init; }

    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>True where the check holds.</summary>
    public bool Passed { get; init; }

    /// <summary>The file, table or source concerned.</summary>
    public required string Target { get; init; }

    /// <summary>The JSON property or column concerned, if it is one.</summary>
    public string? Property { get; init; }

    /// <summary>What is wrong, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What is expected, or what to do.</summary>
    public string? Advice { get; init; }

    /// <summary>How many rows are concerned, where rows were counted.</summary>
    public long? Rows { get; init; }

    /// <summary>The measured amount (a residual's revenue, the days behind), where there is one.</summary>
    public decimal? Value { get; init; }
}
