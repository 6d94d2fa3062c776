using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Rest;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Tests.Engine;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

[Collection("engine")]
public class EngineOverRestTests(EngineFixture fixture)
{
    [Fact]
    public async Task A_script_of_ddl_dml_and_select()
    {
        await using var server = new BigQueryServer(new StatementRunner(fixture.Engine));
        using var client = new HttpClient { BaseAddress = await server.StartAsync() };
        await client.PostAsJsonAsync("projects/p/datasets", new { datasetReference = new { datasetId = "d" } });
        const string Sql = """
            CREATE TABLE d.t (day DATE, n INT64, price NUMERIC) PARTITION BY day CLUSTER BY n;
            INSERT INTO d.t VALUES (DATE '2024-01-01', 1, 1.5), (DATE '2024-01-02', 2, 2);
            UPDATE d.t SET n = n + 1 WHERE n = 1;
            SELECT day, n, price, TIMESTAMP(day) AS at_midnight FROM d.t ORDER BY day;
            """;
        await client.PostAsJsonAsync("projects/p/jobs", new { jobReference = new { jobId = "script" }, configuration = new { query = new { query = Sql, useLegacySql = false } } });
        var results = await client.GetFromJsonAsync<JsonObject>("projects/p/queries/script?timeoutMs=60000");
        Assert.Equal("""[{"f":[{"v":"2024-01-01"},{"v":"2"},{"v":"1.5"},{"v":"1.7040672E9"}]},{"f":[{"v":"2024-01-02"},{"v":"2"},{"v":"2"},{"v":"1.7041536E9"}]}]""", results!["rows"]!.ToJsonString());
        JsonNode?[] children = [.. (await client.GetFromJsonAsync<JsonObject>("projects/p/jobs?parentJobId=script&projection=full"))!["jobs"]!.AsArray().Reverse()];
        Assert.Equal(["CREATE_TABLE", "INSERT", "UPDATE", "SELECT"], children.Select(child => (string?)child!["statistics"]!["query"]!["statementType"]));
        Assert.Equal("t", (string?)children[0]!["statistics"]!["query"]!["ddlTargetTable"]!["tableId"]);
        Assert.Equal("2", (string?)children[1]!["statistics"]!["query"]!["dmlStats"]!["insertedRowCount"]);
        Assert.Equal("1", (string?)children[2]!["statistics"]!["query"]!["numDmlAffectedRows"]);
        var table = await client.GetFromJsonAsync<JsonObject>("projects/p/datasets/d/tables/t");
        Assert.Equal("day", (string?)table!["timePartitioning"]!["field"]);
        Assert.Null(DiscoveryFields.AnswerProblem(table, "Table"));
    }
}
