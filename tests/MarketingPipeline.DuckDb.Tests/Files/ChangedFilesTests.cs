using System.IO.Compression;
using System.Text;
using MarketingPipeline.Core;
using MarketingPipeline.DuckDb.Tests.Refreshing;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Files;

/// <summary>What happens to the files between two runs: a change is noticed, and what is no change costs nothing. Each ends as a full refresh.</summary>
public sealed class ChangedFilesTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    private string Folder => Path.Combine(_bench.Root, "ga4/acme");

    [Fact]
    public async Task A_copied_or_touched_folder_stages_nothing_and_is_looked_into_once()
    {
        Days();
        await _bench.RunAsync("acme");
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-100));
        }

        Assert.Equal("nothing new in 3 days", await StagedAsync());
        var afterwards = await _bench.ShowAsync("acme", "SELECT fingerprint FROM pipeline_ledger ORDER BY ALL");
        Assert.Equal("nothing new in 3 days", await StagedAsync());
        Assert.Equal(afterwards, await _bench.ShowAsync("acme", "SELECT fingerprint FROM pipeline_ledger ORDER BY ALL"));
        await _bench.AssertAsAFullRefreshAsync("acme");
    }

    [Fact]
    public async Task A_part_that_is_rewritten_in_the_same_size_with_an_older_time_is_noticed()
    {
        Write("events_20260615_a.json", Row(1, "page_view"));
        Write("events_20260615_b.json", Row(2, "page_view"));
        await _bench.RunAsync("acme");

        Write("events_20260615_a.json", Row(1, "page_load"));
        File.SetLastWriteTimeUtc(Path.Combine(Folder, "events_20260615_a.json"), DateTime.UtcNow.AddDays(-100));
        Assert.Equal("incremental: 0 new, 1 changed of 1 days", await StagedAsync());

        Assert.Equal(["page_load", "page_view"], await _bench.ShowAsync("acme", "SELECT event_name FROM stg_acme_ga4_events ORDER BY ALL"));
        await EndsAsAFullRefreshAsync();
    }

    [Fact]
    public async Task Parts_that_change_places_are_noticed()
    {
        Write("events_20260614.json", Row(1, "page_view", Day.AddDays(-1)));
        Write("events_20260615_a.json", Row(1, "page_view"));
        Write("events_20260615_b.json", Row(2, "page_view") + Row(3, "scroll"));
        await _bench.RunAsync("acme");

        Write("events_20260615_a.json", Row(2, "page_view") + Row(3, "scroll"));
        Write("events_20260615_b.json", Row(4, "page_view"));
        Assert.Equal("incremental: 0 new, 1 changed of 2 days", await StagedAsync());

        await EndsAsAFullRefreshAsync();
    }

    public static TheoryData<string> Changes => ["touched", "copied", "sharded", "renamed", "gzipped", "hive", "newer events", "events gone"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Whatever_was_done_to_the_files_it_ends_as_a_full_refresh(string change)
    {
        Days();
        await _bench.RunAsync("acme");
        var file = Path.Combine(Folder, "events_20260614.json");
        var text = File.ReadAllText(file);
        switch (change)
        {
            case "touched":
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(1));
                break;
            case "copied":
                Directory.Move(Folder, Folder + "-before");
                Directory.CreateDirectory(Folder);
                foreach (var each in Directory.GetFiles(Folder + "-before"))
                {
                    File.WriteAllBytes(Path.Combine(Folder, Path.GetFileName(each)), File.ReadAllBytes(each));
                }

                break;
            case "sharded":
                File.Delete(file);
                foreach (var (line, index) in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, index) => (line, index)))
                {
                    Write($"events_20260614{index:000000000000}.json", line + "\n");
                }

                break;
            case "renamed":
                File.Move(file, Path.Combine(Folder, "Events_2026-06-14.jsonl"));
                break;
            case "gzipped":
                File.Delete(file);
                File.WriteAllBytes(file + ".gz", Gzipped(text));
                break;
            case "hive":
                File.Delete(file);
                _bench.Write("ga4/acme/date=2026-06-14/part-0.json", text);
                break;
            case "newer events":
                Write("events_20260614.json", text + Row(9, "scroll", Day.AddDays(-1)));
                break;
            default:
                Write("events_20260614.json", text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)]);
                break;
        }

        await EndsAsAFullRefreshAsync();
    }

    [Theory]
    [InlineData("events_20260614.json")]
    [InlineData("events_20260614.json.gz")]
    public async Task A_file_that_is_half_copied_is_refused_and_whole_later_read(string name)
    {
        Days();
        await _bench.RunAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        var text = File.ReadAllText(Path.Combine(Folder, "events_20260614.json")) + Row(9, "scroll", Day.AddDays(-1));
        File.Delete(Path.Combine(Folder, "events_20260614.json"));
        var whole = name.EndsWith(".gz", StringComparison.Ordinal) ? Gzipped(text) : Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(Path.Combine(Folder, name), whole[..(whole.Length * 2 / 3)]);

        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));
        Assert.Equal((PipelineErrorKind.SourceUnreadable, name), (error.Kind, Path.GetFileName(error.Target)));
        Assert.Equal(before, await _bench.ContentsAsync("acme"));

        File.WriteAllBytes(Path.Combine(Folder, name), whole);
        await EndsAsAFullRefreshAsync();
    }

    private async Task EndsAsAFullRefreshAsync()
    {
        await _bench.RunAsync("acme");
        await _bench.AssertAsAFullRefreshAsync("acme");
    }

    private async Task<string> StagedAsync() => Assert.Single(await _bench.StageAsync("acme")).Message;

    private void Days()
    {
        for (var back = 0; back < 3; back++)
        {
            var date = Day.AddDays(-back);
            Write($"events_{date:yyyyMMdd}.json", Row(1, "session_start", date) + Row(2, "page_view", date) + Row(3, "scroll", date));
        }
    }

    private void Write(string name, string text) => _bench.Write("ga4/acme/" + name, text);

    private static string Row(int minute, string name, DateOnly? date = null) => new Ga4Event(date ?? Day, name, minute: minute).Json.ToJsonString() + "\n";

    private static byte[] Gzipped(string text)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return file.ToArray();
    }
}
