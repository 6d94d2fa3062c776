using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.Core;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Files;

/// <summary>JSON in the forms that it comes in, and gzip with all its ways to be damaged.</summary>
public sealed class JsonAndGzipTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Objects_over_several_lines_are_named_as_such()
    {
        _bench.Write("ga4/acme/events_20260615.json", Event(1).ToJsonString(Indented) + "\n" + Event(2).ToJsonString(Indented));

        await RefusedAsync("events_20260615.json", "one JSON object over several lines; expected: a row a line, or an array of rows");
    }

    [Theory]
    [InlineData("{\n")]
    [InlineData("{ \"event_date\":\r\n")]
    [InlineData("\n {\"event_params\": [\n")]
    public async Task So_is_the_beginning_of_one(string begins)
    {
        Gzip("events_20260615.json.gz", begins + "\"event_name\": 1}");

        await RefusedAsync("events_20260615.json.gz", "one JSON object over several lines");
    }

    [Fact]
    public async Task An_array_over_several_lines_is_read()
    {
        _bench.Write("ga4/acme/events_20260615.json", "\uFEFF\r\n" + new JsonArray(Event(1), Event(2)).ToJsonString(Indented).Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(2, await RowsAsync());
    }

    [Fact]
    public async Task Gzip_is_known_by_its_bytes()
    {
        Gzip("events_20260613.json", Lines(1, 2));
        Gzip("events_20260614.gz", Lines(1, 2));
        Gzip("events_20260615", new JsonArray(Event(1), Event(2)).ToJsonString());

        Assert.Equal(6, await RowsAsync(dates: true));
    }

    [Fact]
    public async Task Several_members_are_one_file()
    {
        File.WriteAllBytes(Target("events_20260615.ndjson.gz"), [.. Gzipped(Lines(1, 2)), .. Gzipped(Lines(3)), .. Gzipped(Lines(4, 5))]);

        Assert.Equal(5, await RowsAsync());
    }

    [Fact]
    public async Task Gzip_that_is_damaged_anywhere_is_refused_and_changes_nothing()
    {
        var whole = Gzipped(Lines([.. Enumerable.Range(1, 300)]));
        Gzip("events_20260614.json.gz", Lines(1), Day.AddDays(-1));
        await _bench.StageAsync("acme");
        var before = await _bench.ContentsAsync("acme");
        foreach (var (damaged, says) in new (byte[], string)[]
        {
            (whole[..^1], "incomplete"),
            (whole[..^8], "incomplete"),
            (whole[..^9], "incomplete"),
            (whole[..(whole.Length / 2)], "incomplete"),
            (whole[..11], "incomplete"),
            (whole[..3], "incomplete"),
            ([.. whole[..^8], 1, 2, 3, 4, .. whole[^4..]], "checksum"),
            ([.. whole[..^4], 1, 0, 0, 0], "length"),
            ([.. whole, 65, 66], "followed by something else"),
            ([.. whole, .. whole[..^3]], "incomplete"),
            ([], "incomplete"),
        })
        {
            File.WriteAllBytes(Target("events_20260615.json.gz"), damaged);
            await RefusedAsync("events_20260615.json.gz", says);
            Assert.Equal(before, await _bench.ContentsAsync("acme"));
        }
    }

    private static JsonObject Event(int minute, DateOnly? day = null) => new Ga4Event(day ?? Day, minute: minute).Json;

    private static string Lines(params int[] minutes) => string.Concat(minutes.Select(minute => Event(minute).ToJsonString() + "\n"));

    private string Target(string name) => Path.Combine(_bench.Root, "ga4/acme", name);

    private void Gzip(string name, string text, DateOnly? day = null)
    {
        var date = name[7..15];
        var other = day ?? DateOnly.ParseExact(date, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllBytes(Target(name), Gzipped(text.Replace("20260615", other.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
    }

    private static byte[] Gzipped(string text)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return file.ToArray();
    }

    private async Task<long> RowsAsync(bool dates = false)
    {
        Assert.Empty(Assert.Single(await _bench.StageAsync("acme")).Warnings);
        if (dates)
        {
            Assert.Equal(3L, await _bench.ValueAsync("acme", "SELECT COUNT(DISTINCT event_date) FROM stg_acme_ga4_events"));
        }

        return (long)(await _bench.ValueAsync("acme", "SELECT COUNT(*) FROM stg_acme_ga4_events"))!;
    }

    private async Task RefusedAsync(string file, string says)
    {
        var error = await Assert.ThrowsAsync<PipelineException>(() => _bench.StageAsync("acme"));
        Assert.Equal((PipelineErrorKind.SourceUnreadable, file), (error.Kind, Path.GetFileName(error.Target)));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
