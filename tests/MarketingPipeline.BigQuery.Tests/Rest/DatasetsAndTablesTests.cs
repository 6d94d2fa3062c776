using MarketingPipeline.BigQuery.Rest;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class DatasetsAndTablesTests
{
    private static readonly TableName Name = new("agency-prod", "d", "t");

    [Fact]
    public async Task What_is_not_there_is_null_or_false()
    {
        var api = new ScriptedApi().ThenError(404, "notFound").ThenError(404, "notFound").ThenError(404, "notFound").ThenError(409, "duplicate").ThenError(409, "duplicate");
        var client = api.Client();

        Assert.Null(await client.GetDatasetAsync("d", default));
        Assert.Null(await client.GetTableAsync(Name, default));
        Assert.False(await client.DeleteTableAsync(Name, default));
        Assert.False(await client.CreateDatasetAsync("d", "EU", null, new Dictionary<string, string>(), default));
        Assert.False(await client.CreateTableAsync(new TableDefinition { Name = Name, Schema = [] }, default));
        Assert.Equal(["GET datasets/d", "GET datasets/d/tables/t", "DELETE datasets/d/tables/t", "POST datasets", "POST datasets/d/tables"], api.Seen.Select(request => request.ToString()));
    }

    [Fact]
    public async Task A_404_that_is_not_the_APIs_does_not_mean_that_a_table_is_missing()
    {
        var api = new ScriptedApi().Then("<html>Not found</html>", System.Net.HttpStatusCode.NotFound);
        var error = await Assert.ThrowsAsync<BigQueryException>(() => api.Client().GetTableAsync(Name, default));

        Assert.Equal("notTheApi", error.Reason);
        Assert.Contains("HTTP 404", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_is_created_where_it_is_wanted_and_read()
    {
        var api = new ScriptedApi().Then("{}").Then("""{"datasetReference":{"datasetId":"d"},"location":"asia-southeast1","labels":{"a":"b"},"creationTime":"1","defaultTableExpirationMs":"5184000000"}""");
        Assert.True(await api.Client().CreateDatasetAsync("d", "asia-southeast1", "A client's tables", new Dictionary<string, string> { ["A"] = "B" }, default));
        var dataset = (await api.Client().GetDatasetAsync("d", default))!;

        Assert.Equal(
            """{"datasetReference":{"projectId":"agency-prod","datasetId":"d"},"location":"asia-southeast1","description":"A client\u0027s tables","labels":{"a":"b"}}""",
            api.Seen[0].Json.ToJsonString());
        Assert.Equal(("d", "asia-southeast1", TimeSpan.FromDays(60), "b"), (dataset.Name, dataset.Location, dataset.DefaultTableExpiration, dataset.Labels["a"]));
    }

    [Fact]
    public async Task The_tables_of_a_dataset_come_from_all_pages_also_of_another_project()
    {
        var api = new ScriptedApi()
            .Then("""{"nextPageToken":"n","tables":[{"tableReference":{"tableId":"events_20240301"},"type":"TABLE","creationTime":"1000","expirationTime":"2000"}]}""")
            .Then("""{"tables":[{"tableReference":{"tableId":"v"},"type":"VIEW"}]}""");
        var tables = await api.Client().ListTablesAsync("analytics_1", default, "example.com:theirs");

        Assert.Equal([new TableListing("events_20240301", "TABLE", DateTimeOffset.UnixEpoch.AddSeconds(1), DateTimeOffset.UnixEpoch.AddSeconds(2)), new TableListing("v", "VIEW", null, null)], tables);
        Assert.Equal("/bigquery/v2/projects/example.com%3Atheirs/datasets/analytics_1/tables?maxResults=1000&pageToken=n", api.Seen[1].Address.PathAndQuery);
    }

    [Fact]
    public async Task A_table_is_read_whole()
    {
        var api = new ScriptedApi().Then("""
            {"tableReference":{"projectId":"p","datasetId":"d","tableId":"t"},"type":"TABLE","etag":"e1","numRows":"3","numBytes":"30","lastModifiedTime":"2000","creationTime":"1000","expirationTime":"9000",
             "description":"words","labels":{"k":"v"},"schema":{"fields":[{"name":"date","type":"DATE","mode":"REQUIRED","description":"The day"}]},
             "timePartitioning":{"type":"DAY","field":"date","expirationMs":"86400000"},"requirePartitionFilter":true,"clustering":{"fields":["channel"]}}
            """);
        var table = (await api.Client().GetTableAsync(Name, default))!;

        Assert.Equal((new TableName("p", "d", "t"), "e1", 3, 30, "words", "v"), (table.Name, table.ETag, table.Rows, table.Bytes, table.Description, table.Labels["k"]));
        Assert.Equal(("date", "DAY", true, TimeSpan.FromDays(1)), (table.PartitionField, table.PartitionType, table.RequirePartitionFilter, table.PartitionExpiration));
        Assert.Equal(["channel"], table.Clustering);
        Assert.Equal((2, 1, 9), (table.ModifiedAt!.Value.ToUnixTimeSeconds(), table.CreatedAt!.Value.ToUnixTimeSeconds(), table.ExpiresAt!.Value.ToUnixTimeSeconds()));
        Assert.Equal(("date", "DATE", "REQUIRED", "The day"), (table.Schema[0].Name, table.Schema[0].Type, table.Schema[0].Mode, table.Schema[0].Description));
    }

    [Fact]
    public async Task A_table_is_created_as_defined()
    {
        var api = new ScriptedApi().Then("{}");
        var definition = new TableDefinition
        {
            Name = Name,
            Schema = [new TableField("date", "DATE", "NULLABLE", []), new TableField("items", "RECORD", "REPEATED", [new TableField("id", "STRING", "NULLABLE", [])])],
            Labels = new Dictionary<string, string> { ["layer"] = "mart" },
            PartitionField = "date",
            PartitionExpiration = TimeSpan.FromDays(400),
            RequirePartitionFilter = true,
            Clustering = ["channel", "source"],
            ExpiresAt = DateTimeOffset.UnixEpoch.AddSeconds(5),
        };

        Assert.True(await api.Client().CreateTableAsync(definition, default));
        Assert.Equal(
            """{"tableReference":{"projectId":"agency-prod","datasetId":"d","tableId":"t"},"schema":{"fields":[{"name":"date","type":"DATE","mode":"NULLABLE"},{"name":"items","type":"RECORD","mode":"REPEATED","fields":[{"name":"id","type":"STRING","mode":"NULLABLE"}]}]},"labels":{"layer":"mart"},"timePartitioning":{"type":"DAY","field":"date","expirationMs":"34560000000"},"requirePartitionFilter":true,"clustering":{"fields":["channel","source"]},"expirationTime":"5000"}""",
            api.Seen[0].Json.ToJsonString());
    }

    [Fact]
    public async Task A_patch_says_only_what_changes_and_only_to_the_table_that_was_read()
    {
        var api = new ScriptedApi().Then("""{"etag":"e2"}""").Then("{}").ThenError(412, "conditionNotMet");
        var patched = await api.Client().PatchTableAsync(Name, new TablePatch { Description = "new" }, "e1", default);
        await api.Client().PatchTableAsync(Name, new TablePatch { NeverExpires = true }, null, default);
        var error = await Assert.ThrowsAsync<BigQueryException>(() => api.Client().PatchTableAsync(Name, new TablePatch(), "e1", default));

        Assert.Equal("e2", patched.ETag);
        Assert.Equal("PATCH datasets/d/tables/t", api.Seen[0].ToString());
        Assert.Equal("e1", api.Seen[0].Headers["If-Match"]);
        Assert.Equal("""{"description":"new"}""", api.Seen[0].Text);
        Assert.Equal("""{"expirationTime":null}""", api.Seen[1].Text);
        Assert.Equal("conditionNotMet", error.Reason);
        Assert.False(error.IsRetryable);
    }
}
