using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Sends a job and a small file in one request.</summary>
internal sealed class MultipartUpload(BigQueryEndpoint endpoint, RestTransport transport, Spool file)
{
    /// <summary>Sends once.</summary>
    public async Task<RestResponse> SendAsync(JsonObject job, CancellationToken cancellation)
    {
        var bytes = await file.SliceAsync(0, (int)file.Length, cancellation).ConfigureAwait(false);
        return await transport.SendOnceAsync(
            RestRequest.Post(endpoint.Upload("jobs", ("uploadType", "multipart"))) with
            {
                Content = () => new MultipartContent("related")
                {
                    RestRequest.Json(job)(),
                    new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
                },
                Patience = ResumableUpload.ChunkPatience,
            },
            cancellation).ConfigureAwait(false);
    }
}
