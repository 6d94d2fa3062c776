using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Statements.Rules;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.Workbench;
using Zetasql;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// Types statements as BigQuery does and holds them to its rules (docs/bigquery-rules.md). What is wrong is told with the
/// .sql file and line that the SQL's marks name.
/// </summary>
internal sealed partial class StatementLint(SqlEngine engine)
{
    private readonly StatementBinder _binder = new(engine);
    private readonly StatementRunner _runner = new(engine);

    /// <summary>A query's statements, each with the comments that follow it; without those that only frame a transaction.</summary>
    public async Task<IReadOnlyList<string>> StatementsAsync(string sql)
    {
        var text = new SqlText(sql);
        var starts = (await engine.ParseScriptAsync(sql)).StatementListNode.StatementList.Select(statement => ResolvedTree.Base<ASTNodeProto>(ResolvedTree.Unwrap(statement)!)!.ParseLocationRange.Start).ToArray();
        return
        [
            .. starts.Select((start, index) => text.Slice(start, index + 1 < starts.Length ? starts[index + 1] : text.Length).TrimEnd().TrimEnd(';'))
                .Where(statement => !statement.StartsWith("BEGIN TRANSACTION", StringComparison.Ordinal) && !statement.StartsWith("COMMIT TRANSACTION", StringComparison.Ordinal)),
        ];
    }

    /// <summary>What BigQuery has against a statement over what was stored; empty where it has nothing.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(string sql, RanQuery at)
    {
        try
        {
            var bound = await BindAsync(sql, at);
            var findings = ResolvedRules.Check(bound.Analysis.Statement);
            if (findings.Count == 0)
            {
                // What depends on the tables themselves, such as the partition filter, is looked at when a statement is planned.
                await _runner.DryRunAsync(at.Request with { Sql = sql, MaximumBytesBilled = null }, StoreOf(at), default);
            }

            return [.. findings.Select(finding => $"{Place(sql, IndexOf(bound.Text, finding.Position))}: {finding.Message} ({finding.Rule})")];
        }
        catch (SqlException error)
        {
            return [$"{Place(sql, IndexOf(sql, Location().Match(error.Message)))}: {error.Message}"];
        }
    }

    /// <summary>The columns that a SELECT gives: name and type as SQL spells them.</summary>
    public async Task<IReadOnlyList<string>> ColumnsAsync(string select, RanQuery at) =>
        [.. (await BindAsync(select, at)).Analysis.Output.Select(column => $"{column.Name} {column.SqlType.Replace("`", "", StringComparison.Ordinal)}")];

    /// <summary>The .sql files that marks name.</summary>
    public static IEnumerable<string> FilesOf(string sql) => Mark().Matches(sql).Select(mark => mark.Groups["file"].Value);

    private Task<BoundStatement> BindAsync(string sql, RanQuery at) =>
        _binder.BindAsync(sql, new NameScope(new ScriptSession(at.Request with { Sql = sql }, StoreOf(at), dry: true), at.Request.Project, at.Request.DefaultDataset), null, default);

    private static Store StoreOf(RanQuery at)
    {
        var store = new Store(Bench.Clock);
        store.Change(_ => at.Stored);
        return store;
    }

    /// <summary>A line ends with its mark, and so does an inserted partial: the next mark is the place's.</summary>
    private static string Place(string sql, int index)
    {
        var mark = Mark().Matches(sql).FirstOrDefault(mark => mark.Index >= index) ?? Mark().Matches(sql).LastOrDefault();
        return mark is null ? sql : $"{mark.Groups["file"].Value}:{mark.Groups["line"].Value}";
    }

    private static int IndexOf(SqlText text, int? position) => position is { } bytes ? text.Slice(0, bytes).Length : 0;

    private static int IndexOf(string sql, Match location)
    {
        if (!location.Success)
        {
            return 0;
        }

        var lines = sql.Split('\n');
        var line = int.Parse(location.Groups["line"].Value, CultureInfo.InvariantCulture);
        return lines.Take(line - 1).Sum(text => text.Length + 1) + int.Parse(location.Groups["column"].Value, CultureInfo.InvariantCulture) - 1;
    }

    [GeneratedRegex(@"/\*(?<file>[a-z0-9_/]+\.sql):(?<line>\d+)\*/")]
    private static partial Regex Mark();

    [GeneratedRegex(@"at \[(?<line>\d+):(?<column>\d+)\]")]
    private static partial Regex Location();
}
