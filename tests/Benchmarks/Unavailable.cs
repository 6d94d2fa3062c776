namespace MarketingPipeline.Benchmarks;

/// <summary>Stands in where Google's engine could not be installed.</summary>
internal static class BigQueryCost
{
    public static Task PrintAsync(int days) =>
        throw new NotSupportedException($"The cost of {days} days is measured on the BigQuery emulator, whose engine could not be installed: see tests/ZetaSql.");
}
