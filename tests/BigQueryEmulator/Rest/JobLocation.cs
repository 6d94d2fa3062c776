using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>Where a job runs: where it was told to, else where its datasets are.</summary>
public static class JobLocation
{
    /// <exception cref="SqlException">A dataset is elsewhere than the job was told to run.</exception>
    public static string Of(string? told, IEnumerable<(string Project, string Dataset)> datasets, StoreState state, string usual)
    {
        var location = string.IsNullOrEmpty(told) ? null : told;
        foreach (var (project, dataset) in datasets)
        {
            if (!state.Datasets.TryGetValue((project, dataset), out var stored))
            {
                continue;
            }

            location ??= stored.Location;
            if (!stored.Location.Equals(location, StringComparison.OrdinalIgnoreCase))
            {
                throw new SqlException("notFound", $"Not found: Dataset {project}:{dataset} was not found in location {location}");
            }
        }

        return location ?? usual;
    }

    public static IEnumerable<(string Project, string Dataset)> DatasetsOf(QuerySpec spec, StoreState state)
    {
        if (spec.Destination is { } destination)
        {
            yield return (destination.Target.Project, destination.Target.Dataset);
        }

        if (spec.Request.DefaultDataset is { } usual)
        {
            yield return (spec.Request.Project, usual);
        }

        foreach (var (project, dataset) in state.Datasets.Keys.Where(key => Names(spec.Request.Sql, key.Dataset)))
        {
            if (project == spec.Request.Project)
            {
                yield return (project, dataset);
            }
        }
    }

    /// <summary>Whether the SQL has the name before a dot. It need not be exact: only datasets of several locations can mislead it.</summary>
    private static bool Names(string sql, string dataset)
    {
        for (var at = sql.IndexOf(dataset, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(dataset, at + 1, StringComparison.Ordinal))
        {
            var end = at + dataset.Length;
            var whole = at == 0 || !(char.IsLetterOrDigit(sql[at - 1]) || sql[at - 1] == '_');
            if (whole && end < sql.Length && (sql[end] == '.' || (sql[end] == '`' && end + 1 < sql.Length && sql[end + 1] == '.')))
            {
                return true;
            }
        }

        return false;
    }
}
