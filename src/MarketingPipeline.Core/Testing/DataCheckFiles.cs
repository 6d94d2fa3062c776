using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Testing;

/// <summary>
/// The data tests that are .sql files, in Models/queries/data_tests. The header of each says what <see cref="DataCheck"/>
/// says: <c>check</c>, <c>target</c> (a model, or ledger), <c>column</c>, <c>severity</c>, <c>for</c> (the clients that
/// have it: ga4, google_ads, full, google_ads_only, shared), <c>holds</c>, <c>fails</c>, <c>advice</c>; <c>about</c> is
/// for readers.
/// </summary>
internal static class DataCheckFiles
{
    private const string Folder = "queries/data_tests/";

    private static readonly Lazy<(string Name, Dictionary<string, string> Header)[]> Files =
        new(() => [.. ModelFiles.Named(Folder).Select(file => (Path.GetFileNameWithoutExtension(file.Name), Header(file.Name, file.Text)))]);

    public static IEnumerable<DataCheck> Of(Client client, ModelRenderer renderer, IReadOnlyDictionary<string, object?> values) =>
        from file in Files.Value
        where Applies(file.Header.GetValueOrDefault("for"), client)
        select new DataCheck
        {
            Id = file.Header["check"],
            Target = file.Header["target"] == "ledger" ? LedgerTables.Ledger : ModelGraph.Load()[file.Header["target"]].TableFor(client.Name),
            Property = file.Header.GetValueOrDefault("column"),
            Severity = Enum.Parse<FindingSeverity>(file.Header["severity"], ignoreCase: true),
            Sql = renderer.RenderQuery(file.Name, values),
            Holds = file.Header["holds"],
            Fails = file.Header["fails"],
            Advice = file.Header.GetValueOrDefault("advice"),
        };

    private static bool Applies(string? clients, Client client) => clients switch
    {
        null => true,
        "ga4" => client.Ga4 is not null,
        "google_ads" => client.GoogleAds is not null,
        "full" => client.Scenario == Scenario.Full,
        "google_ads_only" => client.Scenario == Scenario.GoogleAdsOnly,
        "shared" => client.Ga4 is { IsShared: true },
        _ => throw new InvalidOperationException($"A data test is for '{clients}', which no client is."),
    };

    private static Dictionary<string, string> Header(string file, string text)
    {
        string[] known = ["check", "about", "target", "column", "severity", "for", "holds", "fails", "advice"];
        var header = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)))
        {
            var parts = line[2..].Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || !known.Contains(parts[0]))
            {
                throw new InvalidOperationException($"Data test {file}: the header line '{line}' is none of {string.Join(", ", known)}.");
            }

            header.Add(parts[0], parts[1]);
        }

        return header;
    }
}
