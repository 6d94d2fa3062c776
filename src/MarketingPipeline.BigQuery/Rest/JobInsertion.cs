using System.Net;
using System.Text.Json;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>
/// Submits one job under an id of our own, so that it runs once however often the request has to be sent: where an answer
/// was lost the job is looked up before it is sent again, and "already exists" means that it had arrived.
/// </summary>
internal sealed class JobInsertion(BigQueryEndpoint endpoint, RestTransport transport, JobAddress address)
{
    /// <summary>The job's address; its location becomes known with the first answer.</summary>
    public JobAddress Address { get; private set; } = address;

    /// <summary>Whether an answer has named the job: before that the server may know it or not.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether the server may have the job: it was sent, and not refused.</summary>
    public bool MayHaveArrived { get; private set; }

    /// <summary>Submits the job by <paramref name="send"/>, which sends it once.</summary>
    /// <returns>The job.</returns>
    public async Task<JsonElement> SubmitAsync(Func<CancellationToken, Task<RestResponse>> send, CancellationToken cancellation)
    {
        var isFirst = true;
        var job = await transport.Retrying.RunAsync(
            async token =>
            {
                if (!isFirst && await FindAsync(token).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                var wasSent = MayHaveArrived;
                (isFirst, MayHaveArrived) = (false, true);
                try
                {
                    return (await send(token).ConfigureAwait(false)).Json();
                }
                catch (BigQueryException error) when (error.HttpStatus == HttpStatusCode.Conflict)
                {
                    Address = Address.LocatedBy(error.Message);
                    if (await FindAsync(token).ConfigureAwait(false) is { } arrived)
                    {
                        return arrived;
                    }

                    throw;
                }
                catch (BigQueryException error) when (!error.IsRetryable)
                {
                    MayHaveArrived = wasSent;
                    throw;
                }
            },
            cancellation).ConfigureAwait(false);
        IsKnown = true;
        Address = Address with { Location = job.At("jobReference").Text("location") ?? Address.Location };
        return job;
    }

    /// <summary>The job as the server knows it; null where it does not.</summary>
    public async Task<JsonElement?> FindAsync(CancellationToken cancellation)
    {
        try
        {
            return (await transport.SendOnceAsync(Get(), cancellation).ConfigureAwait(false)).Json();
        }
        catch (BigQueryException error) when (error.Reason == ErrorReasons.NotFound)
        {
            return null;
        }
    }

    /// <summary>The request that asks for the job.</summary>
    public RestRequest Get() => RestRequest.Get(endpoint.Method(BigQueryEndpoint.Path("jobs", Address.JobId!), ("location", Address.Location)));

    /// <summary>The request that stops the job.</summary>
    public RestRequest Cancel() => RestRequest.Post(endpoint.Method(BigQueryEndpoint.Path("jobs", Address.JobId!, "cancel"), ("location", Address.Location)));
}
