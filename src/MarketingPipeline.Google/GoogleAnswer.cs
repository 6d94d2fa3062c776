using System.Net;

namespace MarketingPipeline.Google;

/// <summary>An answer that has begun well; errors can still stand in it.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">The body, as it comes.</param>
internal sealed record GoogleAnswer(HttpStatusCode Status, Stream Body)
{
    /// <summary>The Location header: where an upload goes on.</summary>
    public Uri? Location { get; init; }

    /// <summary>The Range header: what an upload has stored.</summary>
    public string? Range { get; init; }

    /// <summary>What Google calls the request; null where the answer does not say.</summary>
    public string? RequestId { get; init; }
}

/// <summary>An answer that is none: an error, a redirect, something in between.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">The beginning of its body, where that is JSON, without secrets; else empty.</param>
/// <param name="RequestId">What Google calls the request.</param>
/// <param name="RetryAfter">How long it asks to wait.</param>
internal sealed record GoogleRefusal(HttpStatusCode Status, byte[] Body, string? RequestId, TimeSpan? RetryAfter);
