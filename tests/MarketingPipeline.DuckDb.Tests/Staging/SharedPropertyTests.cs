using System.Text.Json.Nodes;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Staging;

/// <summary>definitions.md: which events of a shared property are a client's own, and where the rest is counted.</summary>
public sealed class SharedPropertyTests : IDisposable
{
    private const string Residual = "SELECT * FROM pipeline_ledger ORDER BY date";

    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Hostnames_tell_the_clients_apart_and_nothing_is_lost()
    {
        Two("\"hostnames\": [\"beach.example\"]", "\"hostnames\": [\"www.club.example\"]",
            new Ga4Event(Day, user: "u1").Page("https://www.beach.example/"),
            new Ga4Event(Day, user: "u1", minute: 1).Page("https://Menu.BEACH.example:443/x"),
            new Ga4Event(Day, user: "u2").Page("https://club.example/"),
            new Ga4Event(Day, user: "u3").Set("device", new JsonObject { ["web_info"] = new JsonObject { ["hostname"] = "club.example" } }),
            new Ga4Event(Day, user: "u4").Page("https://notbeach.example/"),
            new Ga4Event(Day, user: "u5"));

        Assert.Equal(["u1 / beach.example", "u1 / menu.beach.example"], await UsersAsync("beach"));
        Assert.Equal(["u2 / club.example", "u3 / club.example"], await UsersAsync("club"));
        Assert.Equal("6 / 2 / 0 / 2 / 2", await ResidualAsync("beach"));
        Assert.Equal("6 / 2 / 0 / 2 / 2", await ResidualAsync("club"));
    }

    [Fact]
    public async Task Streams_tell_the_clients_apart_whatever_the_host()
    {
        Two("\"streams\": [1]", "\"streams\": [\"2\"]",
            new Ga4Event(Day, user: "u1").Page("https://any.example/"),
            new Ga4Event(Day, user: "u2").Set("stream_id", "2"),
            new Ga4Event(Day, user: "u3").Set("stream_id", "3").Page("https://any.example/"));

        Assert.Equal(["u1 / any.example"], await UsersAsync("beach"));
        Assert.Equal(["u2 / -"], await UsersAsync("club"));
        Assert.Equal("3 / 1 / 0 / 1 / 1", await ResidualAsync("beach"));
    }

    [Fact]
    public async Task A_page_that_nobody_owns_belongs_to_the_client_whose_host_its_session_shows_first_that_date()
    {
        Two("\"hostnames\": [\"beach.example\"]", "\"hostnames\": [\"club.example\"]",
            new Ga4Event(Day, "session_start", "u1"),
            new Ga4Event(Day, user: "u1", minute: 1).Page("https://beach.example/"),
            new Ga4Event(Day, "purchase", "u1", minute: 2).Page("https://pay.example/").Purchase("T1", 5),
            new Ga4Event(Day, "add_payment_info", "u2").Page("https://pay.example/"),
            new Ga4Event(Day, user: "u2", minute: 1).Page("https://club.example/"),
            new Ga4Event(Day, user: "u2", minute: 2).Page("https://beach.example/"),
            new Ga4Event(Day, "purchase", "u2", minute: 3).Page("https://pay.example/").Purchase("T2", 6),
            new Ga4Event(Day, "purchase", "u3").Page("https://pay.example/").Purchase("T3", 7),
            new Ga4Event(Day, "purchase", user: null).Page("https://pay.example/").Purchase("T4", 8));

        Assert.Equal(["u1 / -", "u1 / beach.example", "u1 / pay.example", "u2 / beach.example"], await UsersAsync("beach"));
        Assert.Equal(["u2 / club.example", "u2 / pay.example", "u2 / pay.example"], await UsersAsync("club"));
        Assert.Equal("9 / 4 / 0 / 3 / 2", await ResidualAsync("beach"));
        Assert.Equal("9 / 3 / 0 / 4 / 2", await ResidualAsync("club"));
    }

    [Fact]
    public async Task A_session_s_host_of_another_date_decides_nothing()
    {
        Two("\"hostnames\": [\"beach.example\"]", "\"hostnames\": [\"club.example\"]",
            new Ga4Event(Day.AddDays(-1), minute: 830).Page("https://beach.example/"),
            new Ga4Event(Day, "purchase", minute: -595).Page("https://pay.example/").Purchase("T1", 5));

        Assert.Equal(["u1 / beach.example"], await UsersAsync("beach"));
        Assert.Equal(["1 / 1 / 0 / 0 / 0", "1 / 0 / 0 / 0 / 1"], (await _bench.QueryAsync("beach", Residual)).Select(Count));
    }

    [Fact]
    public async Task A_sub_domain_may_belong_to_another_client_than_its_domain()
    {
        Two("\"hostnames\": [\"beach.example\"]", "\"hostnames\": [\"club.beach.example\"]",
            new Ga4Event(Day, user: "u1").Page("https://beach.example/"),
            new Ga4Event(Day, user: "u2").Page("https://club.beach.example/"),
            new Ga4Event(Day, user: "u3").Page("https://bar.club.beach.example/"));

        Assert.Equal(["u1 / beach.example"], await UsersAsync("beach"));
        Assert.Equal(["u2 / club.beach.example", "u3 / bar.club.beach.example"], await UsersAsync("club"));
    }

    [Fact]
    public async Task Duplicates_are_counted_apart_from_the_rows_of_others()
    {
        Two("\"hostnames\": [\"beach.example\"]", "\"hostnames\": [\"club.example\"]",
            new Ga4Event(Day).Page("https://beach.example/"), new Ga4Event(Day).Page("https://beach.example/"),
            new Ga4Event(Day, user: "u2").Page("https://club.example/"), new Ga4Event(Day, user: "u2").Page("https://club.example/"),
            new Ga4Event(Day, user: "u3"), new Ga4Event(Day, user: "u3"));

        await _bench.StageAsync("beach");

        Assert.Equal("6 / 1 / 3 / 1 / 1", await ResidualAsync("beach"));
    }

    private void Two(string beach, string club, params Ga4Event[] events)
    {
        foreach (var (name, own) in (IEnumerable<(string, string)>)[("beach", beach), ("club", club)])
        {
            _bench.Client(name, ga4Settings: $"\"path\": \"ga4/property\", \"sharedProperty\": true, {own}");
        }

        _bench.Events("property", events);
    }

    private async Task<IEnumerable<string>> UsersAsync(string client)
    {
        await _bench.StageAsync(client);
        return (await _bench.QueryAsync(client, $"SELECT * FROM stg_{client}_ga4_events ORDER BY user_pseudo_id NULLS LAST, hostname NULLS FIRST")).Select(row => row.Text("user_pseudo_id", "hostname"));
    }

    private async Task<string> ResidualAsync(string client) => Count(Assert.Single(await _bench.QueryAsync(client, Residual)));

    private static string Count(Core.Warehouses.Row row) => row.Text("source_rows", "staged_rows", "duplicate_rows", "other_client_rows", "no_hostname_rows");
}
