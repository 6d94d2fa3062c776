using System.Globalization;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>A workspace in a folder of its own, with clients whose GA4 export is a few events a day.</summary>
public sealed class SmallWorkspace : IDisposable
{
    /// <summary>The last day of the clients' events.</summary>
    public const string LastDay = "2021-01-14";

    public SmallWorkspace(ModuleSession session)
    {
        Root = Path.Combine(Path.GetTempPath(), "MarketingPipeline.Tests", Guid.NewGuid().ToString("N"));
        session.Run("$null = New-PipelineWorkspace -Path $root", ("root", Root)).ShouldSucceed();
    }

    public string Root { get; }

    /// <summary>A client with three days of events.</summary>
    public SmallWorkspace WithClient(ModuleSession session, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "sources", name)).FullName;
        for (var day = 12; day <= 14; day++)
        {
            var date = new DateOnly(2021, 1, day);
            File.WriteAllLines(Path.Combine(folder, $"events_{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.json"), Events(date));
        }

        session.Run(
            "$null = New-PipelineClient -Workspace $root -Name $name -TimeZone Asia/Bangkok -Currency THB -Ga4Path $path",
            ("root", Root), ("name", name), ("path", "sources/" + name)).ShouldSucceed();
        return this;
    }

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
