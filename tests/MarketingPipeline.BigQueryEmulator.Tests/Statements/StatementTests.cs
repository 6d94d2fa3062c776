using MarketingPipeline.BigQueryEmulator.Tests.Engine;

namespace MarketingPipeline.BigQueryEmulator.Tests.Statements;

/// <summary>SQL, and the rows or the error that it gives.</summary>
[Collection("engine")]
public class StatementTests(EngineFixture fixture)
{
    private const string Tables = """
        CREATE TABLE d.t (a INT64, b STRING, f FLOAT64, n NUMERIC, day DATE, ts TIMESTAMP, r ARRAY<STRUCT<k STRING, v INT64>>, s STRUCT<x INT64, y STRUCT<z STRING>>, j JSON);
        INSERT INTO d.t (a, b, day, r, s) VALUES (1, 'x', '2024-01-01', [STRUCT('k', 1)], STRUCT(5, STRUCT('z'))), (2, 'y', DATE '2024-01-02', [], NULL), (3, NULL, NULL, NULL, NULL);
        CREATE TABLE d.u (a INT64, c STRING);
        INSERT d.u VALUES (1, 'one'), (2, 'two'), (4, 'four');
        CREATE VIEW d.v AS WITH w AS (SELECT a, b FROM `p.d.t`) SELECT a, b FROM w WHERE a < 3;
        CREATE TABLE d.events_20240101 AS SELECT 1 AS id, 'x' AS gone;
        CREATE TABLE d.events_20240102 AS SELECT 2 AS id, 'y' AS gone, 7 AS more;
        CREATE TABLE d.events_20240103 AS SELECT 3 AS id, 8 AS more;

        """;

