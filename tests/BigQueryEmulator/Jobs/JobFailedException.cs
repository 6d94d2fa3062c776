namespace MarketingPipeline.BigQueryEmulator.Jobs;

/// <summary>A job ended with an error, and perhaps others that explain it.</summary>
public sealed class JobFailedException(JobError result, IReadOnlyList<JobError> errors) : Exception(result.Message)
{
    public JobError Result => result;

    public IReadOnlyList<JobError> Errors => errors;
}
