using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Workbench;

/// <summary>A folder of ../shared/cases/inputs: a client's whole input, and what queries of its tables give.</summary>
public sealed class InputCase
{
    /// <summary>The client's name in every case.</summary>
    public const string Client = "acme";

    private const string All = "cases/inputs";

    /// <summary>Cases about the shape of files run where files are read, unless they say otherwise.</summary>
    private static readonly string[] OfFiles = ["ga4_shards", "ga4_fresh", "ga4_list_element", "ga4_column_case", "ga4_event_date_as_date"];

    private readonly JsonObject _case;

    private InputCase(string folder)
    {
        Folder = folder;
        _case = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "case.json")))!.AsObject();
    }

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    public DateOnly AsOf => DateOnly.Parse(_case["asOf"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>The morning after the as-of date.</summary>
    public TimeProvider Clock => new Bench.FixedClock(new DateTimeOffset(AsOf.AddDays(1).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));

    /// <summary>Queries and the one value that each gives, as text.</summary>
    public IReadOnlyList<(string Sql, string Is)> Expected => [.. _case["expect"]!.AsArray().Select(expected => (expected!["sql"]!.GetValue<string>(), expected["is"]!.GetValue<string>()))];

    /// <summary>A word that a warning or error must contain; null where nothing is refused.</summary>
    public string? Refused => _case["refused"]?.GetValue<string>();

    private IEnumerable<string> Engines => _case["engines"] is JsonArray engines
        ? engines.Select(engine => engine!.GetValue<string>())
        : OfFiles.Contains(Name) || Name.StartsWith("ads_", StringComparison.Ordinal) ? ["DuckDb"] : ["DuckDb", "BigQuery"];

    /// <summary>The cases of an engine as a theory's rows; one row of nothing where they are absent, so that the theory is skipped and not missing.</summary>
    public static IEnumerable<object?[]> Of(string engine) => SharedData.Find(All) is { } folder
        ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(one => new InputCase(one)).Where(one => one.Engines.Contains(engine)).Select(one => new object?[] { one.Name })
        : [new object?[1]];

    public static InputCase Find(string name) => new(SharedData.Find($"{All}/{name}")!);

    /// <summary>The case as a workspace on DuckDB.</summary>
    public Bench Open()
    {
        var bench = new Bench();
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "case.json"))
        {
            var copy = Path.Combine(bench.Root, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var client = _case["client"]!.DeepClone().AsObject();
        client["name"] = Client;
        return bench.Write($"clients/{Client}.json", client.ToJsonString());
    }

    /// <summary>Whether the one value of a query is what is expected: as numbers where both are, else as text.</summary>
    public static bool Is(string expected, IReadOnlyList<Row> rows)
    {
        var found = Found(rows);
        return decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var other)
            ? Math.Abs(number - other) <= 1e-9m * Math.Max(1, Math.Abs(number))
            : expected == found;
    }

    /// <summary>The one value, as text; of no row, that it is none.</summary>
    public static string Found(IReadOnlyList<Row> rows) => rows.Count == 1 ? Text(rows[0][0]) : $"({rows.Count} rows)";

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
