using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>What the endpoints work on.</summary>
public sealed record RestContext(Store Store, IStatementRunner Runner, JobService Jobs, string Location)
{
    public static Uri AddressOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");

    public DateTimeOffset Now => Store.Clock.GetUtcNow();

    /// <exception cref="SqlException">There is none.</exception>
    public static StoredDataset Dataset(StoreState state, string project, string dataset) =>
        state.Datasets.GetValueOrDefault((project, dataset)) ?? throw new SqlException("notFound", $"Not found: Dataset {project}:{dataset}");

    /// <exception cref="SqlException">There is none.</exception>
    public static StoredTable Table(StoreState state, TableId id)
    {
        Dataset(state, id.Project, id.Dataset);
        return state.Tables.GetValueOrDefault(Partitions.Split(id).Table) ?? throw new SqlException("notFound", $"Not found: Table {id.Project}:{id.Dataset}.{id.Table}");
    }

    /// <exception cref="SqlException">The caller changes another version than the stored one.</exception>
    public static void CheckMatch(HttpRequest request, string etag)
    {
        var asked = request.Headers.IfMatch.ToString();
        if (asked.Length > 0 && asked != "*" && asked.Replace("W/", "", StringComparison.Ordinal).Trim('"') != etag)
        {
            throw new SqlException("conditionNotMet", "Precondition check failed.");
        }
    }
}
