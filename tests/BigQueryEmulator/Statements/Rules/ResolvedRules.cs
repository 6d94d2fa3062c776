using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements.Rules;

/// <summary>What BigQuery refuses in a statement that is right as far as its types go.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Message">BigQuery's message.</param>
public sealed record RuleFinding(string Rule, string Message)
{
    /// <summary>Where in the statement, in UTF-8 bytes; null where the engine does not say.</summary>
    public int? Position { get; init; }
}

/// <summary>Checks resolved statements for what BigQuery cannot run though the language allows it.</summary>
public static class ResolvedRules
{
    public static IReadOnlyList<RuleFinding> Check(AnyResolvedStatementProto statement)
    {
        var findings = new List<RuleFinding>();
        foreach (var node in ResolvedTree.All(statement))
        {
            switch (node)
            {
                case ResolvedJoinScanProto join when OuterJoinCondition.Find(join) is { } message:
                    findings.Add(new RuleFinding(nameof(OuterJoinCondition), message) { Position = PositionOf(join.JoinExpr) ?? PositionOf(join.RightScan) });
                    break;
                case ResolvedSubqueryExprProto subquery when CorrelatedSubquery.Find(subquery) is { } message:
                    findings.Add(new RuleFinding(nameof(CorrelatedSubquery), message) { Position = PositionOf(subquery) });
                    break;
                case ResolvedQueryStmtProto query when DuplicateColumns.Find(query.OutputColumnList.Select(column => column.Name)) is { } message:
                    findings.Add(new RuleFinding(nameof(DuplicateColumns), message));
                    break;
                case ResolvedCreateTableAsSelectStmtProto query when DuplicateColumns.Find(query.OutputColumnList.Select(column => column.Name)) is { } message:
                    findings.Add(new RuleFinding(nameof(DuplicateColumns), message));
                    break;
            }
        }

        return findings;
    }

    // Not every node has a location; the first below it that has one is near enough to tell the line.
    private static int? PositionOf(IMessage? node) => ResolvedTree.All(node).Select(below => ResolvedTree.Base<ResolvedNodeProto>(below)?.ParseLocationRange?.Start).FirstOrDefault(start => start is not null);

    /// <exception cref="SqlException">BigQuery refuses the statement.</exception>
    public static void Refuse(AnyResolvedStatementProto statement)
    {
        if (Check(statement) is [var first, ..])
        {
            throw new SqlException("invalidQuery", first.Message);
        }
    }
}
