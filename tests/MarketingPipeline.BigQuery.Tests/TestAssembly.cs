namespace MarketingPipeline.Workbench;

/// <summary>The assembly that the workbench is compiled into, for attributes that name it.</summary>
internal static class TestAssembly
{
    public const string Name = "MarketingPipeline.BigQuery.Tests";
}
