using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace MarketingPipeline.Google;

/// <summary>A request that can be sent more than once: its content is made anew each time.</summary>
internal sealed record RestRequest(HttpMethod Method, Uri Address)
{
    /// <summary>Makes the body.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Headers beside those of the body.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether 308 is an answer: an upload that is not complete.</summary>
    public bool MayBeIncomplete { get; init; }

    /// <summary>How long one attempt may take; where the answer is a stream, each piece of it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Whether a good answer is read piece by piece, for as long as there are some.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether a status belongs to a good answer.</summary>
    public bool IsAnsweredBy(HttpStatusCode status) =>
        (int)status is >= 200 and < 300 || (status == HttpStatusCode.PermanentRedirect && MayBeIncomplete);

    public static RestRequest Get(Uri address) => new(HttpMethod.Get, address);

    public static RestRequest Post(Uri address, JsonObject? body = null) =>
        new(HttpMethod.Post, address) { Content = body is null ? () => new ByteArrayContent([]) : Json(body) };

    public static Func<HttpContent> Json(JsonObject body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        return () => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "UTF-8") } };
    }
}
