using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using MarketingPipeline.BigQueryEmulator.Tests.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Tests.Statements;

/// <summary>What statements leave behind: tables and their properties, destinations, transactions.</summary>
[Collection("engine")]
public class WritingTests(EngineFixture fixture)
{
    private static readonly TableId _target = new("p", "d", "out");

    private readonly World _world = new(fixture.Engine);

    [Fact]
    public async Task A_table_is_made_as_its_statement_says()
    {
        await _world.RunAsync("""
            CREATE TABLE d.t (
              a INT64 NOT NULL OPTIONS (description = 'the a'),
              r ARRAY<STRUCT<k STRING OPTIONS (description = 'the k'), v STRUCT<x FLOAT64>>>,
              ts TIMESTAMP)
            PARTITION BY TIMESTAMP_TRUNC(ts, DAY) CLUSTER BY a
            OPTIONS (description = CONCAT('a', ' table'), labels = [('team', 'x')], partition_expiration_days = 3, require_partition_filter = TRUE, expiration_timestamp = TIMESTAMP '2100-01-01')
            """);
        var table = _world.Table("t");
        Assert.Equal("a INTEGER REQUIRED, r RECORD REPEATED, ts TIMESTAMP NULLABLE", string.Join(", ", table.Schema.Select(field => $"{field.Name} {field.Type} {field.Mode}")));
        Assert.Equal(("the a", "the k", "RECORD"), (table.Schema[0].Description, table.Schema[1].Fields[0].Description, table.Schema[1].Fields[1].Type));
        Assert.Equal(("ts", "a", "a table", "x", true, 3), (table.PartitionField, table.Clustering[0], table.Description, table.Labels["team"], table.RequirePartitionFilter, table.PartitionExpiration!.Value.Days));
        Assert.Equal(2100, table.ExpiresAt!.Value.Year);
        await _world.RunAsync("ALTER TABLE d.t SET OPTIONS (description = NULL, require_partition_filter = FALSE)");
        Assert.Equal((null, false), (_world.Table("t").Description, _world.Table("t").RequirePartitionFilter));
    }

    [Fact]
    public async Task A_view_keeps_its_query_as_written()
    {
        await _world.RunAsync("CREATE TABLE d.t AS SELECT 1 AS a; CREATE VIEW `p.d.v` AS SELECT a FROM `p.d.t`");
        Assert.Equal("SELECT a FROM `p.d.t`", _world.Table("v").ViewSql);
    }

    [Theory]
    [InlineData("WRITE_TRUNCATE", "(3)")]
    [InlineData("WRITE_APPEND", "(1), (2), (3)")]
    public async Task A_destination_takes_the_rows(string disposition, string rows)
    {
        await _world.RunAsync("CREATE TABLE d.out AS SELECT 1 AS a UNION ALL SELECT 2");
        var results = await _world.RunAsync("SELECT 3 AS a", request => request with { Destination = _target, WriteDisposition = disposition });
        Assert.Equal(_target, results[0].Target);
        Assert.Equal(rows, await _world.RowsAsync("SELECT a FROM out ORDER BY a"));
    }

    [Fact]
    public async Task A_destination_with_rows_is_not_overwritten_by_default()
    {
        await _world.RunAsync("SELECT 1 AS a", request => request with { Destination = _target });
        Assert.Equal("duplicate: Already Exists: Table p:d.out", await _world.ErrorAsync("SELECT 1 AS a", request => request with { Destination = _target }));
    }

    [Fact]
    public async Task A_transaction_takes_effect_whole_or_not_at_all()
    {
        await _world.RunAsync("CREATE TABLE d.t AS SELECT 1 AS a");
        var done = new List<string>();
        await Assert.ThrowsAsync<SqlException>(() => _world.RunAsync("BEGIN TRANSACTION; INSERT d.t VALUES (2); SELECT ERROR('stop'); COMMIT", finished: result => done.Add(result.StatementType)));
        Assert.Equal(["BEGIN_TRANSACTION", "INSERT"], done);
        Assert.Single(_world.Table("t").Rows);
        await _world.RunAsync("BEGIN TRANSACTION; INSERT d.t VALUES (2)");
        Assert.Single(_world.Table("t").Rows);
    }

