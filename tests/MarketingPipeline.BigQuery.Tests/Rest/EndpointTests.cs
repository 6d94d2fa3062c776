using System.Net;
using System.Net.Sockets;
using System.Text;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class EndpointTests
{
    [Theory]
    [InlineData(null, "https://bigquery.googleapis.com/bigquery/v2/projects/agency-prod/jobs")]
    [InlineData("http://localhost:9050", "http://localhost:9050/bigquery/v2/projects/agency-prod/jobs")]
    [InlineData("http://localhost:9050/", "http://localhost:9050/bigquery/v2/projects/agency-prod/jobs")]
    [InlineData("http://localhost:9050/bigquery/v2", "http://localhost:9050/bigquery/v2/projects/agency-prod/jobs")]
    [InlineData("http://localhost:9050/emulators/one/bigquery/v2/", "http://localhost:9050/emulators/one/bigquery/v2/projects/agency-prod/jobs")]
    public void The_address_is_that_of_the_service_or_above_it(string? endpoint, string expected) =>
        Assert.Equal(expected, BigQueryEndpoint.Of(new BigQuerySettings { Project = "agency-prod", Endpoint = endpoint is null ? null : new Uri(endpoint) }).Method("jobs").AbsoluteUri);

    [Fact]
    public async Task Over_a_real_connection_308_is_an_answer_that_is_not_followed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var server = AnswerOnceAsync(listener, $"HTTP/1.1 308 Resume Incomplete\r\nLocation: {address}elsewhere\r\nRange: bytes=0-41\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var transport = new RestTransport(new BigQueryEndpoint { Project = "agency-prod", Address = address }, tokens: null, new Retrying(TimeProvider.System), new Secrets());

        var answer = await transport.SendOnceAsync(new RestRequest(HttpMethod.Put, new Uri(address, "session")) { Content = () => new ByteArrayContent([1]), MayBeIncomplete = true }, default);

        Assert.Equal((HttpStatusCode.PermanentRedirect, "bytes=0-41"), (answer.Status, answer.Range));
        Assert.StartsWith("PUT /session", await server, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    private static async Task<string> AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var buffer = new byte[4096];
        var read = await connection.GetStream().ReadAsync(buffer);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
