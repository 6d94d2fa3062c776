using MarketingPipeline.BigQueryEmulator.Faults;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>An answer that is lost runs nothing twice, and is not mistaken for another run's doing.</summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class LostAnswerTests(Emulator emulator)
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Every_calls_first_answer_may_be_lost(bool hasGa4, bool builds)
    {
        using var stage = new FaultStage(emulator, hasGa4);
        await stage.RunAsync(builds: builds);
        var (expected, jobs) = (stage.Tables, Kinds());
        stage.Restore();
        stage.Server.Log.Clear();
        var lost = new HashSet<string>();
        // The same request again gets its answer.
        stage.Server.Faults.Add("*", Fault.DropAfter, when: request => lost.Add($"{request.Method} {request.Path} {request.Query} {(request.Method == "jobs.insert" ? JobId(request) : "")}"));

        await stage.RunAsync(builds: builds);

        TableContents.AssertSame(expected, stage.Tables, "disturbed");
        Assert.Equal([.. jobs.Concat(jobs).Order(StringComparer.Ordinal)], Kinds());
        Assert.Equal(stage.Jobs.Count, stage.Jobs.Select(job => job.Id).Distinct().Count());
        Assert.All(await stage.RunsAsync(), run => Assert.Equal("succeeded", run.Status));
        Assert.Contains(stage.Server.Log.Requests, request => request.Method == "tables.delete");
        stage.AssertTidy();

        string[] Kinds() => [.. stage.Jobs.Select(job => job.Configuration["labels"]?["step"]?.GetValue<string>() ?? "load").Order(StringComparer.Ordinal)];
    }

    private static string JobId(RecordedRequest request)
    {
        var at = request.Body.IndexOf("\"jobId\":\"", StringComparison.Ordinal);
        return at < 0 ? request.Body : request.Body.Substring(at, 60);
    }
}
