using System.Net;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

public class DatasetTests : RestFixture
{
    [Fact]
    public async Task Insert_get_patch_list_and_delete()
    {
        var inserted = await CreateDatasetAsync("d", ",\"location\":\"europe-west3\",\"labels\":{\"a\":\"1\"},\"defaultTableExpirationMs\":3600000");
        Assert.Equal("p:d", inserted["id"]!.GetValue<string>());
        Assert.Equal("3600000", inserted["defaultTableExpirationMs"]!.GetValue<string>());
        var patched = await SendAsync(HttpMethod.Patch, "datasets/d", """{"description":"x","labels":{"a":null,"b":"2"}}""", ifMatch: inserted["etag"]!.GetValue<string>());
        Assert.Equal("""{"b":"2"}""", patched["labels"]!.ToJsonString());
        Assert.Equal("3600000", patched["defaultTableExpirationMs"]!.GetValue<string>());
        Assert.NotEqual(inserted["etag"]!.GetValue<string>(), patched["etag"]!.GetValue<string>());
        var updated = await SendAsync(HttpMethod.Put, "datasets/d", """{"friendlyName":"y"}""");
        Assert.Null(updated["description"]);
        Assert.Null(updated["labels"]);
        Assert.Single((await GetAsync("datasets"))["datasets"]!.AsArray());
        await SendAsync(HttpMethod.Delete, "datasets/d", null, HttpStatusCode.NoContent);
        Assert.Null((await GetAsync("datasets"))["datasets"]);
    }

    [Fact]
    public async Task Errors_have_BigQuerys_body()
    {
        var missing = await GetAsync("datasets/none", HttpStatusCode.NotFound);
        Assert.Equal("""{"error":{"code":404,"message":"Not found: Dataset p:none","errors":[{"message":"Not found: Dataset p:none","domain":"global","reason":"notFound"}],"status":"NOT_FOUND"}}""", missing.ToJsonString());
        await CreateDatasetAsync();
        Assert.Equal("duplicate", Reason(await PostAsync("datasets", """{"datasetReference":{"projectId":"p","datasetId":"d"}}""", HttpStatusCode.Conflict)));
        Assert.Equal("invalid", Reason(await PostAsync("datasets", """{"datasetReference":{"projectId":"p","datasetId":"a-b"}}""", HttpStatusCode.BadRequest)));
        Assert.Equal("conditionNotMet", Reason(await SendAsync(HttpMethod.Patch, "datasets/d", "{}", HttpStatusCode.PreconditionFailed, "\"other\"")));
        Assert.Equal("required", Reason(await PostAsync("datasets", """{"datasetReferences":{}}""", HttpStatusCode.BadRequest)));
        Server.RefusesUnknownFields = true;
        Assert.Equal("badRequest", Reason(await PostAsync("datasets", """{"datasetReferences":{}}""", HttpStatusCode.BadRequest)));
        Assert.Equal("parseError", Reason(await PostAsync("datasets", "{", HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task A_dataset_with_tables_goes_only_with_its_contents()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", """{"name":"a","type":"INT64"}""");
        Assert.Equal("resourceInUse", Reason(await SendAsync(HttpMethod.Delete, "datasets/d", null, HttpStatusCode.BadRequest)));
        await SendAsync(HttpMethod.Delete, "datasets/d?deleteContents=true", null, HttpStatusCode.NoContent);
        await GetAsync("datasets/d/tables/t", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Paths_without_the_prefix_work_too()
    {
        await CreateDatasetAsync();
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("projects/p/datasets/d")).StatusCode);
    }

    [Fact]
    public async Task Lists_are_paged()
    {
        foreach (var name in new[] { "c", "a", "b" })
        {
            await CreateDatasetAsync(name);
        }

        var first = await GetAsync("datasets?maxResults=2");
        var second = await GetAsync("datasets?maxResults=2&pageToken=" + first["nextPageToken"]!.GetValue<string>());
        Assert.Equal(["a", "b", "c"], first["datasets"]!.AsArray().Concat(second["datasets"]!.AsArray()).Select(x => x!["datasetReference"]!["datasetId"]!.GetValue<string>()));
        Assert.Null(second["nextPageToken"]);
        Assert.Equal("invalid", Reason(await GetAsync("datasets?pageToken=x", HttpStatusCode.BadRequest)));
    }
}
