using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// Every table of a client, row by row and column by column: doubles within 1e-9 relative, JSON parsed, everything else
/// exactly. BigQuery knows no NULL list: an empty one and none are the same.
/// </summary>
internal static class TableComparison
{
    /// <summary>What says when and by which run a row was written.</summary>
    private static readonly string[] Apart = ["run_id", "loaded_at"];

    public static async Task AssertSameAsync(this TwoEngines engines, string client)
    {
        var differences = new List<string>();
        var compared = 0;
        foreach (var model in ModelGraph.Load().Models)
        {
            var table = model.TableFor(engines.Find(client).Name);
            if ((await engines.Bench.QueryAsync(client, $"SELECT table_name FROM information_schema.tables WHERE table_name = '{table}'")).Count == 0)
            {
                continue;
            }

            var where = model.Layer == ModelLayer.Staging ? $" WHERE {model.Partition} >= DATE '0001-01-01' OR {model.Partition} IS NULL" : "";
            var duck = await engines.Bench.QueryAsync(client, $"SELECT * FROM {table}{where}");
            var big = await engines.QueryAsync(client, $"SELECT * FROM {table}{where}");
            differences.AddRange(Compare(model, duck, big).Select(difference => $"{table}: {difference}"));
            compared += duck.Count;
        }

        differences.AddRange(await LedgerAsync(engines, client));
        Assert.True(differences.Count == 0, $"{differences.Count} differences; the first:\n{string.Join('\n', differences.Take(15))}");
        Assert.True(compared > 0, "nothing was compared");
    }

    /// <summary>The ledger, apart from what names files, their sizes and the run; DuckDB's files of reports have other names.</summary>
    private static async Task<IEnumerable<string>> LedgerAsync(TwoEngines engines, string client)
    {
        const string Sql = "SELECT source, date, CASE WHEN source = 'ga4' THEN source_table END AS source_table, is_daily, staged_rows, source_rows, duplicate_rows, other_client_rows, no_hostname_rows, no_campaign_rows, source_cost_micros, source_clicks, watermark FROM pipeline_ledger ORDER BY source, date";
        var duck = await engines.Bench.QueryAsync(client, Sql);
        var big = await engines.QueryAsync(client, Sql);
        return Lines(duck).Except(Lines(big)).Select(line => $"pipeline_ledger: only DuckDB {line}").Concat(Lines(big).Except(Lines(duck)).Select(line => $"pipeline_ledger: only BigQuery {line}"));

        static IEnumerable<string> Lines(IReadOnlyList<Row> rows) => rows.Select(row => string.Join(" | ", row.Columns.Select(column => Shown(row[column]))));
    }

    private static IEnumerable<string> Compare(Model model, IReadOnlyList<Row> duck, IReadOnlyList<Row> big)
    {
        if (duck.Count != big.Count)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{duck.Count} rows on DuckDB, {big.Count} on BigQuery");
        }

        var others = big.GroupBy(row => Key(model, row)).ToDictionary(group => group.Key, group => new Queue<Row>(group), StringComparer.Ordinal);
        foreach (var row in duck)
        {
            var key = Key(model, row);
            if (!others.TryGetValue(key, out var left) || !left.TryDequeue(out var other))
            {
                yield return $"row {key} is not on BigQuery";
                continue;
            }

            foreach (var column in model.Columns.Select(column => column.Name).Except(Apart))
            {
                if (!Same(column, row[column], other[column]))
                {
                    yield return $"row {key}, {column}: DuckDB {Shown(row[column])}, BigQuery {Shown(other[column])}";
                }
            }
        }
    }

    private static string Key(Model model, Row row) => string.Join('|', model.Key.Select(column => Shown(row[column])));

    private static bool Same(string column, object? duck, object? big) => (duck, big) switch
    {
        (IList list, null) => list.Count == 0,
        (null, IList list) => list.Count == 0,
        (null, null) => true,
        (null, _) or (_, null) => false,
        (double x, double y) => x.Equals(y) || Math.Abs(x - y) <= 1e-9 * Math.Max(Math.Abs(x), Math.Abs(y)),
        (string x, string y) when column.EndsWith("_json", StringComparison.Ordinal) => SameJson(JsonNode.Parse(x), JsonNode.Parse(y)),
        (IDictionary x, IDictionary y) => x.Keys.Cast<string>().Union(y.Keys.Cast<string>()).All(name => Same(name, x.Contains(name) ? x[name] : null, y.Contains(name) ? y[name] : null)),
        (IList x, IList y) => x.Count == y.Count && x.Cast<object?>().Zip(y.Cast<object?>()).All(pair => Same(column, pair.First, pair.Second)),
        _ => duck.Equals(big),
    };

    private static bool SameJson(JsonNode? duck, JsonNode? big) => (duck, big) switch
    {
        (null, null) => true,
        (JsonObject x, JsonObject y) => x.Count == y.Count && x.All(property => y.ContainsKey(property.Key) && SameJson(property.Value, y[property.Key])),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(pair => SameJson(pair.First, pair.Second)),
        (JsonValue x, JsonValue y) when x.GetValueKind() == System.Text.Json.JsonValueKind.Number && y.GetValueKind() == System.Text.Json.JsonValueKind.Number => Same("", x.GetValue<double>(), y.GetValue<double>()),
        _ => JsonNode.DeepEquals(duck, big),
    };

    private static string Shown(object? value) => value switch
    {
        null => "NULL",
        IDictionary record => "{" + string.Join(", ", record.Keys.Cast<string>().Select(name => $"{name}: {Shown(record[name])}")) + "}",
        string text => "'" + text + "'",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Shown)) + "]",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
