using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Statements.Rules;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>Runs statements with the engine.</summary>
public sealed class StatementRunner : IStatementRunner
{
    private const int Attempts = 5;

    private readonly StatementServices _services;

    public StatementRunner(SqlEngine engine) => _services = new StatementServices(engine, new StatementBinder(engine), new QueryEvaluator(engine));

    public Task<IReadOnlyList<StatementResult>> RunAsync(SqlRequest request, Store store, Action<StatementResult>? finished, CancellationToken cancellation) =>
        RunAsync(new ScriptSession(request, store, dry: false), finished, cancellation);

    public Task<IReadOnlyList<StatementResult>> DryRunAsync(SqlRequest request, Store store, CancellationToken cancellation) =>
        RunAsync(new ScriptSession(request, store, dry: true), null, cancellation);

    private async Task<IReadOnlyList<StatementResult>> RunAsync(ScriptSession session, Action<StatementResult>? finished, CancellationToken cancellation)
    {
        var script = await _services.Engine.ParseScriptAsync(session.Request.Sql, cancellation);
        var flow = new ScriptFlow(session, new SqlText(session.Request.Sql), this, finished);
        try
        {
            await flow.RunAsync(script.StatementListNode, single: script.StatementListNode.StatementList.Count == 1, cancellation);
        }
        finally
        {
            session.RollbackOpen();
        }

        return flow.Results;
    }

    /// <summary>Evaluates an expression of a script's own statements.</summary>
    public async Task<(TypeProto Type, ValueProto Value)> ValueAsync(ScriptSession session, string sql, CancellationToken cancellation)
    {
        var statement = await _services.Binder.BindAsync(sql, ScopeOf(session), null, cancellation);
        var query = (ASTQueryStatementProto)ResolvedTree.Unwrap(statement.Parsed)!;
        var answer = await _services.Evaluator.EvaluateAsync(statement.Rewritten(ResolvedTree.Base<ASTNodeProto>(query)!.ParseLocationRange), statement, null, cancellation);
        return (statement.Analysis.Output[0].Type, answer.Rows.FirstOrDefault()?.Cell[0] ?? new ValueProto());
    }

    /// <summary>Runs a statement; one that lost its table to another's change is tried again.</summary>
    public async Task<StatementResult> StatementAsync(ScriptSession session, string sql, AnyASTStatementProto parsed, bool single, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(session, sql, parsed, single, cancellation);
            }
            catch (SqlException error) when (attempt < Attempts && !session.InTransaction && error.Message.StartsWith("Could not serialize", StringComparison.Ordinal))
            {
                await Task.Delay(10 * attempt, cancellation);
            }
        }
    }

    private static NameScope ScopeOf(ScriptSession session) => new(session, session.Request.Project, session.Request.DefaultDataset);

    private async Task<StatementResult> OnceAsync(ScriptSession session, string sql, AnyASTStatementProto parsed, bool single, CancellationToken cancellation)
    {
        var scope = ScopeOf(session);
        var target = ResolvedTree.All<ASTAlterStatementBaseProto>(parsed).Concat(ResolvedTree.Base<ASTAlterStatementBaseProto>(ResolvedTree.Unwrap(parsed)!) is { } alter ? [alter] : []).FirstOrDefault();
        string[]? path = target is null ? null : [.. target.Path.Names.SelectMany(name => name.IdString.Split('.'))];
        if (target is { IsIfExists: true } && session.Find(scope.Id(path!)) is null)
        {
            return new StatementResult("ALTER_TABLE", [], []) { Target = scope.Id(path!) };
        }

        var statement = await _services.Binder.BindAsync(sql, scope, path, cancellation);
        ResolvedRules.Refuse(statement.Analysis.Statement);
        return ResolvedTree.Unwrap(statement.Analysis.Statement)! switch
        {
            ResolvedQueryStmtProto => await SelectStatement.RunAsync(_services, statement, single, cancellation),
            ResolvedInsertStmtProto => await InsertStatement.RunAsync(_services, statement, cancellation),
            ResolvedUpdateStmtProto => await UpdateStatement.UpdateAsync(_services, statement, cancellation),
            ResolvedDeleteStmtProto => await UpdateStatement.DeleteAsync(_services, statement, cancellation),
            ResolvedMergeStmtProto => await MergeStatement.RunAsync(_services, statement, cancellation),
            ResolvedTruncateStmtProto => UpdateStatement.Truncate(statement),
            ResolvedCreateTableStmtProto create => await CreateTableStatement.TableAsync(_services, statement, create, cancellation),
            ResolvedCreateTableAsSelectStmtProto create => await CreateTableStatement.TableAsync(_services, statement, create, cancellation),
            ResolvedCreateViewStmtProto create => await CreateTableStatement.ViewAsync(_services, statement, create, cancellation),
            ResolvedCreateSchemaStmtProto create => await DdlStatement.CreateSchemaAsync(_services, statement, create, cancellation),
            ResolvedDropStmtProto drop => DdlStatement.Drop(statement, drop),
            ResolvedAlterTableSetOptionsStmtProto or ResolvedAlterTableStmtProto or ResolvedAlterViewStmtProto => await DdlStatement.AlterAsync(_services, statement, ResolvedTree.Unwrap(statement.Analysis.Statement)!, cancellation),
            var other => throw new SqlException("notImplemented", $"The emulator does not execute {AnalysisReader.KindOf(other)} statements."),
        };
    }
}
