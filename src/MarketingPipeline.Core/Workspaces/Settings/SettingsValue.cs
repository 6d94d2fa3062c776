using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A value of a settings file. Each way of reading it gives null, and a finding, where the value is another thing.</summary>
internal sealed class SettingsValue(JsonElement element, SettingsProperty property, string path, SettingsFindings findings)
{
    private const int MaximumText = 1024;

    public string Path => path;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsNumber => element.ValueKind == JsonValueKind.Number;

    /// <summary>What a message calls a value. Objects and lists are not shown: nobody knows what is in them.</summary>
    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {ShownText.Quote(element.GetString()!)}",
        JsonValueKind.Number => $"the number {ShownText.Shorten(element.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    public void Refuse(string message, string advice) => findings.Error(path, message, advice);

    /// <summary>Text that names something: not empty, without spaces around it.</summary>
    public string? Text(string advice)
    {
        if (Pattern(advice) is not { } text)
        {
            return null;
        }

        if (text.Trim() == text)
        {
            return text;
        }

        findings.Error(path, $"{ShownText.Quote(text)} begins or ends with a space.", advice);
        return null;
    }

    /// <summary>Text whose spaces count.</summary>
    public string? Pattern(string advice)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return Mismatch<string>("text", advice);
        }

        var text = element.GetString()!;
        if (text.Length is > 0 and <= MaximumText)
        {
            return text;
        }

        findings.Error(path, text.Length == 0 ? "The text is empty." : $"{ShownText.Quote(text)} is longer than {MaximumText.ToString(CultureInfo.InvariantCulture)} characters.", advice);
        return null;
    }

    /// <summary>Text of a given form; <paramref name="fault"/> ends the sentence that says it is not.</summary>
    public string? Shaped(Regex form, string fault, string advice)
    {
        if (Text(advice) is not { } text)
        {
            return null;
        }

        if (form.IsMatch(text))
        {
            return text;
        }

        findings.Error(path, $"{ShownText.Quote(text)} {fault}.", advice);
        return null;
    }

    /// <summary>A whole number between two others, both allowed. 30.0 and 3e1 are whole: JSON knows one kind of number.</summary>
    public int? Whole(int minimum, int maximum)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}");
        if (element.ValueKind != JsonValueKind.Number)
        {
            return MismatchValue<int>(expected, $"Give {expected}, without quotes.");
        }

        if (element.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number >= minimum && number <= maximum)
        {
            return (int)number;
        }

        findings.Error(path, $"{ShownText.Shorten(element.GetRawText())} is not {expected}.", $"Give {expected}.");
        return null;
    }

    /// <summary>An amount of money, zero or more.</summary>
    public decimal? Amount(string advice)
    {
        if (element.ValueKind != JsonValueKind.Number)
        {
            return MismatchValue<decimal>("a number", advice);
        }

        if (element.TryGetDecimal(out var number) && number >= 0)
        {
            return number;
        }

        findings.Error(path, $"{ShownText.Shorten(element.GetRawText())} is not an amount.", advice);
        return null;
    }

    /// <summary>The digits of a whole number, as written: an id never passes through a floating number.</summary>
    public string Digits() => element.GetRawText();

    public bool? Flag(string advice) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => MismatchValue<bool>("true or false", advice),
    };

    /// <summary>One of a few names, in any case.</summary>
    public T? Choice<T>(params (string Name, T Value)[] choices)
        where T : struct
    {
        var expected = $"Use {string.Join(" or ", choices.Select(choice => choice.Name))}.";
        if (Text(expected) is not { } text)
        {
            return null;
        }

        foreach (var choice in choices)
        {
            if (choice.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return choice.Value;
            }
        }

        findings.Error(path, $"{ShownText.Quote(text)} is not known here.", expected);
        return null;
    }

    public SettingsObject? Object(string advice)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Mismatch<SettingsObject>("an object", advice);
        }

        var shape = property.Inner ?? throw new InvalidOperationException($"The shape of '{path}' lists no properties.");
        return new SettingsObject(element, shape, path, findings);
    }

    public IReadOnlyList<SettingsValue>? Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return Mismatch<IReadOnlyList<SettingsValue>>("a list", "Put the values in brackets: [ ... ].");
        }

        return element.EnumerateArray()
            .Select((item, index) => new SettingsValue(item, property, SettingsPath.Item(path, index), findings))
            .ToList();
    }

    private T? Mismatch<T>(string expected, string advice)
        where T : class
    {
        findings.Error(path, $"Here is {Kind(element)}, where {expected} is expected.", advice);
        return null;
    }

    private T? MismatchValue<T>(string expected, string advice)
        where T : struct
    {
        findings.Error(path, $"Here is {Kind(element)}, where {expected} is expected.", advice);
        return null;
    }
}