    [Theory]
    [InlineData("SELECT 1 AS a, 'x' AS b, [STRUCT(1 AS c)] AS d", "(1, x, [(1)])")]
    [InlineData("SELECT a, b FROM t ORDER BY a", "(1, x), (2, y), (3, NULL)")]
    [InlineData("SELECT t.a FROM `p.d.t` WHERE t.a = 1", "(1)")]
    [InlineData("SELECT t.a, u.c FROM `p`.d.t JOIN `p.d.u` USING (a) ORDER BY 1", "(1, one), (2, two)")]
    [InlineData("SELECT * EXCEPT (f, n, ts, j, r, s) FROM d.t AS q WHERE q.a IN (1, 2) ORDER BY a", "(1, x, 2024-01-01), (2, y, 2024-01-02)")]
    [InlineData("SELECT a, x.v FROM t, t.r AS x", "(1, 1)")]
    [InlineData("SELECT COUNT(*) FROM t", "(3)")]
    [InlineData("WITH w AS (SELECT a FROM t), t AS (SELECT 9 AS a) SELECT * FROM t", "(9)")]
    [InlineData("SELECT a, b FROM d.v ORDER BY a", "(1, x), (2, y)")]
    [InlineData("SELECT v.a FROM v JOIN u ON u.a = v.a AND c = 'two'", "(2)")]
    [InlineData("SELECT id, more, _TABLE_SUFFIX AS s FROM `d.events_*` WHERE _TABLE_SUFFIX BETWEEN '20240101' AND '20240102' ORDER BY id", "(1, NULL, 20240101), (2, 7, 20240102)")]
    [InlineData("SELECT COUNT(*) FROM `p.d.events_2024*`", "(3)")]
    [InlineData("SELECT * FROM `p.d.events_*` ORDER BY id", "(1, NULL), (2, 7), (3, 8)")]
    [InlineData("SELECT r FROM t WHERE a = 3", "([])")]
    [InlineData("SELECT APPROX_COUNT_DISTINCT (MOD(a, 2)) FROM t", "(2)")]
    [InlineData("SELECT b, ROW_NUMBER() OVER (ORDER BY a) AS n FROM t QUALIFY n = 2", "(y, 2)")]
    [InlineData("INSERT INTO t (a, f, n) SELECT a, a, a FROM u; SELECT a, f FROM t WHERE f IS NOT NULL ORDER BY a", "(1, 1), (2, 2), (4, 4)")]
    [InlineData("INSERT INTO t (day, a) SELECT DATE '2024-05-05', 7; SELECT day FROM t WHERE a = 7", "(2024-05-05)")]
    [InlineData("UPDATE t SET b = 'new', f = a, s.x = 6 WHERE a = 1; SELECT b, f, s FROM t WHERE a = 1", "(new, 1, (6, (z)))")]
    [InlineData("UPDATE d.t q SET b = CONCAT(q.b, c) FROM d.u WHERE q.a = u.a; SELECT a, b FROM t ORDER BY a", "(1, xone), (2, ytwo), (3, NULL)")]
    [InlineData("UPDATE `p.d.t` SET b = NULL WHERE t.a = (SELECT MIN(a) FROM t); SELECT b FROM t ORDER BY a", "(NULL), (y), (NULL)")]
    [InlineData("DELETE FROM t WHERE a IN (SELECT a FROM u); SELECT a FROM t", "(3)")]
    [InlineData("DELETE t WHERE TRUE; SELECT COUNT(*) FROM t", "(0)")]
    [InlineData("TRUNCATE TABLE d.t; SELECT COUNT(*) FROM t", "(0)")]
    [InlineData("MERGE t USING u ON t.a = u.a WHEN MATCHED AND t.a = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET b = c WHEN NOT MATCHED THEN INSERT (a, b) VALUES (u.a, c) WHEN NOT MATCHED BY SOURCE THEN UPDATE SET b = 'left'; SELECT a, b FROM t ORDER BY a", "(2, two), (3, left), (4, four)")]
    [InlineData("MERGE INTO u USING (SELECT 9 AS a, 'nine' AS c) AS s ON FALSE WHEN NOT MATCHED THEN INSERT ROW; SELECT * FROM u ORDER BY a", "(1, one), (2, two), (4, four), (9, nine)")]
    [InlineData("CREATE OR REPLACE TABLE u AS SELECT a, COUNT(*) AS n FROM t GROUP BY a; SELECT * FROM u ORDER BY a", "(1, 1), (2, 1), (3, 1)")]
    [InlineData("CREATE TABLE IF NOT EXISTS u (z INT64); SELECT COUNT(c) FROM u", "(3)")]
    [InlineData("CREATE TABLE w (a FLOAT64, b DATE) AS SELECT 1, DATE '2024-01-01'; SELECT * FROM w", "(1, 2024-01-01)")]
    [InlineData("CREATE TEMP TABLE x AS SELECT 1 AS a; INSERT x VALUES (2); UPDATE x SET a = 3 WHERE a = 1; SELECT a FROM x ORDER BY a", "(2), (3)")]
    [InlineData("ALTER TABLE t ADD COLUMN IF NOT EXISTS z STRING, ADD COLUMN IF NOT EXISTS a INT64; UPDATE t SET z = 'z' WHERE a = 1; SELECT z FROM t ORDER BY a", "(z), (NULL), (NULL)")]
    [InlineData("ALTER TABLE IF EXISTS d.nothing ADD COLUMN z STRING; DROP TABLE IF EXISTS d.nothing; DROP VIEW d.v; SELECT 1", "(1)")]
    [InlineData("CREATE SCHEMA IF NOT EXISTS e OPTIONS (location = 'EU'); CREATE TABLE e.x AS SELECT 1 AS a; DROP SCHEMA e CASCADE; SELECT 1", "(1)")]
    [InlineData("BEGIN TRANSACTION; DELETE FROM t WHERE TRUE; INSERT t (a) VALUES (8); COMMIT TRANSACTION; SELECT a FROM t", "(8)")]
    [InlineData("BEGIN; DELETE FROM t WHERE TRUE; ROLLBACK; SELECT COUNT(*) FROM t", "(3)")]
    [InlineData("DECLARE n INT64 DEFAULT 1; DECLARE m DEFAULT 'x'; SET n = n + 1; IF n = 2 THEN SELECT n, m; ELSE SELECT 0; END IF", "(2, x)")]
    [InlineData("DECLARE n INT64; UPDATE t SET b = 'q' WHERE a > 1; SET n = @@row_count; ASSERT n = 2 AS 'two rows'; SELECT @@row_count", "(2)")]
    [InlineData("BEGIN BEGIN TRANSACTION; DELETE FROM t WHERE TRUE; SELECT ERROR('x'); COMMIT; EXCEPTION WHEN ERROR THEN ROLLBACK; END; SELECT COUNT(*) FROM t", "(3)")]
    [InlineData("SELECT table_id, row_count, type FROM d.__TABLES__ WHERE table_id IN ('t', 'v') ORDER BY 1", "(t, 3, 1), (v, 0, 2)")]
    [InlineData("SELECT table_name, table_type FROM d.INFORMATION_SCHEMA.TABLES WHERE table_name IN ('t', 'v') ORDER BY 1", "(t, BASE TABLE), (v, VIEW)")]
    [InlineData("SELECT column_name, data_type FROM `p.d.INFORMATION_SCHEMA.COLUMNS` WHERE table_name = 'u' ORDER BY ordinal_position", "(a, INT64), (c, STRING)")]
    [InlineData("SELECT COUNT(*) FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND u.c > t.b)", "(0)")]
    public async Task A_statement_gives_rows(string sql, string rows)
    {
        var world = new World(fixture.Engine);
        await world.RunAsync(Tables);
        Assert.Equal(rows, await world.RowsAsync(sql));
    }

