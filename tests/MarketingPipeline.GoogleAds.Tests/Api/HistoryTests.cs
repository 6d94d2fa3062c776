using System.Net;
using MarketingPipeline.Core;
using static MarketingPipeline.GoogleAds.Tests.Bodies;

namespace MarketingPipeline.GoogleAds.Tests.Api;

/// <summary>What Google keeps, which day is over, and what it refuses before the API has looked at the request.</summary>
public sealed class HistoryTests : ApiStage
{
    private DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Only_the_thirty_seven_months_that_Google_keeps_are_offered_and_asked_for()
    {
        Google.Accounts.Put(Small(Customer) with { TimeZone = "UTC" });
        var (oldest, from) = (Today.AddMonths(-37), Today.AddYears(-5));
        var reports = Reports();

        var offer = await reports.OfferAsync(from, Today.AddDays(-1), default);
        await ReadAsync(reports, from, Today.AddDays(-1));

        Assert.Equal((oldest, oldest), (offer.Oldest!.Value, Assert.Single(offer.Coverage).From));
        Assert.Equal(oldest, Asked("campaign").Min(request => request.From));
        Assert.Equal(oldest, Asked("ad_group").Min(request => request.From));
    }

    [Fact]
    public async Task A_range_before_what_Google_keeps_is_not_asked_for()
    {
        var reports = Reports();

        Assert.Empty((await reports.OfferAsync(Today.AddYears(-6), Today.AddYears(-5), default)).Coverage);
        Assert.Empty(await ReadAsync(reports, Today.AddYears(-6), Today.AddYears(-5)));
        Assert.Empty(Asked("campaign"));
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Pago_Pago")]
    [InlineData("No/Where")]
    public async Task The_account_says_what_date_it_is_where_it_is(string zone)
    {
        Google.Accounts.Put(Small(Customer) with { TimeZone = zone });
        var there = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc;

        var coverage = Assert.Single((await Reports().OfferAsync(First, Last, default)).Coverage);

        Assert.Equal(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), there).DateTime), coverage.Today);
    }

    [Theory]
    [InlineData("SERVICE_DISABLED", PipelineErrorKind.SourceRefused, "Turn on the Google Ads API", "projects/4711")]
    [InlineData("ACCESS_TOKEN_SCOPE_INSUFFICIENT", PipelineErrorKind.SignInFailed, "https://www.googleapis.com/auth/adwords", "scope")]
    public async Task What_Google_refuses_before_the_API_has_advice_of_its_own(string reason, PipelineErrorKind kind, string advice, string also)
    {
        var body = $$$"""[{"error":{"code":403,"message":"Refused.","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"{{{reason}}}","domain":"googleapis.com","metadata":{"service":"googleads.googleapis.com","consumer":"projects/4711"}}]}}]""";

        var error = await RefusedAsync(Api(handler: new StrangeGoogle((_, _) => StrangeGoogle.Answer(body, HttpStatusCode.Forbidden))).Reports(Settings()));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        Assert.Contains(also, error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_refusal_with_Googles_request_id_is_Googles_and_one_without_is_not()
    {
        var google = await RefusedAsync(Api(handler: new StrangeGoogle((_, _) => Bare("GoOgLe-1"))).Reports(Settings()));
        var proxy = await RefusedAsync(Api(handler: new StrangeGoogle((_, _) => Bare(null))).Reports(Settings()));

        Assert.Equal((PipelineErrorKind.SourceRefused, PipelineErrorKind.SourceUnavailable), (google.Kind, proxy.Kind));
        Assert.Contains("GoOgLe-1", google.Message, StringComparison.Ordinal);
        Assert.Contains("turned on", google.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_compressed_answer_that_was_cut_is_no_answer_and_a_whole_one_is(int cut)
    {
        var whole = Gzipped(Stream(Batch(Row(date: "2026-06-01").Replace("{\"campaign\"", """{"customer":{"id":"1234567890"},"campaign" """, StringComparison.Ordinal))));
        var reports = Api(handler: new StrangeGoogle((_, body) => body.Contains("FROM campaign", StringComparison.Ordinal) ? Compressed(whole[..^cut]) : StrangeGoogle.Answer("[]"))).Reports(Settings());

        if (cut == 0)
        {
            Assert.Single(await ReadAsync(reports));
        }
        else
        {
            Assert.Equal(PipelineErrorKind.SourceUnavailable, (await RefusedAsync(reports)).Kind);
        }
    }

    private static HttpResponseMessage Bare(string? requestId)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new ByteArrayContent([]) };
        if (requestId is not null)
        {
            answer.Headers.Add("request-id", requestId);
        }

        return answer;
    }

    private static HttpResponseMessage Compressed(byte[] bytes) =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) { Headers = { ContentEncoding = { "gzip" } } } };
}
