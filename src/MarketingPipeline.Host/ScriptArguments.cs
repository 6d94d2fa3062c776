using System.Management.Automation;

namespace MarketingPipeline.Host;

/// <summary>A command line's words as a script's arguments, as <c>pwsh -File</c> takes them; and a,b makes a list where the parameter is one.</summary>
internal static class ScriptArguments
{
    internal static void AddTo(PowerShell shell, CommandInfo script, IReadOnlyList<string> words)
    {
        var parameters = new Dictionary<string, ParameterMetadata>(script.Parameters, StringComparer.OrdinalIgnoreCase);
        var positional = parameters.Values
            .SelectMany(parameter => parameter.ParameterSets.Values.Select(set => (set.Position, Parameter: parameter)))
            .Where(found => found.Position >= 0)
            .OrderBy(found => found.Position)
            .Select(found => found.Parameter)
            .Distinct()
            .ToList();
        var position = 0;
        ParameterMetadata? waiting = null;

        foreach (var word in words)
        {
            if (IsName(word))
            {
                var colon = word.IndexOf(':', StringComparison.Ordinal);
                var name = colon < 0 ? word : word[..colon];
                var parameter = Find(parameters, name[1..]);

                // With its dash, and without a value, a name takes the next word unless it is a switch's: the engine decides.
                if (colon < 0) shell.Commands.Commands[^1].Parameters.Add(name);
                else shell.AddParameter(name[1..], Value(word[(colon + 1)..], parameter));
                waiting = colon < 0 && parameter is { SwitchParameter: false } ? parameter : null;
                continue;
            }

            shell.AddArgument(Value(word, waiting ?? positional.ElementAtOrDefault(position)));
            if (waiting is null) position++;
            waiting = null;
        }
    }

    // "-1" is a number.
    private static bool IsName(string word) => word.Length > 1 && word[0] == '-' && (char.IsLetter(word[1]) || word[1] is '_' or '?');

    private static object Value(string word, ParameterMetadata? parameter) => word.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ when parameter?.ParameterType.IsArray == true && word.Contains(',', StringComparison.Ordinal) => word.Split(',', StringSplitOptions.TrimEntries),
        _ => word,
    };

    private static ParameterMetadata? Find(Dictionary<string, ParameterMetadata> parameters, string name) =>
        parameters.GetValueOrDefault(name)
        ?? (parameters.Values.Where(parameter => parameter.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var only] ? only : null);
}
