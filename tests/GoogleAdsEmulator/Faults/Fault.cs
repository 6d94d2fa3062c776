using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.GoogleAdsEmulator.Faults;

/// <summary>What goes wrong with a request.</summary>
public abstract record Fault
{
    /// <summary>The connection breaks before any answer.</summary>
    public static Fault Drop { get; } = new Dropped();

    /// <summary>Too many requests at once: to be tried again.</summary>
    public static Fault TemporarilyExhausted { get; } = Error("quotaError", "RESOURCE_TEMPORARILY_EXHAUSTED", "Too many requests. Retry in 5 seconds.", TimeSpan.FromSeconds(5));

    /// <summary>Too much work asked within minutes.</summary>
    public static Fault ShortTermConsumption { get; } = Error("quotaError", "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION", "Too much short-term query resource consumption.");

    /// <summary>Too much work asked within a day.</summary>
    public static Fault LongTermConsumption { get; } = Error("quotaError", "EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION", "Too much long-term query resource consumption.");

    public static Fault AccessProhibited { get; } = Error("quotaError", "ACCESS_PROHIBITED", "Access is prohibited.");

    public static Fault InternalError { get; } = Error("internalError", "INTERNAL_ERROR", "An internal error has occurred.");

    public static Fault TransientError { get; } = Error("internalError", "TRANSIENT_ERROR", "A transient error has occurred. Please retry the request.");

    /// <summary>504.</summary>
    public static Fault DeadlineExceeded { get; } = Error("internalError", "DEADLINE_EXCEEDED", "The request took longer than a deadline.");

    /// <summary>503, with nothing of Google Ads in it.</summary>
    public static Fault Unavailable { get; } = Answer(new("internalError", "TRANSIENT_ERROR") { Code = 503, IsBare = true });

    /// <summary>401, as the API answers for a token that has expired.</summary>
    public static Fault TokenExpired { get; } = Error("authenticationError", "OAUTH_TOKEN_EXPIRED", "OAuth token in the header has expired.");

    /// <summary>401 from what stands before the API, with nothing of Google Ads in it.</summary>
    public static Fault BareUnauthenticated { get; } = Answer(new("authenticationError", "OAUTH_TOKEN_INVALID") { IsBare = true });

    public static Fault CustomerNotEnabled { get; } = Error("authorizationError", "CUSTOMER_NOT_ENABLED", "The customer account can't be accessed because it is not yet enabled or has been deactivated.");

    public static Fault ExpiredPageToken { get; } = Error("requestError", "EXPIRED_PAGE_TOKEN", "Page token has expired.");

    public static Fault ResponseTooLarge { get; } = Error("sizeLimitError", "RESPONSE_SIZE_LIMIT_EXCEEDED", "The number of entries in the response exceeds the limit.");

    /// <summary>The day's operations are spent, as in a real body: "Retry in 40591 seconds." unless another delay is given.</summary>
    public static Fault QuotaSpent(TimeSpan? retryDelay = null)
    {
        var delay = retryDelay ?? TimeSpan.FromSeconds(40591);
        return Error("quotaError", "RESOURCE_EXHAUSTED", FormattableString.Invariant($"Too many requests. Retry in {delay.TotalSeconds} seconds."), delay);
    }

    /// <summary>Any of the API's errors, with its family's HTTP code.</summary>
    public static Fault Error(string family, string name, string? message = null, TimeSpan? retryDelay = null) => Answer(new(family, name, message) { RetryDelay = retryDelay });

    /// <summary>An error with a code or scope of one's own, or with none of Google Ads' details.</summary>
    public static Fault Answer(ApiError error) => new Refused(error);

    /// <summary>A page of a proxy, which is no JSON: with 200, as where a network wants a login, or with an error's code.</summary>
    public static Fault Html(int code = 502) => new HtmlAnswer(code);

    /// <summary>RESPONSE_SIZE_LIMIT_EXCEEDED for queries of more days than these; shorter ones are answered.</summary>
    public static Fault TooLargeBeyond(int days) => new LimitedDays(days);

    /// <summary>The stream has an error in place of the batch after so many.</summary>
    public static Fault ErrorAfterBatches(int batches, Fault error) => new BrokenStream(batches, error is Refused refused ? refused.Told : throw new ArgumentException("The fault is no error of the API.", nameof(error)));

    /// <summary>
    /// The connection ends after so many batches: between them, or in the next one after so many rows, or in the middle of the
    /// row after those. All that was written arrives. A search is cut in its page, by rows.
    /// </summary>
    public static Fault Cut(int batches, int? rows = null, bool inRow = false) => new CutStream(batches, rows ?? (inRow ? 0 : null), inRow);

    /// <summary>The answer is late.</summary>
    public static Fault SlowAnswer(TimeSpan delay) => new Slow(delay);

    /// <summary>Every batch is late.</summary>
    public static Fault SlowBatches(TimeSpan delay) => new SlowStream(delay);

    /// <summary>The answer stops after so many batches until the test says so: to change, cancel or look at something meanwhile. With 0, even its headers wait.</summary>
    public static Fault Hold(Task until, int batches = 0) => new Held(batches, until);

    internal sealed record Dropped : Fault;

    internal sealed record Refused(ApiError Told) : Fault;

    internal sealed record HtmlAnswer(int Code) : Fault;

    internal sealed record LimitedDays(int Days) : Fault;

    internal sealed record BrokenStream(int Batches, ApiError Told) : Fault;

    internal sealed record CutStream(int Batches, int? Rows, bool InRow) : Fault;

    internal sealed record Slow(TimeSpan Delay) : Fault;

    internal sealed record SlowStream(TimeSpan Delay) : Fault;

    internal sealed record Held(int Batches, Task Until) : Fault;
}
