using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using MarketingPipeline.Runtime;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// The six clients of the sample workspace, written once; each with a history and as many users as the emulator's engine bears:
/// it takes a second for what DuckDB does in a hundredth.
/// </summary>
public sealed class SampleBench : IAsyncLifetime
{
    private const int MostDays = 2;
    private const int OneUserIn = 4;

    public Bench Bench { get; } = new(Path.Combine(Directory.CreateTempSubdirectory("sample-").FullName, "workspace"));

    public async Task InitializeAsync()
    {
        await SampleWorkspace.CreateAsync(Bench.Root, Bench.Yesterday, new Progress<string>(), CancellationToken.None);
        foreach (var file in Directory.GetFiles(Path.Combine(Bench.Root, "clients"), "*.json"))
        {
            var client = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            var days = client["ga4"] is null ? 60 : MostDays;
            (client["historyDays"], client["windowDays"]) = (days, days);
            File.WriteAllText(file, client.ToJsonString());
        }

        // Days before the history are no part of it, and only make the emulator hold more.
        foreach (var file in Directory.GetFiles(Path.Combine(Bench.Root, "sources"), "events_*.parquet", SearchOption.AllDirectories))
        {
            if (string.CompareOrdinal(Path.GetFileNameWithoutExtension(file)[^8..], FormattableString.Invariant($"{Bench.Yesterday.AddDays(1 - MostDays):yyyyMMdd}")) < 0)
            {
                File.Delete(file);
            }
            else
            {
                KeepSomeUsers(file);
            }
        }
    }

    private static void KeepSomeUsers(string file)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"COPY (SELECT * FROM read_parquet('{file}') WHERE hash(COALESCE(user_pseudo_id, CAST(event_timestamp AS VARCHAR))) % {OneUserIn} = 0) TO '{file}.some' (FORMAT parquet)");
        command.ExecuteNonQuery();
        File.Move(file + ".some", file, overwrite: true);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(Bench.Root)!, recursive: true);
        return Task.CompletedTask;
    }
}

[Collection(EmulatorCollection.Name)]
public sealed class SampleParityTests(Emulator emulator, SampleBench sample) : IClassFixture<SampleBench>
{
    [Theory]
    [InlineData("barracuda_phuket")]
    [InlineData("bydlofts_phuket")]
    [InlineData("island_escape")]
    [InlineData("roost_glamping")]
    [InlineData("gofresh_ct")]
    [InlineData("gofresh_fuel")]
    public async Task Every_table_of_a_sample_client_is_the_same(string client)
    {
        using var engines = new TwoEngines(sample.Bench, emulator);
        await engines.RunAsync(client);
        await engines.AssertSameAsync(client);
    }
}
