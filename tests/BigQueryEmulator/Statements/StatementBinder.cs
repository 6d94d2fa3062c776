using System.Globalization;
using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>
/// Finds what a statement's names mean and types it. The engine takes rows for tables of one-part names only: hence every
/// table's path is rewritten to one identifier, a view's to its query.
/// </summary>
public sealed class StatementBinder(SqlEngine engine)
{
    /// <param name="sql">The statement; what stands before it may be blank.</param>
    /// <param name="scope">What its names mean.</param>
    /// <param name="target">A table that the statement alters: the engine must know it, but does not count it among its tables.</param>
    /// <param name="cancellation">Ends the engine's work.</param>
    public async Task<BoundStatement> BindAsync(string sql, NameScope scope, IReadOnlyList<string>? target, CancellationToken cancellation)
    {
        var split = await engine.WithSplitNamesAsync(sql, cancellation);
        var paths = await engine.ExtractTableNamesAsync(split, cancellation);
        var catalog = new SqlCatalog();
        var byName = new Dictionary<string, SourceTable>(StringComparer.Ordinal);
        foreach (var path in target is null ? paths : paths.Append(target))
        {
            var source = scope.Read(path);
            byName[source.Canonical] = source;
            catalog.Add(source.Named with { Path = path });
        }

        foreach (var variable in scope.Session.Variables.Values)
        {
            catalog.Add(variable);
        }

        var analysis = await engine.AnalyzeAsync(split, ContextOf(scope.Session, catalog), cancellation);
        var script = await engine.ParseScriptAsync(split, cancellation);
        var text = new SqlText(split);
        var sources = new Dictionary<string, SourceTable>(StringComparer.Ordinal);
        var edits = new List<(int, int, string)>(ConstantEdits(script, text, scope.Session));
        foreach (var scan in ResolvedTree.All<ResolvedTableScanProto>(analysis.Statement).DistinctBy(scan => scan.Parent.Parent.ParseLocationRange?.Start))
        {
            if (scan.Parent.Parent.ParseLocationRange is { } range && byName.TryGetValue(scan.Table.Name, out var source))
            {
                edits.Add((range.Start, range.End, await RewrittenAsync(source, scan, scope, sources, cancellation)));
            }
        }

        return new BoundStatement(text, script.StatementListNode.StatementList.Last(), analysis, scope) { Written = new SqlText(sql), Edits = edits, Sources = sources };
    }

    /// <summary>What SQL is typed with in a session: its parameters, its system variables.</summary>
    public static SqlContext ContextOf(ScriptSession session, SqlCatalog catalog) => new(catalog)
    {
        Parameters = session.Request.Parameters,
        SystemVariables = [new SqlParameter("row_count", new TypeProto { TypeKind = TypeKind.TypeInt64 }, new ValueProto { Int64Value = session.RowCount })],
    };

    private async Task<string> RewrittenAsync(SourceTable source, ResolvedTableScanProto scan, NameScope scope, Dictionary<string, SourceTable> sources, CancellationToken cancellation)
    {
        var id = source.Named.Table.Id;
        var alias = scan.Alias.Length > 0 ? "" : $" AS `{id.Table}`";
        if (source.Named.Table.ViewSql is not { } view)
        {
            sources[source.Canonical] = source;
            return $"`{source.Canonical}`{alias}";
        }

        var query = await BindAsync(view, new NameScope(scope.Session, id.Project, null), null, cancellation);
        foreach (var (name, below) in query.Sources)
        {
            sources[name] = below;
        }

        return $"({query.Text.With(query.Edits).TrimEnd().TrimEnd(';')}\n){alias}";
    }

    // The evaluator knows parameters by name only, no system variables, and not these functions.
    private static IEnumerable<(int, int, string)> ConstantEdits(IMessage script, SqlText text, ScriptSession session)
    {
        foreach (var node in ResolvedTree.All(script))
        {
            if (ResolvedTree.Base<ASTNodeProto>(node)?.ParseLocationRange is not { } range)
            {
                continue;
            }

            switch (node)
            {
                case ASTParameterExprProto { Name: null } parameter:
                    yield return (range.Start, range.End, $"@{PositionalName((int)parameter.Position)}");
                    break;
                case ASTSystemVariableExprProto:
                    yield return (range.Start, range.End, session.RowCount.ToString(CultureInfo.InvariantCulture));
                    break;
                case ASTFunctionCallProto { Function.Names: [{ IdString: var name }] } call when name.Equals("SESSION_USER", StringComparison.OrdinalIgnoreCase):
                    yield return (range.Start, range.End, "'emulator@example.com'");
                    break;
                case ASTFunctionCallProto { Function: { Names: [{ IdString: var name }] } function, Distinct: false } when name.Equals("APPROX_COUNT_DISTINCT", StringComparison.OrdinalIgnoreCase):
                    yield return (ResolvedTree.Base<ASTNodeProto>(function)!.ParseLocationRange.Start, OpeningOf(function), "COUNT(DISTINCT ");
                    break;
            }
        }

        int OpeningOf(ASTPathExpressionProto function)
        {
            var end = ResolvedTree.Base<ASTNodeProto>(function)!.ParseLocationRange.End;
            return end + text.Slice(end, text.Length).IndexOf('(', StringComparison.Ordinal) + 1;
        }
    }

    /// <summary>The name that stands for a parameter without one.</summary>
    public static string PositionalName(int position) => string.Create(CultureInfo.InvariantCulture, $"positional_{position}");
}
