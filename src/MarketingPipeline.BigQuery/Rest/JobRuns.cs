using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Runs jobs to their end: submits, waits, starts anew where the server failed, and cancels what is no longer wanted.</summary>
internal sealed class JobRuns(BigQueryEndpoint endpoint, RestTransport transport)
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);
    private const int LookupsOfANewJob = 5;
    private const int CancelAttempts = 3;

    // How often a job that the server failed is run again as a new one.
    private const int JobRestarts = 3;

    /// <summary>Sends one job once, given its jobs.insert body.</summary>
    public delegate Task<RestResponse> Sender(JsonObject job, CancellationToken cancellation);

    /// <summary>Runs a job.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="prefix">What its id begins with.</param>
    /// <param name="mayRestart">Whether it may run again, as a new job, after the server failed it.</param>
    /// <param name="send">How it is sent; null for jobs.insert.</param>
    /// <param name="cancellation">Cancels the job on the server, too.</param>
    /// <exception cref="BigQueryException">The job was refused or failed.</exception>
    public async Task<JobStatistics> RunAsync(JsonObject configuration, string prefix, bool mayRestart, Sender? send, CancellationToken cancellation)
    {
        for (var restarts = 0; ; restarts++)
        {
            var insertion = new JobInsertion(endpoint, transport, new JobAddress(endpoint.Project, prefix + Guid.NewGuid().ToString("N"), endpoint.Location));
            var body = JobJson.Job(insertion.Address, configuration);
            try
            {
                var job = await insertion.SubmitAsync(token => (send ?? InsertOnceAsync)(body, token), cancellation).ConfigureAwait(false);
                job = await EndAsync(insertion, job, cancellation).ConfigureAwait(false);
                return ErrorJson.OfJob(job) is { } failure ? throw failure : JobStatistics.Of(job);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                await CancelAsync(insertion).ConfigureAwait(false);
                throw;
            }
            catch (BigQueryException error) when (mayRestart && restarts < JobRestarts && IsOfJob(error))
            {
                await Task.Delay(transport.Retrying.Delay(restarts, error), transport.Retrying.Clock, cancellation).ConfigureAwait(false);
            }
            catch (BigQueryException error) when (error.JobId is null && insertion.MayHaveArrived)
            {
                // Its outcome cannot be had: it must not write after this run has given up.
                await CancelAsync(insertion).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Asks for the job until it is done, whether it succeeded or not.</summary>
    private async Task<JsonElement> EndAsync(JobInsertion insertion, JsonElement job, CancellationToken cancellation)
    {
        var lookups = 0;
        for (var wait = transport.Retrying.FirstPoll; job.At("status").Text("state") != "DONE"; wait = wait * 2 < LongestPoll ? wait * 2 : LongestPoll)
        {
            if (job.At("status").Text("state") is null)
            {
                throw new BigQueryException(ErrorReasons.Unreadable, "The server was asked for a job, and answered with something else.");
            }

            await Task.Delay(wait, transport.Retrying.Clock, cancellation).ConfigureAwait(false);
            try
            {
                job = await transport.ReadAsync(insertion.Get(), cancellation).ConfigureAwait(false);
                lookups = LookupsOfANewJob;
            }
            catch (BigQueryException error) when (error.Reason == ErrorReasons.NotFound && lookups++ < LookupsOfANewJob)
            {
                // A job that has just been inserted is not always found at once.
            }
        }

        return job;
    }

    // Within the job's status the reasons that pass mean: run it again. As an answer to a call they were repeated already.
    private static bool IsOfJob(BigQueryException error) => ErrorReasons.IsOfJob(error.Reason) || (error.HttpStatus is null && error.JobId is not null && error.IsRetryable);

    /// <summary>
    /// Cancels on the server and waits until it has stopped; by id, so also a job whose answer never came. Best effort: the
    /// run ends either way.
    /// </summary>
    private async Task CancelAsync(JobInsertion insertion)
    {
        using var patience = new CancellationTokenSource(CancelPatience);
        for (var attempt = 1; attempt <= CancelAttempts; attempt++)
        {
            try
            {
                var answer = await transport.SendOnceAsync(insertion.Cancel(), patience.Token).ConfigureAwait(false);
                await StoppedAsync(insertion, (answer.TryJson() ?? default).At("job"), patience.Token).ConfigureAwait(false);
                return;
            }
            catch (BigQueryException error) when (error.IsRetryable || (error.Reason == ErrorReasons.NotFound && !insertion.IsKnown))
            {
                // The request that inserts it may still be on its way.
            }
            catch (Exception error) when (error is BigQueryException or OperationCanceledException or Core.PipelineException)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), transport.Retrying.Clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task StoppedAsync(JobInsertion insertion, JsonElement job, CancellationToken cancellation)
    {
        while (job.At("status").Text("state") is { } state && state != "DONE")
        {
            await Task.Delay(transport.Retrying.FirstPoll, transport.Retrying.Clock, cancellation).ConfigureAwait(false);
            job = (await transport.SendOnceAsync(insertion.Get(), cancellation).ConfigureAwait(false)).Json();
        }
    }

    private Task<RestResponse> InsertOnceAsync(JsonObject job, CancellationToken cancellation) =>
        transport.SendOnceAsync(RestRequest.Post(endpoint.Method("jobs"), job), cancellation);
}
