using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Jobs;

/// <summary>What BigQuery bills: whole MiB, at least ten of them for each table that was read.</summary>
public static class Billing
{
    private const long MiB = 1024 * 1024;

    public static long Of(IEnumerable<StatementResult> results) => results.Sum(Of);

    public static long Of(StatementResult result) =>
        result.BytesProcessed <= 0 ? 0 : Math.Max((result.BytesProcessed + MiB - 1) / MiB, 10 * Math.Max(1, result.ReferencedTables.Count)) * MiB;
}
