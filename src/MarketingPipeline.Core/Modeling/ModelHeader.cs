using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Modeling;

/// <summary>
/// Reads the comment header of a model file: <c>-- key: value</c> lines, then under <c>-- columns:</c> one line a column,
/// <c>--   name  TYPE  description</c>. A name may stand for several: <c>users{,_prev,_change:FLOAT64}</c>.
/// </summary>
internal static partial class ModelHeader
{
    public static Model Read(string file, string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var columns = new List<ModelColumn>();
        var inColumns = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd('\r', ' ');
            if (!line.StartsWith("--", StringComparison.Ordinal))
            {
                break;
            }

            if (inColumns)
            {
                columns.AddRange(ReadColumns(file, line[2..].Trim()));
            }
            else if (line == "-- columns:")
            {
                inColumns = true;
            }
            else
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon < 0)
                {
                    throw Wrong(file, $"the header line '{line}' is no 'key: value'");
                }

                values[line[2..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        string Value(string key) => values.TryGetValue(key, out var value) ? value : throw Wrong(file, $"the header has no '{key}'");

        if (columns.Count == 0)
        {
            throw Wrong(file, "the header lists no columns");
        }

        return new Model
        {
            Name = Value("model"),
            Layer = Enum.Parse<ModelLayer>(Value("layer"), ignoreCase: true),
            Description = Value("description"),
            Grain = Value("grain"),
            Partition = values.GetValueOrDefault("partition"),
            Cluster = List(values.GetValueOrDefault("cluster")),
            Key = List(values.GetValueOrDefault("key")),
            Inputs = [.. List(Value("inputs")).Select(name => new ModelInput(name.TrimEnd('?'), name.EndsWith('?')))],
            Refresh = Value("refresh"),
            Columns = columns,
            Template = text,
            File = file,
        };
    }

    private static IEnumerable<ModelColumn> ReadColumns(string file, string line)
    {
        var parts = ColumnLine().Match(line);
        if (!parts.Success)
        {
            throw Wrong(file, $"the column line '{line}' is no 'name TYPE description'");
        }

        var (name, type, description) = (parts.Groups["name"].Value, parts.Groups["type"].Value, parts.Groups["description"].Value);
        var open = name.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            yield return new ModelColumn(name, Type(file, type), description);
            yield break;
        }

        var close = name.IndexOf('}', open);
        foreach (var alternative in name[(open + 1)..close].Split(','))
        {
            var suffix = alternative.Split(':');
            yield return new ModelColumn(
                name[..open] + suffix[0] + name[(close + 1)..],
                Type(file, suffix.Length > 1 ? suffix[1] : type),
                description + suffix[0] switch
                {
                    "_prev" => " (previous period)",
                    "_diff" => " (difference)",
                    "_change" => " (relative change)",
                    "_30d" => " (last 30 days)",
                    "_prev_30d" => " (30 days before)",
                    _ => "",
                });
        }
    }

    private static ColumnType Type(string file, string text) => Enum.TryParse<ColumnType>(text, ignoreCase: true, out var type)
        ? type
        : throw Wrong(file, $"'{text}' is no column type");

    private static string[] List(string? text) => text is null
        ? []
        : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static InvalidOperationException Wrong(string file, string what) => new($"Model {file}: {what}.");

    [GeneratedRegex(@"^(?<name>\S+)\s+(?<type>[A-Z0-9]+)\s+(?<description>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnLine();
}
