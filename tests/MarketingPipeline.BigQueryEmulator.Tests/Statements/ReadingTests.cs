using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.BigQueryEmulator.Tests.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Tests.Statements;

/// <summary>What a statement reads, and what that costs.</summary>
[Collection("engine")]
public class ReadingTests(EngineFixture fixture)
{
    private const string Tables = """
        CREATE TABLE d.days (day DATE, a INT64, b STRING) PARTITION BY day;
        INSERT d.days VALUES ('2024-01-01', 1, 'x'), ('2024-01-02', 2, 'yy'), ('2024-01-03', 3, NULL), (NULL, 4, 'z');
        CREATE TABLE d.times (ts TIMESTAMP, a INT64) PARTITION BY DATE(ts) OPTIONS (require_partition_filter = TRUE);
        INSERT d.times VALUES ('2024-01-01 05:00:00+00', 1), ('2024-01-01 23:00:00+00', 2), ('2024-01-02 00:00:00+00', 3);
        CREATE TABLE d.e_1 AS SELECT 1 AS a;
        CREATE TABLE d.e_2 AS SELECT 2 AS a;
        CREATE VIEW d.v AS SELECT * FROM p.d.days;

        """;

    [Theory]
    [InlineData("SELECT a FROM days", 32)]
    [InlineData("SELECT a, b FROM days", 32 + 3 + 4 + 3)]
    [InlineData("SELECT COUNT(x.b), COUNT(y.b) FROM days x JOIN days y USING (a)", 32 + 10)]
    [InlineData("SELECT COUNT(*) FROM days", 0)]
    [InlineData("SELECT a FROM days WHERE day = '2024-01-02'", 16)]
    [InlineData("SELECT a FROM days WHERE day IN ('2024-01-02', '2024-01-03')", 32)]
    [InlineData("SELECT a FROM days WHERE day BETWEEN @from AND DATE '2024-01-02'", 16)]
    [InlineData("SELECT a FROM days WHERE '2024-01-01' < day AND a > 2", 32)]
    [InlineData("SELECT a FROM (SELECT * FROM days) WHERE day < '2024-01-02'", 16)]
    [InlineData("WITH w AS (SELECT day, a FROM days) SELECT a FROM w WHERE day >= '2024-01-03'", 16)]
    [InlineData("SELECT a FROM v WHERE day = '2024-01-02'", 16)]
    [InlineData("SELECT x.a FROM days x LEFT JOIN days y ON x.a = y.a AND y.day = '2024-01-01'", 32 + 24)]
    [InlineData("SELECT a FROM days WHERE day = '2024-01-01' UNION ALL SELECT a FROM days WHERE day = '2024-01-02'", 32)]
    [InlineData("SELECT day, SUM(a) AS a FROM days GROUP BY day HAVING day = '2024-01-01'", 16)]
    [InlineData("SELECT a FROM times WHERE ts >= '2024-01-01 20:00:00+00' AND ts < '2024-01-02'", 32)]
    [InlineData("SELECT a FROM times WHERE DATE(ts) = '2024-01-02'", 16)]
    [InlineData("SELECT a FROM times WHERE DATE(ts) = DATE_ADD('2024-01-01', INTERVAL 1 DAY)", 16)]
    [InlineData("SELECT a FROM days WHERE day >= DATE_SUB(@from, INTERVAL 0 DAY) AND day < DATE_ADD(@from, INTERVAL 1 DAY)", 16)]
    [InlineData("SELECT MAX(a) FROM (SELECT * FROM days UNION ALL SELECT * FROM days)", 32)]
    [InlineData("SELECT a FROM `e_*`", 16)]
    [InlineData("SELECT a FROM `e_*` WHERE _TABLE_SUFFIX = '2'", 8)]
    [InlineData("INSERT e_1 SELECT a FROM e_2", 8)]
    [InlineData("UPDATE days SET a = 9 WHERE day = '2024-01-02'", 20)]
    [InlineData("CREATE TABLE n AS SELECT a FROM days", 32)]
    public async Task Bytes_are_those_of_columns_and_partitions(string sql, long bytes)
    {
        var world = new World(fixture.Engine);
        await world.RunAsync(Tables);
        var from = new SqlParameter("from", new TypeProto { TypeKind = TypeKind.TypeDate }, new ValueProto { DateValue = 19724 });
        SqlRequest With(SqlRequest request) => request with { Parameters = [from] };
        Assert.Equal(bytes, (await world.DryRunAsync(sql, With))[0].BytesProcessed);
        Assert.Equal(bytes, (await world.RunAsync(sql, With))[0].BytesProcessed);
    }

