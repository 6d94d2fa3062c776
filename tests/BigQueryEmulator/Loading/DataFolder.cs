using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Loading;

/// <summary>A folder of <c>dataset/table.jsonl</c> and <c>.parquet</c> files, as tables of a project.</summary>
public static class DataFolder
{
    public static async Task<IReadOnlyList<StoredTable>> LoadAsync(string folder, string project, string location, Store store, CancellationToken cancellation = default)
    {
        var loaded = new List<TableId>();
        foreach (var dataset in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(dataset);
            var now = store.Clock.GetUtcNow();
            store.Change(state => state.Datasets.ContainsKey((project, name)) ? state : state with { Datasets = state.Datasets.Add((project, name), new(project, name, location, now)) });
            foreach (var file in Directory.GetFiles(dataset).Order(StringComparer.Ordinal))
            {
                var format = Path.GetExtension(file) switch { ".jsonl" => "NEWLINE_DELIMITED_JSON", ".parquet" => "PARQUET", _ => null };
                if (format is null)
                {
                    continue;
                }

                var table = new TableId(project, name, Path.GetFileNameWithoutExtension(file));
                await FileLoader.LoadAsync(new(new(table, [], []), format) { Autodetect = true }, await File.ReadAllBytesAsync(file, cancellation), store, cancellation);
                loaded.Add(table);
            }
        }

        return [.. loaded.Distinct().Select(id => store.Current.Tables[id])];
    }
}
