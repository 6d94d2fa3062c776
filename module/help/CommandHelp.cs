using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace MarketingPipeline.Help;

/// <summary>A cmdlet's help in MAML, which is all that Get-Help reads, the syntax included.</summary>
internal sealed class CommandHelp(DocComments docs)
{
    public static readonly XName Root = XNamespace.Get("http://msh") + "helpItems";

    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public XElement Write(CmdletInfo command)
    {
        var (synopsis, description, examples) = docs.Of(command.ImplementingType);
        var sets = command.ParameterSets.Select(set => (Set: set, Parameters: Shown(set))).ToList();
        var all = sets.SelectMany(set => set.Parameters).DistinctBy(parameter => parameter.Name).OrderBy(Order).ThenBy(parameter => parameter.Name, StringComparer.Ordinal);
        var defaults = Activator.CreateInstance(command.ImplementingType)!;

        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", command.Name),
                Described(synopsis),
                new XElement(Command + "verb", command.Verb),
                new XElement(Command + "noun", command.Noun)),
            Described(description),
            new XElement(Command + "syntax", sets.OrderByDescending(set => set.Set.IsDefault).Select(set => new XElement(
                Command + "syntaxItem",
                new XElement(Maml + "name", command.Name),
                set.Parameters.OrderBy(Order).Select(parameter => Parameter(command, parameter, defaults))))),
            new XElement(Command + "parameters", all.Select(parameter => Parameter(command, parameter, defaults))),
            new XElement(Command + "inputTypes", Inputs(command).Select(type => Typed("inputType", type, "by property name"))),
            new XElement(Command + "returnValues", Outputs(command).Select(type => Typed("returnValue", type.Name, type.FullName!))),
            new XElement(Command + "examples", examples.Select((example, index) => new XElement(
                Command + "example",
                new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"-------- Example {index + 1}: {example.Title} --------")),
                new XElement(Dev + "code", example.Code),
                new XElement(Dev + "remarks", new XElement(Maml + "para", example.Remarks))))));
    }

    private static List<CommandParameterInfo> Shown(CommandParameterSetInfo set) =>
        [.. set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !IsHidden(parameter))];

    private static bool IsHidden(CommandParameterInfo parameter) =>
        parameter.Attributes.OfType<ParameterAttribute>().Any(attribute => attribute.DontShow);

    // The order of a reader's interest: by position, then the mandatory ones, then as they are written.
    private static int Order(CommandParameterInfo parameter) => parameter.Position >= 0 ? parameter.Position : parameter.IsMandatory ? 1000 : 2000;

    private static IEnumerable<Type> Outputs(CmdletInfo command) =>
        command.OutputType.Select(output => output.Type).OfType<Type>().Where(type => type != typeof(void));

    private static IEnumerable<string> Inputs(CmdletInfo command) =>
        command.ParameterSets.SelectMany(Shown).Where(parameter => parameter.ValueFromPipelineByPropertyName).Select(parameter => parameter.Name).Distinct();

    private static XElement Typed(string element, string name, string remark) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", name), new XElement(Maml + "uri")),
        Described(remark));

    private static XElement Described(string text) => new(Maml + "description", new XElement(Maml + "para", text));

    private XElement Parameter(CmdletInfo command, CommandParameterInfo parameter, object defaults)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var isSwitch = type == typeof(SwitchParameter);
        var property = command.ImplementingType.GetProperty(parameter.Name);
        var description = property is null ? Common(parameter.Name) : docs.Of(property);
        var values = Values(parameter, type);

        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", type.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any() ? "true" : "false"),
            new XAttribute("pipelineInput", parameter.ValueFromPipelineByPropertyName ? "True (ByPropertyName)" : "False"),
            new XAttribute("position", parameter.Position >= 0 ? parameter.Position.ToString(CultureInfo.InvariantCulture) : "named"),
            new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            new XElement(
                Maml + "description",
                new XElement(Maml + "para", description),
                values.Count == 0 ? null : new XElement(Maml + "para", $"Values: {string.Join(", ", values)}.")),
            isSwitch ? null : new XElement(
                Command + "parameterValue",
                new XAttribute("required", "true"),
                new XAttribute("variableLength", type.IsArray ? "true" : "false"),
                type.Name),
            new XElement(Dev + "type", new XElement(Maml + "name", type.Name), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", property is null || isSwitch ? "False" : Default(property, defaults)));
    }

    private static List<string> Values(CommandParameterInfo parameter, Type type)
    {
        if (parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } allowed)
        {
            return [.. allowed.ValidValues];
        }

        var element = type.IsArray ? type.GetElementType()! : type;
        return element.IsEnum ? [.. Enum.GetNames(element)] : [];
    }

    private static string Default(PropertyInfo property, object instance) => property.GetValue(instance) switch
    {
        null or "" or 0 => "None",
        string text => text,
        IEnumerable many => string.Join(", ", many.Cast<object>()) is { Length: > 0 } joined ? joined : "None",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "None",
    };

    private static string Common(string name) => name switch
    {
        "WhatIf" => "Shows what would be done, and changes nothing.",
        "Confirm" => "Asks before anything is done.",
        _ => name,
    };
}
