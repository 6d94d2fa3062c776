using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

/// <summary>An engine that refuses the patterns that a test names, with the words that it gives; RE2 itself is in DuckDb.Tests.</summary>
public sealed class StatedPatterns(params (string Pattern, string Fault)[] refused) : IPatternCheck
{
    public static StatedPatterns AllHold { get; } = new();

    public string? Fault(string pattern) => refused.Where(entry => entry.Pattern == pattern).Select(entry => entry.Fault).FirstOrDefault();
}
