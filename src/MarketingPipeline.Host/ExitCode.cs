using System.Management.Automation;

namespace MarketingPipeline.Host;

/// <summary>What the process tells whoever has started it.</summary>
internal static class ExitCode
{
    internal const int Success = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;
    internal const int Stopped = 130;

    // Kinds of errors that a different command line or settings file would avoid. Nothing is wrong with a client's data.
    private static readonly string[] UsageErrors = ["MarketingPipeline.Settings", "MarketingPipeline.Argument"];

    /// <summary>The exit code that an error alone would give.</summary>
    /// <param name="error">The error.</param>
    /// <param name="thrown">What was thrown, where it ended the work: the record then holds a copy without its type.</param>
    internal static int Of(ErrorRecord error, Exception? thrown) =>
        (thrown ?? error.Exception) is ParseException or ParameterBindingException or CommandNotFoundException
        || UsageErrors.Contains(error.FullyQualifiedErrorId.Split(',')[0])
            ? Usage
            : Failed;
}
