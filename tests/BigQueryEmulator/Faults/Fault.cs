using MarketingPipeline.BigQueryEmulator.Jobs;

namespace MarketingPipeline.BigQueryEmulator.Faults;

/// <summary>What goes wrong with a request, or with the job that it starts.</summary>
public abstract record Fault
{
    /// <summary>The connection breaks before the server does anything.</summary>
    public static Fault DropBefore { get; } = new Dropped(AfterWork: false);

    /// <summary>The server does its work, but its answer is lost.</summary>
    public static Fault DropAfter { get; } = new Dropped(AfterWork: true);

    /// <summary>The answer of a proxy, which is no JSON.</summary>
    public static Fault HtmlBadGateway { get; } = new Html();

    public static Fault Unauthorized { get; } = new Refused("authError", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.", null, null);

    /// <summary>The server does its work and breaks off in the middle of the answer.</summary>
    public static Fault TruncatedBody { get; } = new Truncated();

    /// <summary>An answer of one of the API's reasons, with its HTTP code unless another is given.</summary>
    public static Fault Error(string reason, string? message = null, int? code = null, TimeSpan? retryAfter = null) => new Refused(reason, message ?? $"The emulator was told to answer {reason}.", code, retryAfter);

    /// <summary>The answer is late.</summary>
    public static Fault SlowAnswer(TimeSpan delay) => new Slow(delay);

    /// <summary>The job takes longer: half of it pending, half running.</summary>
    public static Fault SlowJob(TimeSpan delay) => new OfJob(new(delay));

    /// <summary>The job ends with an error, having done its work or not.</summary>
    public static Fault JobError(string reason, string? message = null, bool afterWork = false, TimeSpan delay = default) => new OfJob(new(delay, new(reason, message ?? $"The emulator was told to end the job with {reason}."), afterWork));

    /// <summary>The connection breaks when so many bytes of a resumable upload's request have come.</summary>
    public static Fault InterruptUpload(long bytes) => new Interrupted(bytes);

    internal sealed record Dropped(bool AfterWork) : Fault;

    internal sealed record Html : Fault;

    internal sealed record Truncated : Fault;

    internal sealed record Refused(string Reason, string Message, int? Code, TimeSpan? RetryAfter) : Fault;

    internal sealed record Slow(TimeSpan Delay) : Fault;

    internal sealed record OfJob(JobFault Job) : Fault;

    internal sealed record Interrupted(long Bytes) : Fault;
}
