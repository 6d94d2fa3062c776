using MarketingPipeline.Core.Running;

namespace MarketingPipeline.PowerShell.Views;

/// <summary>What a run has restated, in a few words; nothing where there is nothing to say.</summary>
public static class RestatementText
{
    /// <summary>Of all tables of a run: "cost restated on 3 dates by -12.34 THB".</summary>
    public static string Of(PipelineRun run) => PlainText.Clean(Restatement.Describe([.. run.Tables.SelectMany(table => table.Restatements)]));
}
