using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>What scripts rely on, as text: cmdlets, parameters, the objects that they emit and the ids of errors.</summary>
internal static class ModuleSurface
{
    private const string Own = "MarketingPipeline.";

    /// <summary>Everything, from the imported module's cmdlets.</summary>
    public static string Describe(IReadOnlyList<CmdletInfo> cmdlets)
    {
        var text = new StringBuilder();
        var types = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        foreach (var cmdlet in cmdlets.OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal))
        {
            Describe(cmdlet, text, types);
        }

        foreach (var type in types.Values)
        {
            Describe(type, text);
        }

        text.AppendLine("Error ids");
        foreach (var line in ErrorIds(cmdlets[0].ImplementingType.Assembly, types[Own + "Core.Finding"].Assembly).Order(StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {line}");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Describe(CmdletInfo cmdlet, StringBuilder text, IDictionary<string, Type> types)
    {
        var declared = cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!;
        var asks = declared.SupportsShouldProcess ? $"   (-WhatIf, -Confirm; impact {declared.ConfirmImpact})" : "";
        var sets = cmdlet.ParameterSets.Where(set => set.Name != ParameterAttribute.AllParameterSets).Select(set => set.Name + (set.IsDefault ? " (default)" : "")).ToList();
        text.AppendLine(cmdlet.Name + asks);
        if (sets.Count > 0)
        {
            text.AppendLine("  sets " + string.Join(", ", sets));
        }

        foreach (var output in cmdlet.OutputType)
        {
            text.AppendLine("  emits " + output.Name);
            Collect(output.Type, types);
        }

        var common = Cmdlet.CommonParameters.Concat(Cmdlet.OptionalCommonParameters).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in cmdlet.Parameters.Values.Where(parameter => !common.Contains(parameter.Name)).OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  -{parameter.Name} <{Name(parameter.ParameterType)}>{Facts(parameter)}");
            Collect(parameter.ParameterType, types);
        }

        text.AppendLine();
    }

    private static string Facts(ParameterMetadata parameter)
    {
        var facts = parameter.ParameterSets
            .OrderBy(set => set.Key, StringComparer.Ordinal)
            .Select(set => (set.Key == ParameterAttribute.AllParameterSets ? "" : $"in {set.Key} ") + string.Join(", ", Facts(set.Value)))
            .Concat(parameter.Aliases.Select(alias => "alias " + alias))
            .Concat(parameter.Attributes.Select(Limit))
            .Select(fact => fact?.TrimEnd())
            .Where(fact => !string.IsNullOrEmpty(fact));
        return string.Concat(facts.Select(fact => "; " + fact));
    }

    private static IEnumerable<string> Facts(ParameterSetMetadata set)
    {
        if (set.IsMandatory)
        {
            yield return "mandatory";
        }

        if (set.Position != int.MinValue)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"position {set.Position}");
        }

        if (set.ValueFromPipeline)
        {
            yield return "from the pipeline";
        }

        if (set.ValueFromPipelineByPropertyName)
        {
            yield return "from the pipeline by name";
        }

        if (set.ValueFromRemainingArguments)
        {
            yield return "the remaining arguments";
        }
    }

    private static string? Limit(Attribute attribute) => attribute switch
    {
        ValidateSetAttribute set => "one of " + string.Join(", ", set.ValidValues),
        ValidateRangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"from {range.MinRange} to {range.MaxRange}"),
        ValidateNotNullOrEmptyAttribute => "not empty",
        SupportsWildcardsAttribute => "wildcards",
        _ => null,
    };

    /// <summary>Adds the product's own types that a value consists of.</summary>
    private static void Collect(Type? type, IDictionary<string, Type> types)
    {
        foreach (var part in type is null ? [] : type.IsArray ? [type.GetElementType()!] : type.GenericTypeArguments)
        {
            Collect(part, types);
        }

        if (type?.FullName?.StartsWith(Own, StringComparison.Ordinal) != true || type.IsArray || type.IsGenericType || !types.TryAdd(type.FullName, type) || type.IsEnum)
        {
            return;
        }

        foreach (var property in Properties(type))
        {
            Collect(property.PropertyType, types);
        }
    }

    private static void Describe(Type type, StringBuilder text)
    {
        if (type.IsEnum)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{type.FullName}: {string.Join(", ", Enum.GetNames(type))}").AppendLine();
            return;
        }

        text.AppendLine(type.FullName);
        foreach (var property in Properties(type))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {property.Name} <{Name(property.PropertyType)}>");
        }

        text.AppendLine();
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0 && property.GetMethod!.IsPublic)
        .OrderBy(property => property.Name, StringComparer.Ordinal);

    /// <summary>Each kind of error, through the table that makes error records of them.</summary>
    private static IEnumerable<string> ErrorIds(Assembly cmdlets, Assembly core)
    {
        var record = cmdlets.GetType(Own + "PowerShell.ErrorTable", throwOnError: true)!
            .GetMethod("Record", BindingFlags.Static | BindingFlags.NonPublic, [typeof(Exception), typeof(string)])!;
        var known = core.GetType(Own + "Core.PipelineException", throwOnError: true)!;
        var kinds = known.GetProperty("Kind")!.PropertyType;
        return Enum.GetValues(kinds).Cast<object>()
            .Select(kind => (Exception)Activator.CreateInstance(known, kind, "message", "advice", null, null)!)
            .Append(new InvalidOperationException("message"))
            .Select(failure => (ErrorRecord)record.Invoke(null, [failure, null])!)
            .Select(error => $"{error.FullyQualifiedErrorId} ({error.CategoryInfo.Category})");
    }

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? Name(value) + "?"
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>"
        : type.Name;
}
