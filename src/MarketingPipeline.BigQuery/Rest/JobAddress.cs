namespace MarketingPipeline.BigQuery.Rest;

/// <summary>Where a job is found. Outside the US and EU multi-regions its location is part of that.</summary>
internal sealed record JobAddress(string Project, string? JobId, string? Location)
{
    /// <summary>The location that a 409's message names: <c>Already Exists: Job project:location.job</c>.</summary>
    public JobAddress LocatedBy(string message)
    {
        var end = message.IndexOf("." + JobId, StringComparison.Ordinal);
        var start = end < 0 ? -1 : message.LastIndexOf(':', end);
        return start < 0 || end - start < 2 ? this : this with { Location = message[(start + 1)..end] };
    }
}
