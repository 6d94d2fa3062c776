using System.Net;
using System.Text;

namespace MarketingPipeline.GoogleAds.Tests.Api;

/// <summary>A server that gives out tokens, says that the account is there, and answers reports as a test says.</summary>
internal sealed class StrangeGoogle(Func<HttpRequestMessage, string, HttpResponseMessage> report) : HttpMessageHandler
{
    public const string AccessToken = "ya29.access-xQz7hUsH";

    /// <summary>Where requests went, those for tokens among them.</summary>
    public List<Uri> Asked { get; } = [];

    public static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Asked)
        {
            Asked.Add(request.RequestUri!);
        }

        if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
        {
            return Answer($$"""{"access_token":"{{AccessToken}}","expires_in":3599,"token_type":"Bearer"}""");
        }

        return body.Contains("FROM customer ", StringComparison.Ordinal)
            ? Answer("""[{"results":[{"customer":{"resourceName":"customers/1234567890","id":"1234567890","manager":false,"status":"ENABLED"}}]}]""")
            : report(request, body);
    }
}
