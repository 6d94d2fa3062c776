using MarketingPipeline.BigQueryEmulator.Statements.Rules;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.BigQueryEmulator.Tests.Engine;
using static MarketingPipeline.BigQueryEmulator.Tests.Engine.EngineFixture;

namespace MarketingPipeline.BigQueryEmulator.Tests.Statements;

/// <summary>What the rules find in typed statements, and what they leave alone.</summary>
[Collection("engine")]
public class RuleTests(EngineFixture fixture)
{
    private static readonly StoredTable[] _tables =
    [
        Table("d", "t", Field("a", "INTEGER"), Field("b", "STRING"), Field("day", "DATE"), Field("r", "RECORD", "REPEATED", Field("k", "STRING"), Field("v", "INTEGER"))),
        Table("d", "u", Field("a", "INTEGER"), Field("c", "STRING"), Field("day", "DATE")),
    ];

    [Theory]
    [InlineData("SELECT t.a FROM t JOIN u ON t.a < u.a", "")]
    [InlineData("SELECT t.a FROM t CROSS JOIN u", "")]
    [InlineData("SELECT t.a FROM t LEFT JOIN u USING (a)", "")]
    [InlineData("SELECT t.a FROM t LEFT JOIN u ON t.a = u.a AND t.day > u.day", "")]
    [InlineData("SELECT t.a FROM t LEFT JOIN u ON LOWER(t.b) = u.c", "")]
    [InlineData("SELECT t.a FROM t LEFT JOIN UNNEST(t.r) AS x ON x.v > t.a", "")]
    [InlineData("SELECT t.a FROM t LEFT JOIN u ON u.a = 1", "OuterJoinCondition")]
    [InlineData("SELECT t.a FROM t RIGHT JOIN u ON t.day BETWEEN u.day AND u.day", "OuterJoinCondition")]
    [InlineData("SELECT t.a FROM t FULL JOIN u ON t.a + u.a = 1", "OuterJoinCondition")]
    [InlineData("CREATE TABLE d.x AS SELECT t.a FROM t LEFT JOIN u ON t.a <> u.a", "OuterJoinCondition")]
    [InlineData("SELECT (SELECT SUM(x.v) FROM UNNEST(r) AS x WHERE x.v > a LIMIT 1) AS s FROM t", "")]
    [InlineData("SELECT a IN (SELECT a FROM u) AS s FROM t", "")]
    [InlineData("SELECT (SELECT MAX(c) FROM u) AS s FROM t", "")]
    [InlineData("SELECT (SELECT COUNT(*) FROM u WHERE u.a = t.a AND u.day < t.day) AS s FROM t", "")]
    [InlineData("SELECT ARRAY(SELECT c FROM u WHERE u.a = t.a) AS s FROM t", "")]
    [InlineData("SELECT ARRAY(SELECT c FROM u WHERE u.a = t.a ORDER BY c LIMIT 3) AS s FROM t", "CorrelatedSubquery")]
    [InlineData("SELECT (SELECT COUNT(*) FROM u WHERE u.day < t.day) AS s FROM t", "CorrelatedSubquery")]
    [InlineData("WITH w AS (SELECT * FROM u) SELECT a FROM t WHERE EXISTS (SELECT 1 FROM w WHERE w.day BETWEEN t.day AND t.day)", "CorrelatedSubquery")]
    [InlineData("SELECT a, b AS A FROM t", "DuplicateColumns")]
    [InlineData("SELECT 1, 2", "")]
    public async Task Rules_find(string sql, string rules)
    {
        var analysis = await fixture.Engine.AnalyzeAsync(sql, _tables);
        Assert.Equal(rules, string.Join(' ', ResolvedRules.Check(analysis.Statement).Select(finding => finding.Rule)));
    }
}
