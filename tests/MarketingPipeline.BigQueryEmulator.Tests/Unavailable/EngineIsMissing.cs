namespace MarketingPipeline.BigQueryEmulator.Tests;

public class EngineIsMissing
{
    [SkippableFact]
    public void The_engine_could_not_be_installed()
    {
        const string Reason = "The SQL engine could not be installed from npm; tests/ZetaSql/obj/npm.log says why.";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
        Skip.If(true, Reason);
    }
}
