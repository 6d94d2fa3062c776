namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>The regular expressions of one file's channel rules, read and checked.</summary>
internal sealed class RuleExpressions(IPatternCheck check)
{
    private const string Advice = "Give a regular expression in RE2's syntax, searched in the value in any case: no look-around, no back-references.";

    private bool _isUnchecked;

    /// <summary>A rule's expression; null where it has none, or one that is refused.</summary>
    public string? Read(SettingsObject rule, string name)
    {
        var value = rule.Find(name);
        if (value?.Pattern(Advice) is not { } pattern)
        {
            return null;
        }

        var searched = ChannelRule.Searched(pattern);
        try
        {
            if (!_isUnchecked && check.Fault(searched) is { } fault)
            {
                // RE2 may show what it was given; the user has not written all of that.
                value.Refuse($"{ShownText.Quote(pattern)} is no regular expression of RE2: {ShownText.Shorten(fault.Replace(searched, pattern, StringComparison.Ordinal))}.", Advice);
                return null;
            }
        }
        catch (PipelineException error)
        {
            // One warning is enough: what stands in the way of one stands in the way of all.
            _isUnchecked = true;
            rule.Findings.Warning(value.Path, $"The regular expressions of channelRules are not checked. {ShownText.Escape(error.Message)}", error.Advice);
        }

        return pattern;
    }
}
