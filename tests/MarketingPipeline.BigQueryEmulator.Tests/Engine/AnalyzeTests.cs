using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using static MarketingPipeline.BigQueryEmulator.Tests.Engine.EngineFixture;

namespace MarketingPipeline.BigQueryEmulator.Tests.Engine;

[Collection("engine")]
public class AnalyzeTests(EngineFixture fixture)
{
    private static readonly StoredTable[] _tables =
    [
        Table("d", "t", Field("a", "INTEGER"), Field("b", "STRING"), Field("n", "NUMERIC"), Field("r", "RECORD", "REPEATED", Field("k", "STRING"), Field("v", "RECORD", "NULLABLE", Field("i", "INTEGER")))),
        Table("d", "u", Field("a", "INTEGER"), Field("day", "DATE")),
    ];

    [Theory]
    [InlineData("SELECT a, b AS c FROM d.t", "Query", "a INT64, c STRING", "t: a b")]
    [InlineData("SELECT t.a FROM `p.d.t`", "Query", "a INT64", "t: a")]
    [InlineData("SELECT COUNT(*) AS n FROM `p.d`.t JOIN `p`.d.u USING (a)", "Query", "n INT64", "t: a; u: a")]
    [InlineData("SELECT x.v.i, SUM(n) AS n FROM p.d.t, UNNEST(r) AS x GROUP BY 1", "Query", "i INT64, n NUMERIC", "t: n r")]
    [InlineData("SELECT COUNT(*) AS n FROM t", "Query", "n INT64", "t: ")]
    [InlineData("CREATE OR REPLACE TABLE d.x PARTITION BY day CLUSTER BY a OPTIONS(description='x') AS SELECT * FROM d.u", "CreateTableAsSelect", "a INT64, day DATE", "u: a day")]
    [InlineData("MERGE d.t USING d.u ON t.a = u.a WHEN MATCHED THEN UPDATE SET b = 'x' WHEN NOT MATCHED THEN INSERT (a) VALUES (u.a)", "Merge", "", "t: a b; u: a")]
    [InlineData("DELETE FROM d.t WHERE a = 1", "Delete", "", "t: a")]
    public async Task A_statement_is_typed(string sql, string kind, string output, string tables)
    {
        var analysis = await fixture.Engine.AnalyzeAsync(sql, _tables);
        Assert.Equal(kind, analysis.StatementKind);
        Assert.Equal(output, string.Join(", ", analysis.Output.Select(column => $"{column.Name} {column.SqlType}")));
        Assert.Equal(tables, string.Join("; ", analysis.Tables.OrderBy(table => table.Id.Table).Select(table => $"{table.Id.Table}: {string.Join(' ', table.Columns.Order())}")));
    }

    [Theory]
    [InlineData("SELECT zz FROM d.t", "Unrecognized name: zz at [1:8]")]
    [InlineData("SELECT 'ä',\n  zz\nFROM `p.d.t`, `p.d.u`", "Unrecognized name: zz at [2:3]")]
    [InlineData("SELECT 1 FROM `p.d.t` WHERE a = 'x'", "No matching signature for operator = for argument types: INT64, STRING. Supported signature: ANY = ANY at [1:29]")]
    [InlineData("SELECT r FROM d.t GROUP BY r", "Grouping by expressions of type ARRAY is not allowed at [1:28]")]
    [InlineData("SELECT 1 FROM", "Syntax error: Unexpected end of script at [1:14]")]
    public async Task A_wrong_statement_is_refused(string sql, string message)
    {
        var error = await Assert.ThrowsAsync<SqlException>(() => fixture.Engine.AnalyzeAsync(sql, _tables));
        Assert.Equal("invalidQuery", error.Reason);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task Names_are_extracted_by_part()
    {
        var names = await fixture.Engine.ExtractTableNamesAsync("WITH w AS (SELECT 1) SELECT * FROM w, `p.d.t` AS t, t.r, d.`events_*`");
        Assert.Equal(["d.events_*", "p.d.t"], names.Select(name => string.Join('.', name)).Order());
    }
}
