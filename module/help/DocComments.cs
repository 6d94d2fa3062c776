using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MarketingPipeline.Help;

/// <summary>The doc comments of an assembly, as the compiler has written them, and what is missing in them.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> _members;
    private readonly List<string> _gaps = [];

    private DocComments(Dictionary<string, XElement> members) => _members = members;

    /// <summary>What has been asked for and is not there.</summary>
    public IReadOnlyList<string> Gaps => _gaps;

    public static DocComments Read(string file) => new(XDocument.Load(file)
        .Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal));

    /// <summary>A type's synopsis, description and examples.</summary>
    public (string Synopsis, string Description, IReadOnlyList<Example> Examples) Of(Type type)
    {
        var member = _members.GetValueOrDefault("T:" + type.FullName);
        var synopsis = Text(member?.Element("summary"));
        var examples = member?.Elements("example").Select(Example.Read).ToList() ?? [];
        if (synopsis.Length == 0)
        {
            _gaps.Add($"{type.Name} has no summary.");
        }

        if (examples.Count == 0)
        {
            _gaps.Add($"{type.Name} has no example.");
        }

        return (synopsis, string.Join(' ', new[] { synopsis, Text(member?.Element("remarks")) }.Where(part => part.Length > 0)), examples);
    }

    /// <summary>A property's description. An overridden property may leave it to its base.</summary>
    public string Of(System.Reflection.PropertyInfo property)
    {
        var text = Text(_members.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"));
        if (text.Length == 0)
        {
            _gaps.Add($"{property.DeclaringType.Name}.{property.Name} has no summary.");
        }

        return text;
    }

    /// <summary>The text of an element, its lines joined.</summary>
    internal static string Text(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            if (node is XText words)
            {
                text.Append(words.Value);
            }
            else if (node is XElement { Name.LocalName: "see" or "paramref" } reference)
            {
                text.Append(Name(reference));
            }
        }

        return Blank().Replace(text.ToString(), " ").Trim();
    }

    private static string Name(XElement reference)
    {
        var name = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
        return name[(name.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}

/// <summary>An example: a title, code, and what it does.</summary>
internal sealed record Example(string Title, string Code, string Remarks)
{
    /// <summary>Reads <c>&lt;example&gt;&lt;para&gt;title&lt;/para&gt;&lt;code&gt;…&lt;/code&gt;&lt;para&gt;remarks&lt;/para&gt;&lt;/example&gt;</c>.</summary>
    internal static Example Read(XElement element)
    {
        var code = element.Element("code");
        return new Example(
            DocComments.Text(element.Elements("para").FirstOrDefault(para => para.IsBefore(code))),
            string.Join('\n', (code?.Value ?? "").Trim('\r', '\n').Split('\n').Select(line => line.Trim())).Trim(),
            DocComments.Text(element.Elements("para").FirstOrDefault(para => para.IsAfter(code))));
    }
}
