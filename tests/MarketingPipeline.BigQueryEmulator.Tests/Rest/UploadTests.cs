using System.Net;
using System.Text;
using MarketingPipeline.BigQueryEmulator.Faults;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

public class UploadTests : RestFixture
{
    private const int Unit = 256 * 1024;
    private static readonly byte[] File = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{{\"a\":{i:D9}}}\n".Replace(":0", ":10"))));

    [Fact]
    public async Task A_file_comes_in_chunks()
    {
        var session = await BeginAsync("chunks");
        Assert.Equal("bytes=0-262143", await PutAsync(session, 0, Unit));
        Assert.Equal("bytes=0-262143", await StatusAsync(session));
        // What has come already may come again.
        Assert.Equal("bytes=0-524287", await PutAsync(session, 0, 2 * Unit));
        Assert.Null(await PutAsync(session, 2 * Unit, File.Length - (2 * Unit)));
        Assert.Equal("40000", (await DoneAsync("chunks"))["statistics"]!["load"]!["outputRows"]!.GetValue<string>());
        Assert.Null(await StatusAsync(session));
    }

    [Fact]
    public async Task A_chunk_has_its_size_and_place()
    {
        var session = await BeginAsync("sizes");
        Assert.Null(await StatusAsync(session, expected: HttpStatusCode.PermanentRedirect));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(session, File[..1000], $"bytes 0-999/{File.Length}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(session, File[Unit..(2 * Unit)], $"bytes {Unit}-{(2 * Unit) - 1}/{File.Length}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(new(session + "x"), [], "bytes */*")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(session, File, null)).StatusCode);
    }

    [Fact]
    public async Task An_interrupted_upload_goes_on_where_it_was()
    {
        Server.Faults.Add("jobs.upload", Fault.InterruptUpload((2 * Unit) + 1000), nth: 1);
        var session = await BeginAsync("broken");
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(session, File, $"bytes 0-{File.Length - 1}/{File.Length}"));
        Assert.Equal("bytes=0-524287", await StatusAsync(session));
        Assert.Null(await PutAsync(session, 2 * Unit, File.Length - (2 * Unit)));
        Assert.Equal("40000", (await DoneAsync("broken"))["statistics"]!["load"]!["outputRows"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_lost_answer_to_the_last_chunk_can_be_asked_for()
    {
        Server.Faults.Add("jobs.upload", Fault.DropAfter, nth: 1);
        var session = await BeginAsync("lost");
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(session, File, $"bytes 0-{File.Length - 1}/{File.Length}"));
        var answer = await SendAsync(session, [], $"bytes */{File.Length}");
        Assert.Equal("p:US.lost", (await ReadAsync(answer, HttpStatusCode.OK))["id"]!.GetValue<string>());
        Assert.Equal("40000", (await DoneAsync("lost"))["statistics"]!["load"]!["outputRows"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_empty_file_can_be_loaded()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", """{"name":"a","type":"INTEGER"}""");
        Assert.Null((await LoadAsync("t", ""))["status"]!["errorResult"]);
        var session = await BeginAsync("empty", createDataset: false);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(session, [], "bytes */0")).StatusCode);
        await DoneAsync("empty");
    }

    [Fact]
    public async Task A_repeated_id_is_a_duplicate_here_too()
    {
        await CreateDatasetAsync();
        await LoadAsync("t", "{\"a\":1}", ",\"autodetect\":true", "once");
        Assert.Equal("duplicate", Reason(await LoadAsync("t", "{\"a\":1}", ",\"autodetect\":true", "once", HttpStatusCode.Conflict)));
    }

    private async Task<Uri> BeginAsync(string id, bool createDataset = true)
    {
        if (createDataset)
        {
            await CreateDatasetAsync();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "resumable/upload/bigquery/v2/projects/p/jobs?uploadType=resumable") { Content = new StringContent(LoadJson("t", ",\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"INTEGER\"}]}", id), Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Upload-Content-Type", "application/octet-stream");
        var answer = await Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.Location!;
    }

    private async Task<string?> PutAsync(Uri session, int first, int count)
    {
        var answer = await SendAsync(session, File[first..(first + count)], $"bytes {first}-{first + count - 1}/{File.Length}");
        Assert.Equal(first + count == File.Length ? HttpStatusCode.OK : HttpStatusCode.PermanentRedirect, answer.StatusCode);
        return Range(answer);
    }

    private async Task<string?> StatusAsync(Uri session, HttpStatusCode? expected = null)
    {
        var answer = await SendAsync(session, [], $"bytes */{File.Length}");
        if (expected is { } code)
        {
            Assert.Equal(code, answer.StatusCode);
        }

        return Range(answer);
    }

    private static string? Range(HttpResponseMessage answer) => answer.Headers.TryGetValues("Range", out var range) ? range.Single() : null;

    private async Task<HttpResponseMessage> SendAsync(Uri session, byte[] bytes, string? range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, session) { Content = new ByteArrayContent(bytes) };
        if (range is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Range", range);
        }

        return await Client.SendAsync(request);
    }
}
