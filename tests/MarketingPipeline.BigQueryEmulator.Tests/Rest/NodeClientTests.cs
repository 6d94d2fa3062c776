using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.BigQueryEmulator.Rest;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Tests.Engine;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

[Collection("engine")]
public class NodeClientTests(EngineFixture fixture)
{
    [SkippableFact]
    public async Task Googles_own_client_works_unmodified()
    {
        var missing = NodeClient.Missing();
        Assert.False(missing is not null && Environment.GetEnvironmentVariable("CI") == "true", missing);
        Skip.If(missing is not null, missing);

        await using var server = new BigQueryServer(new StatementRunner(fixture.Engine)) { RequiredToken = "a-token-of-the-test" };
        // The client is to try again by itself.
        server.Faults.Add("datasets.insert", Fault.Error("backendError"), nth: 1);
        var seen = await NodeClient.RunAsync(await server.StartAsync());
        Assert.Equal("EU", (string?)seen["location"]);
        Assert.Equal("5", (string?)seen["loaded"]);
        Assert.Equal("5", (string?)seen["rows"]);
        Assert.Equal("""["cells","lines"]""", seen["tables"]!.ToJsonString());
        Assert.Equal("""[{"a":1,"b":"x"},{"a":2,"b":"y"}]""", seen["cells"]!.ToJsonString());
        Assert.Equal("[[1,2],[3,4],[5]]", seen["pages"]!.ToJsonString());
        Assert.Equal("""{"n":1,"name":"row 1","moment":{"value":"2024-01-01T00:00:00.000Z"},"tags":[{"key":"k1"}]}""", seen["all"]![0]!.ToJsonString());
        Assert.Equal("""[{"n":2},{"n":4},{"n":5}]""", seen["named"]!.ToJsonString());
        Assert.Equal("""[{"n":5}]""", seen["positional"]!.ToJsonString());
        Assert.Equal("notFound", (string?)seen["error"]);
        Assert.Equal(0, (int)seen["left"]!);
        Assert.All(server.Log.Requests, request => Assert.True(request.HadToken));
    }
}
