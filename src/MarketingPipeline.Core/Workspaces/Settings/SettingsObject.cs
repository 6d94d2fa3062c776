using System.Text.Json;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>An object of a settings file. Making one reports the properties that its shape does not know.</summary>
internal sealed class SettingsObject
{
    private readonly JsonElement _element;
    private readonly SettingsShape _shape;
    private readonly string _path;

    public SettingsObject(JsonElement element, SettingsShape shape, string path, SettingsFindings findings)
    {
        _element = element;
        _shape = shape;
        _path = path;
        Findings = findings;

        foreach (var name in element.EnumerateObject().Select(property => property.Name).Distinct())
        {
            // A secret has been reported as one: that it is also unknown would only invite a better spelling.
            if (shape.Find(name) is null && !SecretNames.IsName(name))
            {
                findings.Error(
                    SettingsPath.Property(path, name),
                    $"There is no property {ShownText.Quote(name)} here.",
                    shape.Closest(name) is { } close
                        ? $"Did you mean {close}?"
                        : $"Known here: {string.Join(", ", shape.Properties.Select(property => property.Name))}.");
            }
        }
    }

    public SettingsFindings Findings { get; }

    /// <summary>The value of a property; null where it is not given.</summary>
    public SettingsValue? Find(string name)
    {
        var property = _shape.Find(name) ?? throw new InvalidOperationException($"The reader asks for '{name}', which its shape does not list.");
        return _element.TryGetProperty(name, out var value) ? new SettingsValue(value, property, PathOf(name), Findings) : null;
    }

    /// <summary>The value of a property that must be there; null, with a finding, where it is not.</summary>
    public SettingsValue? Require(string name, string advice)
    {
        var value = Find(name);
        if (value is null)
        {
            Findings.Error(PathOf(name), $"{name} is missing.", advice);
        }

        return value;
    }

    /// <summary>The items of a list; none where it is not given.</summary>
    public IReadOnlyList<SettingsValue> Items(string name) => Find(name)?.Items() ?? [];

    public string PathOf(string name) => SettingsPath.Property(_path, name);
}
