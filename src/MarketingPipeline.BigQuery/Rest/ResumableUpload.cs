using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// Sends a job and a large file piece by piece. What broke is resumed where the server says it stopped; a session that the
/// server has forgotten begins anew.
/// </summary>
internal sealed class ResumableUpload(BigQueryEndpoint endpoint, RestTransport transport, Spool file)
{
    /// <summary>How long one piece may take: half a megabit a second is enough.</summary>
    public static readonly TimeSpan ChunkPatience = TimeSpan.FromMinutes(3);

    /// <summary>A multiple of 256 KiB, as the protocol asks.</summary>
    public const int ChunkSize = 8 * 1024 * 1024;

    private const int Sessions = 3;
    private const int MaximumStalls = 5;

    /// <summary>Sends the whole file; the answer is the job.</summary>
    public async Task<RestResponse> SendAsync(JsonObject job, CancellationToken cancellation)
    {
        for (var session = 1; ; session++)
        {
            try
            {
                return await SendAsync(await BeginAsync(job, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            }
            catch (BigQueryException error) when (error.Reason == ErrorReasons.SessionLost && session < Sessions)
            {
                // The job may have begun all the same; then the new session ends in "already exists".
            }
        }
    }

    private async Task<Uri> BeginAsync(JsonObject job, CancellationToken cancellation)
    {
        var answer = await transport.SendOnceAsync(
            RestRequest.Post(endpoint.Upload("jobs", ("uploadType", "resumable")), job) with
            {
                Headers = new Dictionary<string, string>
                {
                    ["X-Upload-Content-Type"] = "application/octet-stream",
                    ["X-Upload-Content-Length"] = file.Length.ToString(CultureInfo.InvariantCulture),
                },
            },
            cancellation).ConfigureAwait(false);
        if (answer.Location is not { } session)
        {
            throw new BigQueryException(ErrorReasons.Connection, "The server began an upload without saying where it goes.") { HttpStatus = answer.Status };
        }

        return session;
    }

    private async Task<RestResponse> SendAsync(Uri session, CancellationToken cancellation)
    {
        var (offset, stalls, isBroken) = (0L, 0, false);
        while (true)
        {
            var answer = await transport.Retrying.RunAsync(
                async token =>
                {
                    if (isBroken)
                    {
                        var state = await PutAsync(session, [], $"bytes */{Number(file.Length)}", token).ConfigureAwait(false);
                        if (state.Status != HttpStatusCode.PermanentRedirect)
                        {
                            return state;
                        }

                        (offset, isBroken) = (Stored(state), false);
                    }

                    isBroken = true;
                    var chunk = await file.SliceAsync(offset, ChunkSize, token).ConfigureAwait(false);
                    var sent = await PutAsync(session, chunk, $"bytes {Number(offset)}-{Number(offset + chunk.Length - 1)}/{Number(file.Length)}", token).ConfigureAwait(false);
                    isBroken = false;
                    return sent;
                },
                cancellation).ConfigureAwait(false);
            if (answer.Status != HttpStatusCode.PermanentRedirect)
            {
                return answer;
            }

            var stored = Stored(answer);
            stalls = stored > offset ? 0 : stalls + 1;
            if (stalls > MaximumStalls || stored >= file.Length)
            {
                throw new BigQueryException(ErrorReasons.SessionLost, "The upload makes no progress.");
            }

            offset = stored;
        }
    }

    private async Task<RestResponse> PutAsync(Uri session, byte[] bytes, string range, CancellationToken cancellation)
    {
        try
        {
            return await transport.SendOnceAsync(
                new RestRequest(HttpMethod.Put, session)
                {
                    Content = () => new ByteArrayContent(bytes)
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentRange = ContentRangeHeaderValue.Parse(range) },
                    },
                    MayBeIncomplete = true,
                    Patience = ChunkPatience,
                },
                cancellation).ConfigureAwait(false);
        }
        catch (BigQueryException error) when (error.HttpStatus is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw new BigQueryException(ErrorReasons.SessionLost, "The server no longer knows the upload.");
        }
    }

    // "bytes=0-41" means that 42 bytes are stored; no header, none.
    private static long Stored(RestResponse answer) =>
        answer.Range is { } range && long.TryParse(range[(range.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last + 1 : 0;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
