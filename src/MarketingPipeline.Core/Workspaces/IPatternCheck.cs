namespace MarketingPipeline.Core.Workspaces;

/// <summary>
/// Tells whether a regular expression of a settings file is one, by the engine that knows RE2, so that a bad one is a finding
/// and not a failed statement in the middle of a run.
/// </summary>
public interface IPatternCheck
{
    /// <summary>Null where RE2 reads the pattern, else what it says against it.</summary>
    /// <param name="pattern">The pattern as the warehouses are given it (<see cref="ChannelRule.Searched"/>).</param>
    /// <exception cref="PipelineException">Patterns cannot be checked here.</exception>
    string? Fault(string pattern);
}
