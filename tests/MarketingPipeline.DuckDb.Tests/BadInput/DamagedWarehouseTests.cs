using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.BadInput;

/// <summary>A client's DuckDB file that is damaged: an error that says so, blames no file of the export and leaves other clients at work.</summary>
public sealed class DamagedWarehouseTests : IDisposable
{
    private const int Headers = 3 * 4096;
    private const int Block = 262_144;

    private readonly Bench _bench = new Bench().Client("acme").Client("beta").Events("beta", new Ga4Event(Bench.Yesterday));

    public DamagedWarehouseTests() => _bench.Events("acme", [.. Enumerable.Range(0, 4).SelectMany(ago => Enumerable.Range(0, 2000).Select(i =>
        new Ga4Event(Bench.Yesterday.AddDays(-ago), user: $"{i / 4}.{i * 7919L}", session: i / 4, minute: i / 60d).Page($"https://acme.example/{i * 104729L % 15485863}/{ago}")))]);

    private string File => Path.Combine(_bench.Workspace.DuckDbPath, "acme.duckdb");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public async Task Cut_off(double at) => await AssertRefusedAsync(bytes => bytes[..(int)(bytes.Length * at)]);

    [Fact]
    public async Task With_headers_of_zeros() => await AssertRefusedAsync(bytes => [.. new byte[Headers], .. bytes.Skip(Headers)]);

    [Fact]
    public async Task With_headers_overwritten() => await AssertRefusedAsync(bytes => [.. bytes.Take(4096), .. Garbage(Headers - 4096), .. bytes.Skip(Headers)]);

    [Fact]
    public async Task Of_another_program_for_which_nothing_is_fetched()
    {
        Directory.CreateDirectory(_bench.Workspace.DuckDbPath);
        System.IO.File.WriteAllBytes(File, [.. "SQLite format 3\0"u8, .. Garbage(100_000)]);

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));

        Assert.StartsWith($"The warehouse of client 'acme', {File}, cannot be opened: ", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Move the file away", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("download", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task With_garbage_in_the_middle_whichever_block_it_hits_a_run_refuses_it_or_does_not_need_it()
    {
        await _bench.RunAsync("acme");
        var whole = System.IO.File.ReadAllBytes(File);
        _bench.Events("acme", new Ga4Event(Bench.Yesterday.AddDays(-1)));
        var refusals = 0;
        for (var at = Headers + 1000; at < whole.Length; at += Block)
        {
            var bytes = whole.ToArray();
            Garbage(2000).CopyTo(bytes, at);
            System.IO.File.WriteAllBytes(File, bytes);
            if (await Record.ExceptionAsync(async () =>
            {
                await _bench.StageAsync("acme");
                await _bench.BuildAsync("acme", request: new() { FullRefresh = true });
            }) is { } refusal)
            {
                AssertSaysSo(Assert.IsType<PipelineException>(refusal));
                refusals++;
            }

            System.IO.File.Delete(File + ".wal");
        }

        Assert.NotEqual(0, refusals);
    }

    private async Task AssertRefusedAsync(Func<byte[], byte[]> damage)
    {
        await _bench.RunAsync("acme");
        var bytes = damage(System.IO.File.ReadAllBytes(File));
        System.IO.File.WriteAllBytes(File, bytes);

        foreach (var attempt in (Func<Task>[])[() => _bench.StageAsync("acme"), () => _bench.BuildAsync("acme"), () => _bench.Pipeline.GetDashboardAsync(_bench.Find("acme"), default), () => _bench.Pipeline.GetStatusAsync(_bench.Find("acme"), default)])
        {
            AssertSaysSo(await Assert.ThrowsAsync<PipelineException>(attempt));
        }

        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));
        await _bench.RunAsync("beta");

        // The advice works.
        System.IO.File.Move(File, File + ".damaged");
        await _bench.RunAsync("acme");
        Assert.Equal(["8000"], await _bench.ShowAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"));
    }

    private void AssertSaysSo(PipelineException error)
    {
        Assert.Equal(PipelineErrorKind.WarehouseFailed, error.Kind);
        Assert.True(error.Message.StartsWith($"The warehouse of client 'acme', {File}, is damaged: ", StringComparison.Ordinal), error.Message);
        Assert.StartsWith("Move the file away and run Invoke-StagingRefresh and Invoke-MartBuild", error.Advice, StringComparison.Ordinal);
    }

    private static byte[] Garbage(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
