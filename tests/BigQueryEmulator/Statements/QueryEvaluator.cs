using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;
using Zetasql.LocalService;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>What a SELECT gave and what it read for that.</summary>
public sealed record QueryAnswer(IReadOnlyList<TableData.Types.Row> Rows, long BytesProcessed, IReadOnlyList<TableId> Read);

/// <summary>Evaluates rewritten SELECTs.</summary>
public sealed class QueryEvaluator(SqlEngine engine)
{
    private const long MiB = 1024 * 1024;
    private const long MinimumPerTable = 10 * MiB;

    private readonly ConstantFolder _folder = new(engine);

    /// <param name="sql">A SELECT in which tables are called by one identifier each.</param>
    /// <param name="statement">The statement that it is made of.</param>
    /// <param name="target">The table that the statement changes, whose rows are numbered.</param>
    /// <param name="cancellation">Ends the engine's work.</param>
    public async Task<QueryAnswer> EvaluateAsync(string sql, BoundStatement statement, TableId? target, CancellationToken cancellation)
    {
        var session = statement.Scope.Session;
        var context = ContextOf(statement, target);
        var analysis = await engine.AnalyzeAsync(sql, context, cancellation);
        var plans = new Dictionary<string, ReadPlan>(StringComparer.Ordinal);
        var used = UsedColumns.Of(analysis.Statement);
        foreach (var (scan, filters) in await FiltersAsync(analysis, context, session, cancellation))
        {
            if (!plans.TryGetValue(scan.Table.Name, out var plan))
            {
                var source = statement.Sources[scan.Table.Name];
                plans[scan.Table.Name] = plan = new ReadPlan(source.Named.Table.Id == target ? Numbered(source) : source);
            }

            plan.Add(scan, filters, used);
        }

        var rows = session.Dry ? [] : plans.ToDictionary(pair => pair.Key, pair => pair.Value.Rows());
        if (target is not null && plans.Values.FirstOrDefault(plan => plan.Source.Named.Table.Id == target) is { } changed)
        {
            changed.AddAllColumns();
        }

        var bytes = plans.Values.Sum(plan => plan.BytesProcessed());
        TableId[] read = [.. plans.Values.SelectMany(plan => plan.Touched).Distinct()];
        CheckBilled(bytes, read.Length, session.Request.MaximumBytesBilled);
        var data = session.Dry ? new TableData() : await engine.EvaluateQueryAsync(sql, context, rows, cancellation);
        return new QueryAnswer(data.Row, bytes, read);
    }

    /// <summary>The columns that a rewritten SELECT gives.</summary>
    public async Task<IReadOnlyList<OutputColumn>> OutputAsync(string sql, BoundStatement statement, CancellationToken cancellation) =>
        (await engine.AnalyzeAsync(sql, ContextOf(statement, null), cancellation)).Output;

    private static SqlContext ContextOf(BoundStatement statement, TableId? target)
    {
        var session = statement.Scope.Session;
        var catalog = new SqlCatalog();
        foreach (var (name, source) in statement.Sources)
        {
            catalog.Add((source.Named.Table.Id == target ? Numbered(source) : source).Named with { Path = [name] });
        }

        foreach (var variable in session.Variables.Values)
        {
            catalog.Add(variable);
        }

        var parameters = session.Request.Parameters.Select((parameter, at) => parameter.Name.Length == 0 ? parameter with { Name = StatementBinder.PositionalName(at + 1) } : parameter).ToArray();
        return new SqlContext(catalog) { Parameters = parameters };
    }

    private async Task<IReadOnlyList<(ResolvedTableScanProto Scan, (long Column, ColumnConstraint Constraint)[] Filters)>> FiltersAsync(Analysis analysis, SqlContext context, ScriptSession session, CancellationToken cancellation)
    {
        var reader = new ConstraintReader(context.Parameters, session.Variables);
        var filters = ScanFilters.Of(analysis.Statement, reader);
        return reader.Unknown.Count == 0 ? filters : ScanFilters.Of(analysis.Statement, new ConstraintReader(context.Parameters, session.Variables) { Folded = await _folder.FoldAsync(reader.Unknown, context, cancellation) });
    }

    private static SourceTable Numbered(SourceTable source) => source with { Named = source.Named with { PseudoColumns = [.. source.Named.PseudoColumns, RowNumber.Field] } };

    private static void CheckBilled(long bytes, int tables, long? maximum)
    {
        var billed = bytes == 0 ? 0 : Math.Max((bytes + MiB - 1) / MiB * MiB, tables * MinimumPerTable);
        if (billed > maximum)
        {
            throw new SqlException("bytesBilledLimitExceeded", $"Query exceeded limit for bytes billed: {maximum}. {billed} or higher required.");
        }
    }
}