    [Fact]
    public async Task A_transaction_gives_way_to_anothers_change()
    {
        await _world.RunAsync("CREATE TABLE d.t AS SELECT 1 AS a");
        var error = await Assert.ThrowsAsync<SqlException>(() => _world.RunAsync("BEGIN TRANSACTION; UPDATE d.t SET a = 2 WHERE TRUE; COMMIT", finished: result =>
        {
            if (result.StatementType == "UPDATE")
            {
                _world.RunAsync("INSERT d.t VALUES (7)").GetAwaiter().GetResult();
            }
        }));
        Assert.Equal("Transaction is aborted due to concurrent update against table p:d.t.", error.Message);
        Assert.Equal("(1), (7)", await _world.RowsAsync("SELECT a FROM t ORDER BY a"));
    }

    [Fact]
    public async Task Concurrent_inserts_and_updates_all_take_effect()
    {
        await _world.RunAsync("CREATE TABLE d.t AS SELECT 0 AS a");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => _world.RunAsync($"INSERT d.t VALUES ({n + 1})")));
        Assert.Equal("(9, 36)", await _world.RowsAsync("SELECT COUNT(*), SUM(a) FROM t"));
    }

    [Fact]
    public async Task A_dry_run_types_and_changes_nothing()
    {
        await _world.RunAsync("CREATE TABLE d.t AS SELECT 1 AS a");
        var results = await _world.DryRunAsync("CREATE TABLE d.x AS SELECT a, 'x' AS b FROM d.t; INSERT d.t SELECT a FROM d.x; SELECT b, 1 FROM d.x");
        Assert.Equal(["CREATE_TABLE_AS_SELECT", "INSERT", "SELECT"], results.Select(result => result.StatementType));
        Assert.Equal("b STRING, f0_ INTEGER", string.Join(", ", results[2].Schema.Select(field => $"{field.Name} {field.Type}")));
        Assert.Single(_world.Store.Current.Tables);
        Assert.Single(_world.Table("t").Rows);
    }

    [Fact]
    public async Task Parameters_are_named_or_positional()
    {
        var number = new SqlParameter("n", new TypeProto { TypeKind = TypeKind.TypeInt64 }, new ValueProto { Int64Value = 7 });
        Assert.Equal("(8)", await _world.RowsAsync("SELECT @n + 1", request => request with { Parameters = [number] }));
        Assert.Equal("(8, 7)", await _world.RowsAsync("SELECT ? + 1, ?", request => request with { Parameters = [number with { Name = "" }, number with { Name = "" }] }));
    }

    [Fact]
    public async Task The_engine_is_started_anew_where_it_has_ended()
    {
        var starts = fixture.Engine.Process.Starts;
        fixture.Engine.Process.Kill();
        Assert.Equal("(1)", await _world.RowsAsync("SELECT 1"));
        Assert.Equal(starts + 1, fixture.Engine.Process.Starts);
    }

    [Fact]
    public async Task Results_tell_what_was_done()
    {
        var results = await _world.RunAsync("CREATE TABLE d.t (a INT64);\nINSERT d.t VALUES (1), (2);\n-- and then\nDELETE d.t WHERE a = 1;");
        Assert.Equal(["CREATE TABLE d.t (a INT64)", "INSERT d.t VALUES (1), (2)", "DELETE d.t WHERE a = 1"], results.Select(result => result.Sql));
        Assert.Equal([null, 2L, 1L], results.Select(result => result.RowsAffected));
        Assert.All(results, result => Assert.Equal(new TableId("p", "d", "t"), result.Target));
    }
}
