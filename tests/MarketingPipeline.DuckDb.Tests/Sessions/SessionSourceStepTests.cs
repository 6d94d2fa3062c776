using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.Sessions;

/// <summary>Get-SessionSource: why a session has its source.</summary>
public sealed class SessionSourceStepTests
{
    private static readonly DateOnly Day = Bench.Yesterday;

    [Fact]
    public async Task The_hits_of_a_session_are_told_in_order_with_the_rule_that_decides_and_what_those_before_lack()
    {
        var acme = new Acme { Ga4 = "\"hostnames\": [\"acme.example\"]" };
        using var bench = acme.Open(
            new Ga4Event(Day.AddDays(-1), minute: 835).Page("https://acme.example/?utm_campaign=june"),
            new Ga4Event(Day, minute: -599).Page("https://acme.example/a", "https://acme.example/"),
            new Ga4Event(Day, minute: -598).Page("https://acme.example/b", "https://www.google.com/"),
            new Ga4Event(Day, user: "u2").Page("https://acme.example/"),
            new Ga4Event(Day, user: "u3").Page("https://acme.example/?gclid=x&utm_source=newsletter&utm_medium=email"),
            new Ga4Event(Day, user: "u4").LastClick("bing", "organic"),
            new Ga4Event(Day, user: "u5").Page("https://acme.example/?gclid=x"),
            new Ga4Event(Day, user: "u6").Page("https://acme.example/?utm_medium=email"));
        await Acme.BuildAsync(bench, Day);

        Assert.Equal(
            [
                "1 collected False: It names only a medium or campaign, which counts where no hit comes from a foreign host.",
                "2 - False: It comes from acme.example, which is the client's own or unwanted, and names nothing.",
                "3 referrer True: It comes from google.com, and names no source; no event has a last click of Google's; no hit names a source or carries a click id.",
                "google / organic / (organic) / referrer",
            ],
            await ToldAsync(bench, "1|u1|1"));
        Assert.Equal(
            [
                "- direct True: No event has a last click of Google's; no hit names a source or carries a click id; no hit comes from a host that is neither the client's own nor an unwanted one; no hit names a medium or campaign.",
                "(direct) / (none) / - / direct",
            ],
            await ToldAsync(bench, "1|u2|1"));
        Assert.Equal(
            ["1 collected True: It names a source, which its click id of Google Ads does not override; no event has a last click of Google's.", "newsletter / email / - / collected"],
            await ToldAsync(bench, "1|u3|1"));
        Assert.Equal(["1 last_click True: It has Google's last click: bing / organic / -.", "bing / organic / - / last_click"], await ToldAsync(bench, "1|u4|1"));
        Assert.Equal(
            ["1 click_id True: It carries a click id of Google Ads and names no other sender; no event has a last click of Google's.", "google / cpc / (not set) / click_id"],
            await ToldAsync(bench, "1|u5|1"));
        Assert.EndsWith("no hit comes from a host that is neither the client's own nor an unwanted one.", (await ToldAsync(bench, "1|u6|1"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_none_is_named()
    {
        using var bench = new Acme().Open(new Ga4Event(Day));
        await Acme.BuildAsync(bench, Day);

        var missing = await Assert.ThrowsAsync<PipelineException>(() => StepsAsync(bench, "1|u1|1", "1|u1|2"));
        Assert.Equal((PipelineErrorKind.NotFound, true), (missing.Kind, missing.Message.Contains("1|u1|2", StringComparison.Ordinal)));
        Assert.Equal(PipelineErrorKind.Argument, (await Assert.ThrowsAsync<PipelineException>(() => StepsAsync(bench, "1|u1\n|1"))).Kind);
    }

    private static Task<IReadOnlyList<SessionSourceStep>> StepsAsync(Bench bench, params string[] keys) => bench.Pipeline.GetSessionSourceAsync(bench.Find(Acme.Name), keys, CancellationToken.None);

    private static async Task<IReadOnlyList<string>> ToldAsync(Bench bench, string key)
    {
        var steps = await StepsAsync(bench, key);
        var decided = Assert.Single(steps, step => step.Decides);
        return
        [
            .. steps.Select(step => $"{(step.Event is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-")} {step.Rule ?? "-"} {step.Decides}: {step.Reason}"),
            $"{decided.Source ?? "-"} / {decided.Medium ?? "-"} / {decided.Campaign ?? "-"} / {decided.SourceMethod}",
        ];
    }
}
