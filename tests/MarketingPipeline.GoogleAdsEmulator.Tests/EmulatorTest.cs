using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.GoogleAdsEmulator.Tests;

/// <summary>A running server with a manager and a client account, and somebody who has signed in.</summary>
public abstract class EmulatorTest : IAsyncLifetime
{
    protected const long Agency = 9990000001;
    protected const long Acme = 1234567890;
    protected const string August = "segments.date BETWEEN '2026-08-01' AND '2026-08-31'";

    protected EmulatorTest()
    {
        Clock = new TestClock();
        Server = new(Clock);
        Server.Accounts.Put(
            new(Agency) { Name = "Agency", IsManager = true, Clients = [Acme] },
            new(Acme)
            {
                Name = "Acme",
                Campaigns = [new(987, "Brand"), new(988, "Générique") { Status = "REMOVED", AdvertisingChannelType = "PERFORMANCE_MAX" }],
                AdGroups = [new(55, 987, "Exact"), new(56, 987, "Broad") { Status = "PAUSED" }],
                CampaignDays =
                [
                    new(new(2026, 8, 2), 987, new(4, 90, 1_250_000, 0.5, 20)) { Device = "MOBILE" },
                    new(new(2026, 8, 1), 987, new(40, 1900, 12_500_000, 2.5, 310.75)) { Device = "MOBILE" },
                    new(new(2026, 8, 1), 987, new(10, 100, 2_500_000)) { Device = "DESKTOP" },
                    new(new(2026, 8, 1), 988, new(1, 10, 70_000, 1.25, 99.5)),
                    new(new(2026, 8, 2), 988, new()),
                ],
                AdGroupDays =
                [
                    new(new(2026, 8, 1), 55, new(40, 1900, 12_500_000, 2.5, 310.75)),
                    new(new(2026, 8, 1), 56, new(9, 90, 2_000_000)),
                ],
            });
    }

    protected GoogleAdsServer Server { get; }

    protected HttpClient Client { get; private set; } = null!;

    protected Uri Address { get; private set; } = null!;

    private protected TestClock Clock { get; }

    public async Task InitializeAsync()
    {
        Address = await Server.StartAsync();
        Client = new() { BaseAddress = Address };
        SignIn();
        Client.DefaultRequestHeaders.Add("login-customer-id", "9990000001");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    protected void SignIn() => Client.DefaultRequestHeaders.Authorization = new("Bearer", Server.SignIn.Issue());

    protected static string Json(string query) => JsonSerializer.Serialize(new { query });

    protected Task<HttpResponseMessage> PostAsync(string method, string json, string account = "1234567890", int version = 25, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        Client.SendAsync(new(HttpMethod.Post, $"v{version}/customers/{account}/googleAds:{method}") { Content = new StringContent(json, Encoding.UTF8, "application/json") }, completion);

    /// <summary>A stream's body as it came, but for the id of its request.</summary>
    protected async Task<string> StreamTextAsync(string query, string account = "1234567890", int version = 25, HttpStatusCode expected = HttpStatusCode.OK) =>
        await TextAsync(await PostAsync("searchStream", Json(query), account, version), expected);

    /// <summary>A stream's rows, over all batches.</summary>
    protected async Task<IReadOnlyList<JsonNode>> RowsAsync(string query, string account = "1234567890", int version = 25)
    {
        var batches = JsonNode.Parse(await StreamTextAsync(query, account, version))!.AsArray();
        return [.. batches.SelectMany(batch => batch!["results"]?.AsArray().Select(row => row!) ?? [])];
    }

    protected async Task<JsonObject> SearchAsync(string query, string more = "", HttpStatusCode expected = HttpStatusCode.OK) =>
        JsonNode.Parse(await TextAsync(await PostAsync("search", $"{{\"query\":{JsonSerializer.Serialize(query)}{more}}}"), expected))!.AsObject();

    /// <summary>The name of the error that a query ends with, as family.NAME.</summary>
    protected async Task<string> ErrorAsync(string query, string account = "1234567890", int version = 25, HttpStatusCode expected = HttpStatusCode.BadRequest) =>
        ErrorCode(JsonNode.Parse(await StreamTextAsync(query, account, version, expected))!.AsArray().Single()!);

    protected static string ErrorCode(JsonNode body)
    {
        var (family, name) = body["error"]!["details"]![0]!["errors"]![0]!["errorCode"]!.AsObject().Single();
        return $"{family}.{name}";
    }

    protected static async Task<string> TextAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} {text}");
        return answer.Headers.TryGetValues("request-id", out var id) ? text.Replace(id.Single(), "ID", StringComparison.Ordinal) : text;
    }
}
