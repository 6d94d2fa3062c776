using System.Globalization;
using MarketingPipeline.BigQueryEmulator.Loading;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Jobs;

/// <summary>Runs a load job, and words what is wrong with its file as BigQuery does.</summary>
public static class LoadJob
{
    /// <summary>BigQuery names only the first of a file's bad rows.</summary>
    private const int ShownRows = 5;

    public static async Task RunAsync(Job job, LoadOptions options, byte[] file, Store store, CancellationToken cancellation)
    {
        try
        {
            var outcome = await FileLoader.LoadAsync(options, file, store, cancellation);
            job.Progress = job.Progress with { Load = outcome, Errors = [.. outcome.Warnings.Take(ShownRows).Select(Error)] };
        }
        catch (LoadFailedException error)
        {
            job.Progress = job.Progress with { Load = new(file.Length, 0, 0, error.Bad.Count, []) };
            var result = new JobError("invalid", error.Message);
            throw new JobFailedException(result, [result, .. error.Bad.Take(ShownRows).Select(Error)]);
        }
    }

    private static JobError Error(BadRow row) => new("invalid", row.Location.Length == 0 ? row.Message : string.Create(CultureInfo.InvariantCulture, $"Error while reading data, error message: {row.Location}: {row.Message}"));
}
