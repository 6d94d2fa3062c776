using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed class RefusalTests : ApiStage
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_that_is_gone_is_named_with_the_setting(bool isHtml)
    {
        Google.SunsetIsHtml = isHtml;
        var error = await RefusedAsync(Reports(Settings() with { ApiVersion = "v19" }));

        Assert.Equal(PipelineErrorKind.SourceRefused, error.Kind);
        Assert.Contains("v19", error.Message, StringComparison.Ordinal);
        Assert.Contains("googleAds.apiVersion", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("<", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    [InlineData(407)]
    public async Task A_page_of_something_in_between_is_not_taken_for_Google(int status)
    {
        Google.Faults.Add(Fault.Html(status), report: "campaign");
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.SourceUnavailable, error.Kind);
        Assert.Contains("proxy", error.Advice, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<", error.Message, StringComparison.Ordinal);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task A_page_in_place_of_the_account_is_not_taken_for_it_either()
    {
        Google.Faults.Add(Fault.Html(200), report: "customer");

        Assert.Equal(PipelineErrorKind.SourceUnavailable, (await Assert.ThrowsAsync<PipelineException>(() => Reports().OfferAsync(First, Last, default))).Kind);
    }

    [Theory]
    [InlineData(GoogleAdsMethod.SearchStream)]
    [InlineData(GoogleAdsMethod.Search)]
    public async Task What_Google_refuses_is_told_in_its_words_with_the_requests_id_and_advice(GoogleAdsMethod method)
    {
        Google.Faults.Add(Fault.Error("authorizationError", "DEVELOPER_TOKEN_NOT_APPROVED", "The developer token is only approved for use with test accounts."), report: "campaign");
        var error = await RefusedAsync(Reports(Settings() with { Method = method }));

        Assert.Equal(PipelineErrorKind.SourceRefused, error.Kind);
        Assert.Contains("authorizationError.DEVELOPER_TOKEN_NOT_APPROVED: The developer token is only approved", error.Message, StringComparison.Ordinal);
        Assert.Contains(Asked("campaign").Single().RequestId, error.Message, StringComparison.Ordinal);
        Assert.Contains("basic access", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_developer_token_that_is_wanted_is_asked_for()
    {
        Google.RequiredDeveloperToken = DeveloperToken;
        var error = await RefusedAsync(Reports());
        Assert.Contains("GOOGLE_ADS_DEVELOPER_TOKEN", error.Advice, StringComparison.Ordinal);

        Variables["GOOGLE_ADS_DEVELOPER_TOKEN"] = DeveloperToken;
        Assert.Equal(90, (await ReadAsync(Reports())).Count);
    }

    [Fact]
    public async Task An_error_after_batches_gives_no_row_of_them()
    {
        Google.RowsPerBatch = 9;
        Google.Faults.Add(Fault.ErrorAfterBatches(3, Fault.Error("queryError", "UNEXPECTED_FROM_CLAUSE", "Odd.")), report: "campaign");
        var rows = 0;
        var error = await Assert.ThrowsAsync<PipelineException>(async () =>
        {
            await foreach (var row in Reports().ReadAsync(First, Last, null, default))
            {
                rows++;
            }
        });

        Assert.Equal(0, rows);
        Assert.Contains("queryError.UNEXPECTED_FROM_CLAUSE: Odd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_which_nothing_is_known_is_told_by_its_status()
    {
        Google.Faults.Add(Fault.Answer(new ApiError("queryError", "X") { IsBare = true }), report: "campaign");
        var error = await RefusedAsync(Reports());

        Assert.Contains("INVALID_ARGUMENT", error.Message, StringComparison.Ordinal);
    }
}