    [Theory]
    [InlineData("SELECT a FROM times WHERE ts >= '2024-01-01 20:00:00+00' AND ts < '2024-01-02'", "(2)")]
    [InlineData("SELECT a FROM days WHERE day > '2024-01-01' ORDER BY a", "(2), (3)")]
    [InlineData("SELECT x.a, y.b FROM days x LEFT JOIN days y ON x.a = y.a AND y.day = '2024-01-01' ORDER BY 1", "(1, x), (2, NULL), (3, NULL), (4, NULL)")]
    [InlineData("SELECT COUNT(*) FROM days WHERE day IS NULL OR day = '2024-01-01'", "(2)")]
    [InlineData("SELECT x.a FROM days x LEFT JOIN (SELECT day AS found FROM days) y ON y.found = x.day WHERE y.found IS NULL ORDER BY 1", "(4)")]
    [InlineData("SELECT x.a FROM (SELECT day AS found FROM days) y RIGHT JOIN days x ON y.found = x.day WHERE y.found IS NULL ORDER BY 1", "(4)")]
    [InlineData("SELECT x.a FROM days x LEFT JOIN days y ON y.a = x.a WHERE y.day IS NULL OR y.day = '2024-01-01' ORDER BY 1", "(1), (4)")]
    [InlineData("SELECT a, n FROM (SELECT a, COUNT(*) OVER () AS n FROM days) WHERE a = 1", "(1, 4)")]
    [InlineData("SELECT COUNT(*) FROM (SELECT * FROM days ORDER BY a LIMIT 2) WHERE a > 1", "(1)")]
    [InlineData("WITH w AS (SELECT * FROM days) SELECT (SELECT COUNT(*) FROM w WHERE a = 1) + (SELECT COUNT(*) FROM w)", "(5)")]
    public async Task Rows_that_are_not_read_are_not_missed(string sql, string rows)
    {
        var world = new World(fixture.Engine);
        await world.RunAsync(Tables);
        Assert.Equal(rows, await world.RowsAsync(sql));
    }

    [Theory]
    [InlineData("SELECT a FROM times")]
    [InlineData("SELECT a FROM times WHERE a = 1")]
    [InlineData("UPDATE times SET a = 1 WHERE a = 2")]
    [InlineData("DELETE FROM times WHERE TRUE")]
    public async Task A_partition_filter_may_be_required(string sql)
    {
        var world = new World(fixture.Engine);
        await world.RunAsync(Tables);
        Assert.Equal("invalidQuery: Cannot query over table 'p.d.times' without a filter over column(s) 'ts' that can be used for partition elimination", await world.ErrorAsync(sql));
    }

    [Fact]
    public async Task A_statement_may_cost_too_much()
    {
        var world = new World(fixture.Engine);
        await world.RunAsync(Tables);
        const string Sql = "SELECT a FROM days";
        Assert.Equal("bytesBilledLimitExceeded: Query exceeded limit for bytes billed: 1048576. 10485760 or higher required.", await world.ErrorAsync(Sql, request => request with { MaximumBytesBilled = 1048576 }));
        Assert.Single(await world.RunAsync(Sql, request => request with { MaximumBytesBilled = 10485760 }));
    }

    [Fact]
    public async Task Too_much_for_the_engine_is_said_so_and_less_of_it_is_read()
    {
        var world = new World(fixture.Engine);
        await world.RunAsync("CREATE TABLE d.big (day DATE, n INT64, text STRING) PARTITION BY day");
        var rows = Enumerable.Range(0, 6000).Select(n => StoredRow(n)).ToArray();
        world.Store.Change(state => state with { Tables = state.Tables.SetItem(world.Table("big").Id, world.Table("big") with { Rows = [.. rows] }) });
        var error = await world.ErrorAsync("SELECT MAX(text) FROM big");
        Assert.StartsWith("resourcesExceeded: Resources exceeded during query execution: the emulator's engine takes at most 4194304 bytes", error, StringComparison.Ordinal);
        Assert.Contains("p.d.big: 6000 rows", error, StringComparison.Ordinal);
        Assert.Equal("(5999)", await world.RowsAsync("SELECT MAX(n) FROM big"));
        Assert.Equal("(600)", await world.RowsAsync("SELECT COUNT(text) FROM big WHERE day = '1970-01-04'"));
    }

    private static ValueProto StoredRow(int n)
    {
        var row = new ValueProto.Types.Struct();
        row.Field.Add([new ValueProto { DateValue = n % 10 }, new ValueProto { Int64Value = n }, new ValueProto { StringValue = new string('x', 1000) }]);
        return new ValueProto { StructValue = row };
    }
}
