using System.Net;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Faults;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

public class JobTests : RestFixture
{
    private static string Query(string sql, string id, string more = "", string job = "", string location = "") =>
        $$$"""{"jobReference":{"projectId":"p","jobId":"{{{id}}}"{{{location}}}},"configuration":{"query":{"query":"{{{sql}}}","useLegacySql":false{{{more}}}}{{{job}}}}}""";

    [Fact]
    public async Task A_job_goes_through_its_states()
    {
        Server.Faults.Add("jobs.insert", Fault.SlowJob(TimeSpan.FromSeconds(1)));
        var pending = await PostAsync("jobs", Query("SELECT numbers 2", "j1", job: ""","labels":{"a":"b"},"jobTimeoutMs":5000"""));
        Assert.Equal("p:US.j1", pending["id"]!.GetValue<string>());
        Assert.Equal("5000", pending["configuration"]!["jobTimeoutMs"]!.GetValue<string>());
        Assert.Equal("PENDING", pending["status"]!["state"]!.GetValue<string>());
        var waiting = await GetAsync("queries/j1?timeoutMs=0");
        Assert.Equal("""{"kind":"bigquery#getQueryResultsResponse","jobReference":{"projectId":"p","jobId":"j1","location":"US"},"jobComplete":false""", waiting.ToJsonString().Split(",\"etag")[0]);
        await Task.Delay(700);
        Assert.Equal("RUNNING", (await GetAsync("jobs/j1"))["status"]!["state"]!.GetValue<string>());
        var done = await DoneAsync("j1");
        Assert.Equal("SELECT", done["statistics"]!["query"]!["statementType"]!.GetValue<string>());
        Assert.NotNull(done["configuration"]!["query"]!["destinationTable"]);
        Assert.NotEqual(pending["etag"]!.GetValue<string>(), done["etag"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_id_is_taken_once()
    {
        await PostAsync("jobs", Query("SELECT numbers 1", "same"));
        var error = await PostAsync("jobs", Query("SELECT numbers 1", "same"), HttpStatusCode.Conflict);
        Assert.Equal("duplicate", Reason(error));
        Assert.Equal("Already Exists: Job p:US.same", error["error"]!["message"]!.GetValue<string>());
        Assert.Equal("invalid", Reason(await PostAsync("jobs", Query("SELECT numbers 1", "a b"), HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task A_job_outside_the_multi_regions_is_found_with_its_location_only()
    {
        await CreateDatasetAsync("d", ",\"location\":\"europe-west3\"");
        await CreateTableAsync("t", """{"name":"a","type":"INTEGER"}""");
        await PostAsync("jobs", Query("SELECT * FROM d.t", "j"));
        Assert.Equal("notFound", Reason(await GetAsync("jobs/j", HttpStatusCode.NotFound)));
        Assert.Equal("notFound", Reason(await GetAsync("jobs/j?location=US", HttpStatusCode.NotFound)));
        Assert.Equal("p:europe-west3.j", (await GetAsync("jobs/j?location=EUROPE-WEST3"))["id"]!.GetValue<string>());
        await GetAsync("queries/j", HttpStatusCode.NotFound);
        await GetAsync("queries/j?location=europe-west3");
        var elsewhere = await PostAsync("jobs", Query("SELECT * FROM d.t", "k", location: ",\"location\":\"US\""), HttpStatusCode.NotFound);
        Assert.Contains("was not found in location US", elsewhere["error"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_failed_job_is_200_and_its_results_an_error()
    {
        await PostAsync("jobs", Query("SELEC 1", "bad"));
        var job = await DoneAsync("bad");
        Assert.Equal("invalidQuery", job["status"]!["errorResult"]!["reason"]!.GetValue<string>());
        Assert.Single(job["status"]!["errors"]!.AsArray());
        Assert.Equal("invalidQuery", Reason(await GetAsync("queries/bad", HttpStatusCode.BadRequest)));
        await PostAsync("jobs", Query("SELECT * FROM none.t", "none"));
        Assert.Equal("notFound", Reason(await GetAsync("queries/none", HttpStatusCode.NotFound)));
    }

    [Fact]
    public async Task Cancel_ends_a_job_as_stopped()
    {
        Server.Faults.Add("jobs.insert", Fault.SlowJob(TimeSpan.FromSeconds(60)));
        await PostAsync("jobs", Query("SELECT numbers 1", "slow"));
        Assert.Equal("bigquery#jobCancelResponse", (await PostAsync("jobs/slow/cancel", ""))["kind"]!.GetValue<string>());
        Assert.Equal("stopped", (await DoneAsync("slow"))["status"]!["errorResult"]!["reason"]!.GetValue<string>());
        Assert.Equal(0, Runner.Runs);
        await PostAsync("jobs", Query("SELECT numbers 1", "late", job: ",\"jobTimeoutMs\":\"50\""));
        Assert.Equal("timeout", (await DoneAsync("late"))["status"]!["errorResult"]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_script_has_a_child_job_for_each_statement()
    {
        await CreateDatasetAsync();
        await LoadAsync("t", """{"a":1}""", ",\"autodetect\":true");
        await PostAsync("jobs", Query("DELETE FROM d.t WHERE TRUE; SELECT numbers 3;", "script"));
        var parent = await DoneAsync("script");
        Assert.Equal("SCRIPT", parent["statistics"]!["query"]!["statementType"]!.GetValue<string>());
        Assert.Equal("2", parent["statistics"]!["numChildJobs"]!.GetValue<string>());
        JsonNode?[] children = [.. (await GetAsync("jobs?parentJobId=script&projection=full"))["jobs"]!.AsArray().Reverse()];
        Assert.Equal(["DELETE", "SELECT"], children.Select(child => child!["statistics"]!["query"]!["statementType"]!.GetValue<string>()));
        Assert.Equal("script", children[0]!["statistics"]!["parentJobId"]!.GetValue<string>());
        Assert.Equal("1", children[0]!["statistics"]!["query"]!["numDmlAffectedRows"]!.GetValue<string>());
        Assert.Equal("1", children[0]!["statistics"]!["query"]!["dmlStats"]!["deletedRowCount"]!.GetValue<string>());
        Assert.Equal("DELETE FROM d.t WHERE TRUE", children[0]!["configuration"]!["query"]!["query"]!.GetValue<string>());
        Assert.Equal("3", (await GetAsync("queries/script"))["totalRows"]!.GetValue<string>());
        Assert.DoesNotContain((await GetAsync("jobs"))["jobs"]!.AsArray(), job => job!["statistics"]!["parentJobId"] is not null);
    }

    [Fact]
    public async Task A_failed_scripts_children_say_which_statement_failed()
    {
        await PostAsync("jobs", Query("SELECT numbers 1; BAD", "script"));
        var parent = await DoneAsync("script");
        Assert.Equal("invalidQuery", parent["status"]!["errorResult"]!["reason"]!.GetValue<string>());
        var children = (await GetAsync("jobs?parentJobId=script"))["jobs"]!.AsArray();
        Assert.Equal([true, false], children.Select(child => child!["errorResult"] is not null));
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_and_by_state()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await PostAsync("jobs", Query("SELECT numbers 1", id));
            await DoneAsync(id);
        }

        var page = await GetAsync("jobs?allUsers=true&maxResults=2&stateFilter=done&stateFilter=pending");
        Assert.Equal(["c", "b"], page["jobs"]!.AsArray().Select(job => job!["jobReference"]!["jobId"]!.GetValue<string>()));
        Assert.Null(page["jobs"]![0]!["configuration"]);
        Assert.NotNull(page["nextPageToken"]);
        Assert.Null((await GetAsync("jobs?stateFilter=running"))["jobs"]);
    }

    [Fact]
    public async Task A_dry_run_has_figures_and_no_job()
    {
        await CreateDatasetAsync();
        await LoadAsync("t", """{"a":1}""", ",\"autodetect\":true");
        var dry = await PostAsync("jobs", Query("SELECT * FROM d.t", "dry", job: ",\"dryRun\":true"));
        Assert.Null(dry["jobReference"]!["jobId"]);
        Assert.Equal("8", dry["statistics"]!["query"]!["totalBytesProcessed"]!.GetValue<string>());
        Assert.Equal("DONE", dry["status"]!["state"]!.GetValue<string>());
        await GetAsync("jobs/dry", HttpStatusCode.NotFound);
        Assert.Equal("invalidQuery", Reason(await PostAsync("jobs", Query("BAD", "dry", job: ",\"dryRun\":true"), HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task A_querys_destination_follows_the_dispositions()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", """{"name":"n","type":"INTEGER"}""");
        const string Table = ",\"destinationTable\":{\"projectId\":\"p\",\"datasetId\":\"d\",\"tableId\":\"t\"}";
        async Task<JsonObject> Run(string id, string more) => await PostAsync("jobs", Query("SELECT numbers 2", id, Table + more)) is not null ? await DoneAsync(id) : [];
        Assert.Null((await Run("1", ""))["status"]!["errorResult"]);
        Assert.Equal("duplicate", (await Run("2", ""))["status"]!["errorResult"]!["reason"]!.GetValue<string>());
        await Run("3", ",\"writeDisposition\":\"WRITE_APPEND\"");
        Assert.Equal("4", (await GetAsync("datasets/d/tables/t"))["numRows"]!.GetValue<string>());
        await Run("4", ",\"writeDisposition\":\"WRITE_TRUNCATE\"");
        Assert.Equal("2", (await GetAsync("datasets/d/tables/t"))["numRows"]!.GetValue<string>());
    }

    [Fact]
    public async Task Anonymous_results_are_tables_that_can_be_listed()
    {
        await PostAsync("jobs", Query("SELECT numbers 2", "j"));
        var table = (await DoneAsync("j"))["configuration"]!["query"]!["destinationTable"]!;
        var path = $"datasets/{table["datasetId"]}/tables/{table["tableId"]}";
        Assert.Equal("""[{"f":[{"v":"1"}]},{"f":[{"v":"2"}]}]""", (await GetAsync(path + "/data"))["rows"]!.ToJsonString());
        Assert.Equal("2", (await GetAsync(path))["numRows"]!.GetValue<string>());
        Clock.Ahead = TimeSpan.FromDays(2);
        await GetAsync(path, HttpStatusCode.NotFound);
    }
}
