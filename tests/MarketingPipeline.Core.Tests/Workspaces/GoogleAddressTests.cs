using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class GoogleAddressTests
{
    [Theory]
    [InlineData("https://bigquery.googleapis.com")]
    [InlineData("https://googleads.googleapis.com/")]
    [InlineData("https://bigquery.us-east4.rep.googleapis.com/bigquery/v2")]
    [InlineData("http://localhost:9050")]
    [InlineData("https://LOCALHOST:9050")]
    [InlineData("http://127.0.0.1:9050")]
    [InlineData("http://127.255.0.3")]
    [InlineData("http://2130706433:9050")]
    [InlineData("http://[::1]:9050")]
    [InlineData("http://[::ffff:127.0.0.1]:9050")]
    public void Googles_servers_and_this_machine_may_be_given_tokens(string address) => Assert.True(GoogleAddress.IsEndpoint(new Uri(address)));

    [Theory]
    [InlineData("https://googleapis.com")]
    [InlineData("https://evilgoogleapis.com")]
    [InlineData("https://bigquery.googleapis.com.evil.example")]
    [InlineData("https://bigquery.googleapis.com.")]
    [InlineData("https://bigquery.googleapis.com:8443")]
    [InlineData("https://user@bigquery.googleapis.com")]
    [InlineData("https://bigquery.googleapis.com@evil.example")]
    [InlineData("https://bigquery.googleapis.com/?to=https://evil.example")]
    [InlineData("https://bigquery.googleapis.com/#there")]
    [InlineData("http://bigquery.googleapis.com")]
    [InlineData("ftp://bigquery.googleapis.com")]
    [InlineData("https://evil.example/bigquery.googleapis.com")]
    [InlineData("http://localhost.")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://evil.localhost")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("http://user@127.0.0.1")]
    [InlineData("http://0.0.0.0")]
    [InlineData("http://[::]")]
    [InlineData("http://[::ffff:10.0.0.1]")]
    [InlineData("http://169.254.169.254")]
    [InlineData("file://localhost/etc")]
    public void Nobody_else_may(string address) => Assert.False(GoogleAddress.IsEndpoint(new Uri(address)));

    [Theory]
    [InlineData("https://bigquery.googleapis.com/", "https://www.googleapis.com/upload", true)]
    [InlineData("http://127.0.0.1:9050/", "http://127.0.0.1:9050/upload?id=1", true)]
    [InlineData("http://127.0.0.1:9050/", "http://127.0.0.1:9051/upload", false)]
    [InlineData("http://127.0.0.1:9050/", "http://localhost:9050/upload", false)]
    [InlineData("http://127.0.0.1:9050/", "https://bigquery.googleapis.com/upload", false)]
    [InlineData("https://bigquery.googleapis.com/", "http://127.0.0.1/upload", false)]
    [InlineData("https://bigquery.googleapis.com/", "https://user@bigquery.googleapis.com/upload", false)]
    public void An_answer_leads_to_the_same_server_or_from_Google_to_Google(string endpoint, string address, bool isBeside) =>
        Assert.Equal(isBeside, GoogleAddress.IsBeside(new Uri(endpoint), new Uri(address)));
}
