using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed class UntrustedAnswerTests : ApiStage
{
    private const string Campaign = """ "campaign":{"resourceName":"customers/1234567890/campaigns/1","id":"1"} """;

    [Theory]
    [InlineData("""{"customer":{"id":"1234567890"},#,"segments":{"date":"2026-05-31"},"metrics":{}}""", "2026-05-31")]
    [InlineData("""{"customer":{"id":"1234567890"},#,"segments":{"date":"2026-07-01"},"metrics":{}}""", "2026-07-01")]
    [InlineData("""{"customer":{"id":"5550001111"},#,"segments":{"date":"2026-06-01"},"metrics":{}}""", "5550001111")]
    [InlineData("""{"campaign":{"id":"1"},"segments":{"date":"2026-06-01"},"metrics":{}}""", "names no account")]
    [InlineData("""{"customer":{"id":"1234567890"},#,"adGroup":{"id":"5"},"segments":{"date":"2026-06-01"},"metrics":{}}""", "names an ad group")]
    [InlineData("""{"customer":{"id":"1234567890"},#,"segments":{"date":"2026-06-01"}}""", "no metrics")]
    [InlineData("7", "a number stands where a row belongs")]
    public async Task A_row_that_was_not_asked_for_is_refused_with_all_the_others(string row, string what)
    {
        const string Good = """{"customer":{"id":"1234567890"},"campaign":{"id":"1"},"segments":{"date":"2026-06-01"},"metrics":{"clicks":"1"}}""";
        var error = await RefusedByAsync($$"""[{"results":[{{Good}},{{row.Replace("#", Campaign, StringComparison.Ordinal)}}],"requestId":"r-1"}]""");

        Assert.Equal((PipelineErrorKind.SourceUnreadable, "customers/1234567890"), (error.Kind, error.Target));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Save", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rows":[]}""")]
    [InlineData("true")]
    [InlineData("[{]")]
    [InlineData("""[{"results":[],"nextPageToken":"more"}]""")]
    public async Task What_is_no_report_is_refused(string body) => Assert.Equal(PipelineErrorKind.SourceUnreadable, (await RefusedByAsync(body)).Kind);

    [Fact]
    public async Task Pages_that_lead_to_themselves_are_refused() => Assert.Equal(
        PipelineErrorKind.SourceUnreadable,
        (await RefusedByAsync("""{"results":[],"nextPageToken":"again"}""", GoogleAdsMethod.Search)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("""[{"results":[""")]
    public async Task What_is_always_cut_off_is_given_up_in_the_end(string body) => Assert.Equal(PipelineErrorKind.SourceUnavailable, (await RefusedByAsync(body)).Kind);

    [Fact]
    public async Task Control_characters_of_a_server_do_not_reach_a_console()
    {
        var error = await RefusedByAsync("""[{"error":{"code":400,"message":"\u001b[2Jgone\nERROR: forged","status":"INVALID_ARGUMENT"}}]""");

        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    private Task<PipelineException> RefusedByAsync(string body, GoogleAdsMethod method = GoogleAdsMethod.SearchStream) =>
        RefusedAsync(Api(handler: new StrangeGoogle((_, _) => StrangeGoogle.Answer(body))).Reports(Settings() with { Method = method }));
}
