namespace MarketingPipeline.Core;

/// <summary>What went wrong, as far as a user's next step depends on it.</summary>
public enum PipelineErrorKind
{
    /// <summary>A settings file is missing, malformed or contradicts itself.</summary>
    Settings,

    /// <summary>A client, model, run or table that was named does not exist.</summary>
    NotFound,

    /// <summary>An argument does not fit: a range that ends before it begins, an as-of date in the future.</summary>
    Argument,

    /// <summary>A source folder, dataset or file is absent.</summary>
    SourceMissing,

    /// <summary>A source file is there but cannot be read, or holds what an export never holds.</summary>
    SourceUnreadable,

    /// <summary>The newest day of the sources lies before the range that would be staged or built.</summary>
    SourceStale,

    /// <summary>What a step reads has not been staged or built yet.</summary>
    NotBuilt,

    /// <summary>Another run holds the client's warehouse.</summary>
    WarehouseBusy,

    /// <summary>The warehouse cannot be opened or has refused a statement.</summary>
    WarehouseFailed,

    /// <summary>A step would read more than the budget allows.</summary>
    BudgetExceeded,

    /// <summary>Data tests found errors at or above the severity that stops a run.</summary>
    DataTestsFailed,

    /// <summary>The engine or source named is not part of this build yet.</summary>
    NotSupported,

    /// <summary>Nobody could sign in to a source: no credentials, or such as the server does not accept.</summary>
    SignInFailed,

    /// <summary>A source's server has refused to answer: no permission, an account that is cancelled, a version that is gone.</summary>
    SourceRefused,

    /// <summary>A source's server could not be reached, or kept failing.</summary>
    SourceUnavailable,

    /// <summary>What a source's server allows in a day is used up; the message says when to come back.</summary>
    QuotaExhausted,
}

/// <summary>
/// An error that says what is wrong, where, and what to do. Everything that the product throws on purpose is one of these;
/// anything else is a defect. Its texts can be shown anywhere: names of files and words of servers in them are cleaned here.
/// </summary>
public sealed class PipelineException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What is wrong and where, in one or two sentences.</param>
    /// <param name="advice">What to do.</param>
    /// <param name="target">The file, table, client or argument concerned.</param>
    /// <param name="inner">The cause.</param>
    public PipelineException(PipelineErrorKind kind, string message, string advice, string? target = null, Exception? inner = null)
        : base(ShownText.Clean(message), inner)
    {
        Kind = kind;
        Advice = ShownText.Clean(advice);
        Target = target is null ? null : ShownText.Clean(target);
    }

    /// <summary>What went wrong.</summary>
    public PipelineErrorKind Kind { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <summary>The file, table, client or argument concerned.</summary>
    public string? Target { get; }

    /// <summary>The findings behind the error, where there are several (settings, data tests).</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