    [Theory]
    [InlineData("SELECT x FROM t", "invalidQuery: Unrecognized name: x at [1:8]")]
    [InlineData("SELECT 1;\n  SELECT zz FROM d.t", "invalidQuery: Unrecognized name: zz at [2:10]")]
    [InlineData("SELECT 1; SELECT 2 FROM", "invalidQuery: Syntax error: Unexpected end of script at [1:24]")]
    [InlineData("SELECT * FROM d.nothing", "notFound: Not found: Table p:d.nothing was not found in location US")]
    [InlineData("SELECT * FROM nowhere.t", "notFound: Not found: Dataset p:nowhere was not found in location US")]
    [InlineData("SELECT * FROM `d.nothing_*`", "notFound: Not found: p:d.nothing_* does not match any table.")]
    [InlineData("DROP TABLE d.nothing", "notFound: Not found: Table p:d.nothing was not found in location US")]
    [InlineData("CREATE TABLE d.t AS SELECT 1 AS a", "duplicate: Already Exists: Table p:d.t")]
    [InlineData("CREATE SCHEMA d", "duplicate: Already Exists: Dataset p:d")]
    [InlineData("SELECT 1/0", "invalidQuery: division by zero: 1 / 0")]
    [InlineData("SELECT a, a FROM t", "invalidQuery: Duplicate column names in the result are not supported when a destination table is present. Found duplicate(s): a")]
    [InlineData("CREATE TABLE x AS SELECT 1 AS a, 2 AS A", "invalidQuery: CREATE TABLE has columns with duplicate name A at [1:19]")]
    [InlineData("INSERT INTO t (day) SELECT '2024-05-05'", "invalidQuery: Query column 1 has type STRING which cannot be inserted into column day, which has type DATE at [1:21]")]
    [InlineData("SELECT t.a FROM t LEFT JOIN u ON t.a < u.a", "invalidQuery: LEFT OUTER JOIN cannot be used without a condition that is an equality of fields from both sides of the join.")]
    [InlineData("SELECT t.a FROM t FULL JOIN u ON t.a = u.a OR t.b = u.c", "invalidQuery: FULL OUTER JOIN cannot be used without a condition that is an equality of fields from both sides of the join.")]
    [InlineData("SELECT (SELECT c FROM u WHERE u.a = t.a LIMIT 1) FROM t", "invalidQuery: Correlated subqueries that reference other tables are not supported unless they can be de-correlated, such as by transforming them into an efficient JOIN.")]
    [InlineData("SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a > t.a)", "invalidQuery: Correlated subqueries that reference other tables are not supported unless they can be de-correlated, such as by transforming them into an efficient JOIN.")]
    [InlineData("SELECT DISTINCT r FROM t", "invalidQuery: Column r of type ARRAY cannot be used in SELECT DISTINCT at [1:17]")]
    [InlineData("SELECT a FROM t ORDER BY r", "invalidQuery: ORDER BY does not support expressions of type ARRAY<STRUCT<k STRING, v INT64>> at [1:26]")]
    [InlineData("UPDATE t SET b = c FROM u WHERE TRUE", "invalidQuery: UPDATE/MERGE must match at most one source row for each target row")]
    [InlineData("BEGIN TRANSACTION; CREATE TABLE d.x (a INT64)", "invalidQuery: DDL statements are not supported in a transaction, except for those creating or droping temporary tables or temporary functions.")]
    [InlineData("BEGIN SELECT ERROR('x'); EXCEPTION WHEN ERROR THEN RAISE; END", "invalidQuery: x")]
    [InlineData("SELECT a, COUNT(*) FROM t GROUP BY ROLLUP (a)", "notImplemented: Unimplemented feature (ResolvedAggregateScanBase::grouping_set_list not accessed and has non-default value)")]
    [InlineData("COMMIT", "invalidQuery: There is no transaction in progress.")]
    [InlineData("ASSERT 1 = 2 AS 'never'", "invalidQuery: never")]
    [InlineData("INSERT INTO t (a) VALUES ('x')", "invalidQuery: Value has type STRING which cannot be inserted into column a, which has type INT64 at [1:27]")]
    [InlineData("CREATE TABLE d.x (a INT64 NOT NULL); INSERT d.x VALUES (NULL)", "invalidQuery: Required field a cannot be null")]
    [InlineData("INSERT INTO d.v (a) VALUES (1)", "invalidQuery: p.d.v is not allowed for this operation because it is a view.")]
    public async Task A_wrong_statement_gives_an_error(string sql, string error)
    {
        var world = new World(fixture.Engine);
        await world.RunAsync(Tables);
        Assert.Equal(error, await world.ErrorAsync(sql));
    }
}
