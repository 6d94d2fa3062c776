using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;
using Zetasql.LocalService;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>Evaluates constants of filters that are no literals, as DATE_SUB(@to, INTERVAL 7 DAY): BigQuery prunes partitions by them, too.</summary>
public sealed class ConstantFolder(SqlEngine engine)
{
    public async Task<IReadOnlyDictionary<AnyResolvedExprProto, ValueProto>> FoldAsync(IReadOnlyCollection<AnyResolvedExprProto> constants, SqlContext context, CancellationToken cancellation)
    {
        var folded = new Dictionary<AnyResolvedExprProto, ValueProto>();
        foreach (var constant in constants.Distinct())
        {
            try
            {
                var sql = await engine.BuildSqlAsync(constant, context, cancellation);
                folded[constant] = (await engine.EvaluateQueryAsync($"SELECT {sql}", context with { Catalog = new SqlCatalog() }, new Dictionary<string, TableData>(), cancellation)).Row[0].Cell[0];
            }
            catch (SqlException)
            {
                // Then the filter prunes nothing; what is wrong with the constant the statement itself tells.
            }
        }

        return folded;
    }
}
