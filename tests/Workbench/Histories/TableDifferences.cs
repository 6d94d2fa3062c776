using System.Collections;
using System.Globalization;
using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>How a client's tables differ from those of a full refresh, row by row and column by column.</summary>
internal static class TableDifferences
{
    /// <summary>What says when, by which run, or from which size of a file; that is another in each history.</summary>
    private static readonly string[] Apart = ["loaded_at", "run_id", "modified_at", "bytes"];

    /// <summary>
    /// The client as a full refresh as of a date takes it: with the history that its own first run has fixed.
    /// </summary>
    public static async Task<Client> AsFixedAsync(Client client, IClientWarehouse actual, DateOnly asOf)
    {
        await foreach (var row in actual.ScanAsync(LedgerTables.State, default))
        {
            if (row.Get<string>("key") == "first_as_of")
            {
                var first = DateOnly.ParseExact(row.Get<string>("value")!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                return client with { HistoryDays = client.HistoryDays + asOf.DayNumber - first.DayNumber };
            }
        }

        throw new InvalidOperationException("No run has fixed the history.");
    }

    /// <summary>Every table of the client and its ledger; of staging and the ledger the dates up to the as-of date.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Client client, IClientWarehouse actual, IClientWarehouse refreshed, DateOnly asOf)
    {
        var upTo = $"<= DATE '{asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'";
        var differences = new List<string>();
        var (there, wanted) = (await actual.TablesAsync(default), await refreshed.TablesAsync(default));
        foreach (var (table, key, where) in ModelGraph.Load().Models
            .Select(model => (model.TableFor(client.Name), model.Key, model.Layer == ModelLayer.Staging ? $" WHERE {model.Partition} {upTo}" : ""))
            .Append((LedgerTables.Ledger, ["source", "date"], $" WHERE date {upTo}")))
        {
            if (there.Contains(table) != wanted.Contains(table))
            {
                differences.Add($"{table} is {(there.Contains(table) ? "too many" : "missing")}");
            }
            else if (there.Contains(table))
            {
                var sql = $"SELECT * FROM {table}{where}";
                differences.AddRange(Of(table, key, await RowsAsync(refreshed, sql), await RowsAsync(actual, sql)));
            }
        }

        return differences;
    }

    private static async Task<List<Row>> RowsAsync(IClientWarehouse warehouse, string sql)
    {
        var rows = new List<Row>();
        await foreach (var row in warehouse.QueryAsync(sql, default))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static IEnumerable<string> Of(string table, IReadOnlyList<string> key, IReadOnlyList<Row> refreshed, IReadOnlyList<Row> actual)
    {
        var left = actual.GroupBy(row => Key(key, row)).ToDictionary(group => group.Key, group => new Queue<Row>(group), StringComparer.Ordinal);
        foreach (var row in refreshed)
        {
            if (!left.TryGetValue(Key(key, row), out var same) || !same.TryDequeue(out var other))
            {
                yield return $"{table}: {Key(key, row)} is missing";
                continue;
            }

            foreach (var column in row.Columns.Except(Apart).Where(column => Shown(row[column]) != Shown(other[column])))
            {
                yield return $"{table}: {Key(key, row)} has {column} {Shown(other[column])}, a full refresh {Shown(row[column])}";
            }
        }

        foreach (var row in left.Values.SelectMany(rows => rows))
        {
            yield return $"{table}: {Key(key, row)} is too many";
        }
    }

    private static string Key(IReadOnlyList<string> key, Row row) => string.Join(" | ", key.Select(column => Shown(row[column])));

    private static string Shown(object? value) => value switch
    {
        null => "NULL",
        string text => text,
        IDictionary record => "{" + string.Join(", ", record.Keys.Cast<string>().Select(name => $"{name}: {Shown(record[name])}")) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Shown)) + "]",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
