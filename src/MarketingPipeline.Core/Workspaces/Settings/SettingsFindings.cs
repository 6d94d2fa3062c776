namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>Collects what is wrong with one settings file, so that a user sees all of it at once.</summary>
internal sealed class SettingsFindings(string target, string? client)
{
    /// <summary>More of one file would bury the others'.</summary>
    private const int Maximum = 100;

    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> All => _found;

    public bool HasErrors => _found.Exists(finding => finding.Severity == FindingSeverity.Error);

    public void Error(string? property, string message, string advice) => Add(FindingSeverity.Error, property, message, advice);

    public void Warning(string? property, string message, string advice) => Add(FindingSeverity.Warning, property, message, advice);

    private void Add(FindingSeverity severity, string? property, string message, string advice)
    {
        if (_found.Count > Maximum)
        {
            return;
        }

        _found.Add(_found.Count < Maximum
            ? NewFinding(severity, property, message, advice)
            : NewFinding(FindingSeverity.Error, null, "There is more than is listed here.", "Correct what is listed, then read the file again."));
    }

    private Finding NewFinding(FindingSeverity severity, string? property, string message, string advice) => new()
    {
        Client = client,
        Check = "settings",
        Severity = severity,
        Target = target,
        Property = property,
        Message = message,
        Advice = advice,
    };
}
