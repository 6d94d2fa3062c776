using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>A day that GA4 has rewritten is in the journal with what it was and what it is.</summary>
public sealed class RewrittenDayTests : IDisposable
{
    private static readonly DateOnly Day = Bench.Yesterday;

    private readonly Bench _bench = new Bench().Client("acme");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Its_events_sessions_conversions_and_revenue_are_journaled_before_and_after()
    {
        _bench.Events("acme", View("anna", 1), Bought("anna", 1, "T1", 20, "EUR"), View("ben", 2));
        await _bench.StageAsync("acme");
        _bench.Events("acme", View("anna", 1), Bought("anna", 1, "T1", 25.50, "EUR"), View("ben", 2), View("cleo", 3), Bought("cleo", 3, "T2", 100, "THB"));

        var result = Assert.Single(await _bench.StageAsync("acme"));

        Assert.Equal(
            [
                new Restatement { Source = "ga4", Date = Day, Currency = "EUR", EventsBefore = 3, EventsAfter = 5, SessionsBefore = 2, SessionsAfter = 3, ConversionsBefore = 1, ConversionsAfter = 2, RevenueBefore = 20, RevenueAfter = 25.5m },
                new Restatement { Source = "ga4", Date = Day, Currency = "THB", RevenueAfter = 100 },
            ],
            result.Restatements);
        Assert.EndsWith("; conversions restated on 1 date by +1, events restated on 1 date by +2, revenue restated on 1 date by +5.50 EUR and +100.00 THB", result.Message, StringComparison.Ordinal);
        var journaled = (await _bench.Pipeline.GetRunsAsync(_bench.Find("acme"), result.RunId, 1, default)).Single().Tables.Single();
        Assert.Equal(result.Restatements, journaled.Restatements);
    }

    [Fact]
    public async Task A_new_day_and_one_that_is_staged_again_as_it_was_are_no_restatements()
    {
        _bench.Events("acme", View("anna", 1));
        Assert.Empty(Assert.Single(await _bench.StageAsync("acme")).Restatements);

        Assert.Empty(Assert.Single(await _bench.StageAsync("acme", request: new() { FullRefresh = true })).Restatements);
    }

    private static Ga4Event View(string user, long session) => new(Day, "page_view", user, session);

    private static Ga4Event Bought(string user, long session, string transaction, double revenue, string currency) =>
        new Ga4Event(Day, "purchase", user, session).Purchase(transaction, revenue, currency);
}
