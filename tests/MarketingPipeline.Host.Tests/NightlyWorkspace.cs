using System.Globalization;

namespace MarketingPipeline.Host.Tests;

/// <summary>A workspace in a folder of its own, written by hand, with three days of a few events for each client.</summary>
public sealed class NightlyWorkspace : IDisposable
{
    /// <summary>The last day of the clients' events.</summary>
    public const string LastDay = "2021-01-14";

    public NightlyWorkspace(params string[] clients)
    {
        Directory.CreateDirectory(Path.Combine(Root, "clients"));
        File.WriteAllText(Path.Combine(Root, "pipeline.json"), """{ "engine": "DuckDb", "duckDb": { "path": "warehouse" } }""");
        foreach (var client in clients)
        {
            WithClientWithoutSource(client);
            WriteEvents(Directory.CreateDirectory(Path.Combine(Root, "sources", client)).FullName);
        }
    }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), "MarketingPipeline.Tests", Guid.NewGuid().ToString("N"));

    /// <summary>Where the dashboards go by default.</summary>
    public string Dashboards => Path.Combine(Root, "dashboards");

    /// <summary>A client whose export folder is not there.</summary>
    public NightlyWorkspace WithClientWithoutSource(string name)
    {
        File.WriteAllText(
            Path.Combine(Root, "clients", name + ".json"),
            $$"""{ "name": "{{name}}", "timeZone": "Asia/Bangkok", "currency": "THB", "ga4": { "path": "sources/{{name}}" } }""");
        return this;
    }

    /// <summary>A client whose settings have an error.</summary>
    public NightlyWorkspace WithBrokenClient(string name)
    {
        File.WriteAllText(Path.Combine(Root, "clients", name + ".json"), $$"""{ "name": "{{name}}", "timeZone": "Asia/Bangkok", "currency": "baht" }""");
        return this;
    }

    /// <summary>Every file with its content, to see whether anything has changed.</summary>
    public SortedDictionary<string, string> Files() => new(
        Directory.GetFiles(Root, "*", SearchOption.AllDirectories).ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A virus scanner may hold a file for a moment; the folder is a temporary one.
        }
    }

    private static void WriteEvents(string folder)
    {
        for (var day = 12; day <= 14; day++)
        {
            var date = new DateOnly(2021, 1, day);
            File.WriteAllLines(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events_{date:yyyyMMdd}.jsonl")), Events(date));
        }
    }

    private static IEnumerable<string> Events(DateOnly date)
    {
        var noon = new DateTimeOffset(date, new TimeOnly(5, 0), TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        for (var visitor = 1; visitor <= 3; visitor++)
        {
            yield return Event(date, noon, visitor, "session_start", "");
            yield return Event(date, noon + 60_000_000, visitor, "page_view", "");
        }

        yield return Event(date, noon + 120_000_000, 1, "purchase", $$""", "ecommerce": { "transaction_id": "t{{date.Day}}", "purchase_revenue": 1500.5 }""");
    }

    private static string Event(DateOnly date, long timestamp, int visitor, string name, string more) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "event_date": "{{date:yyyyMMdd}}", "event_timestamp": "{{timestamp}}", "event_name": "{{name}}", "user_pseudo_id": "visitor.{{visitor}}",
        "event_params": [ { "key": "ga_session_id", "value": { "int_value": "{{date.Day}}00{{visitor}}" } },
        { "key": "page_location", "value": { "string_value": "https://shop.example/?utm_source=news&utm_medium=email" } } ]{{more}} }
        """).ReplaceLineEndings(" ");
}
