using System.Runtime.CompilerServices;

namespace MarketingPipeline.Workbench;

/// <summary>
/// On a build server a snapshot that is not there fails its test. Everywhere else the test writes it, for whoever made the
/// change to look at and commit.
/// </summary>
internal static class StrictSnapshots
{
    [ModuleInitializer]
    internal static void Demand()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "true");
        }
    }
}
