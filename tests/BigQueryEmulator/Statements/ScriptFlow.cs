using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>A script's statements in their order; its variables, conditions and transactions.</summary>
public sealed class ScriptFlow(ScriptSession session, SqlText text, StatementRunner runner, Action<StatementResult>? finished)
{
    private readonly List<StatementResult> _results = [];
    private SqlException? _handled;

    public IReadOnlyList<StatementResult> Results => _results;

    public async Task RunAsync(ASTStatementListProto list, bool single, CancellationToken cancellation)
    {
        foreach (var statement in list.StatementList)
        {
            cancellation.ThrowIfCancellationRequested();
            await RunAsync(statement, single, cancellation);
        }
    }

    private async Task RunAsync(AnyASTStatementProto any, bool single, CancellationToken cancellation)
    {
        var node = ResolvedTree.Unwrap(any)!;
        var range = RangeOf(node);
        switch (node)
        {
            case ASTBeginEndBlockProto block:
                await BlockAsync(block, cancellation);
                return;
            case ASTIfStatementProto condition:
                await IfAsync(condition, cancellation);
                return;
            case ASTVariableDeclarationProto declaration:
                await DeclareAsync(declaration, cancellation);
                return;
            case ASTSingleAssignmentProto assignment:
                await AssignAsync(assignment, cancellation);
                return;
            case ASTRaiseStatementProto { Message: null } when _handled is { } handled:
                throw new SqlException(handled.Reason, handled.Message);
            case ASTRaiseStatementProto raise:
                throw new SqlException("invalidQuery", raise.Message is { } message ? (await ValueAsync(message, cancellation)).Value.StringValue : "Query error: RAISE");
            case ASTAssertStatementProto assert:
                await AssertAsync(assert, cancellation);
                Finish(new StatementResult("ASSERT", [], []), range);
                return;
            case ASTBeginStatementProto:
                session.Begin();
                Finish(new StatementResult("BEGIN_TRANSACTION", [], []), range);
                return;
            case ASTCommitStatementProto:
                session.Commit();
                Finish(new StatementResult("COMMIT_TRANSACTION", [], []), range);
                return;
            case ASTRollbackStatementProto:
                session.Rollback();
                Finish(new StatementResult("ROLLBACK_TRANSACTION", [], []), range);
                return;
            default:
                Finish(await runner.StatementAsync(session, text.Isolated(range.Start, range.End), any, single, cancellation), range);
                return;
        }
    }

    // A handler finds a transaction open that the block has left open, as in BigQuery.
    private async Task BlockAsync(ASTBeginEndBlockProto block, CancellationToken cancellation)
    {
        try
        {
            await RunAsync(block.StatementListNode, false, cancellation);
        }
        catch (SqlException error) when (block.HandlerList is { ExceptionHandlerList: [var handler, ..] })
        {
            _handled = error;
            await RunAsync(handler.StatementList, false, cancellation);
            _handled = null;
        }
    }

    private async Task IfAsync(ASTIfStatementProto statement, CancellationToken cancellation)
    {
        if (await IsTrueAsync(statement.Condition, cancellation))
        {
            await RunAsync(statement.ThenList, false, cancellation);
            return;
        }

        foreach (var clause in statement.ElseifClauses?.ElseifClauses ?? [])
        {
            if (await IsTrueAsync(clause.Condition, cancellation))
            {
                await RunAsync(clause.Body, false, cancellation);
                return;
            }
        }

        if (statement.ElseList is { } otherwise)
        {
            await RunAsync(otherwise, false, cancellation);
        }
    }

    private async Task DeclareAsync(ASTVariableDeclarationProto declaration, CancellationToken cancellation)
    {
        var value = declaration.DefaultValue is { } given ? $"({Slice(given)}\n)" : "NULL";
        var typed = declaration.Type is { } type ? $"CAST({value} AS {Slice(type)})" : value;
        foreach (var name in declaration.VariableList.IdentifierList)
        {
            if (session.Variables.ContainsKey(name.IdString))
            {
                throw new SqlException("invalidQuery", $"Variable '{name.IdString}' redeclaration is not allowed.");
            }

            var (kind, result) = await runner.ValueAsync(session, $"SELECT {typed}", cancellation);
            session.Variables[name.IdString] = Constant(name.IdString, kind, result);
        }
    }

    private async Task AssignAsync(ASTSingleAssignmentProto assignment, CancellationToken cancellation)
    {
        var name = assignment.Variable.IdString;
        var variable = session.Variables.GetValueOrDefault(name) ?? throw new SqlException("invalidQuery", $"Undeclared variable: {name}");
        var (_, value) = await runner.ValueAsync(session, $"SELECT CAST(({Slice(assignment.Expression)}\n) AS {SqlTypes.SqlName(variable.Type)})", cancellation);
        session.Variables[name] = Constant(name, variable.Type, value);
    }

    private async Task AssertAsync(ASTAssertStatementProto assert, CancellationToken cancellation)
    {
        var (_, value) = await ValueAsync(assert.Expr, cancellation);
        if (!session.Dry && value is not { ValueCase: ValueProto.ValueOneofCase.BoolValue, BoolValue: true })
        {
            throw new SqlException("invalidQuery", assert.Description is { } description ? description.StringValue : "Assertion failed");
        }
    }

    private async Task<bool> IsTrueAsync(IMessage condition, CancellationToken cancellation) =>
        (await ValueAsync(condition, cancellation)).Value is { ValueCase: ValueProto.ValueOneofCase.BoolValue, BoolValue: true };

    private Task<(TypeProto Type, ValueProto Value)> ValueAsync(IMessage expression, CancellationToken cancellation) =>
        runner.ValueAsync(session, $"SELECT ({Slice(expression)}\n)", cancellation);

    private string Slice(IMessage node) => text.Slice(RangeOf(ResolvedTree.Unwrap(node)!));

    private static ParseLocationRangeProto RangeOf(IMessage node) => ResolvedTree.Base<ASTNodeProto>(node)!.ParseLocationRange;

    private static SimpleConstantProto Constant(string name, TypeProto type, ValueProto value)
    {
        var constant = new SimpleConstantProto { Type = type, Value = value };
        constant.NamePath.Add(name);
        return constant;
    }

    private void Finish(StatementResult result, ParseLocationRangeProto range)
    {
        result = result with { Sql = text.Slice(range) };
        _results.Add(result);
        finished?.Invoke(result);
    }
}
