using System.Net;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.Rest;

public sealed class SearchTests : EmulatorTest
{
    private const string Ids = "SELECT campaign.id FROM campaign ORDER BY campaign.id";

    [Fact]
    public async Task A_page_is_one_object()
    {
        var text = await TextAsync(await PostAsync("search", Json("SELECT campaign.id, campaign.name FROM campaign WHERE campaign.status = 'REMOVED'")), HttpStatusCode.OK);

        Assert.Equal("""{"results":[{"campaign":{"resourceName":"customers/1234567890/campaigns/988","id":"988","name":"Générique"}}],"fieldMask":"campaign.id,campaign.name","queryResourceConsumption":"2"}""", text);
    }

    [Fact]
    public async Task Nothing_found_is_a_page_without_results()
    {
        Assert.Equal("""{"fieldMask":"campaign.id","queryResourceConsumption":"1"}""", (await SearchAsync("SELECT campaign.id FROM campaign WHERE campaign.id = 1")).ToJsonString());
    }

    [Fact]
    public async Task Pages_follow_each_other_by_token_and_count_all_rows_when_asked()
    {
        Server.RowsPerPage = 1;

        var first = await SearchAsync(Ids, ",\"searchSettings\":{\"returnTotalResultsCount\":true}");
        var second = await SearchAsync(Ids, Token(first["nextPageToken"]!.GetValue<string>()));

        Assert.Equal("2", first["totalResultsCount"]!.GetValue<string>());
        Assert.Equal("987", first["results"]![0]!["campaign"]!["id"]!.GetValue<string>());
        Assert.Equal("988", second["results"]![0]!["campaign"]!["id"]!.GetValue<string>());
        Assert.Null(second["nextPageToken"]);
        Assert.Null(second["totalResultsCount"]);
        Assert.Equal([false, true], Server.Log.Requests.Select(request => request.HasPageToken));
    }

    [Fact]
    public async Task A_token_may_be_used_again_and_goes_on_in_the_report_as_it_was()
    {
        Server.RowsPerPage = 1;
        var token = Token((await SearchAsync(Ids))["nextPageToken"]!.GetValue<string>());
        Server.Accounts.Change(Acme, account => account with { Campaigns = [] });

        Assert.Equal("988", (await SearchAsync(Ids, token))["results"]![0]!["campaign"]!["id"]!.GetValue<string>());
        Assert.Equal("988", (await SearchAsync(Ids, token))["results"]![0]!["campaign"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_token_expires_and_is_good_for_its_query_only()
    {
        Server.RowsPerPage = 1;
        var token = Token((await SearchAsync(Ids))["nextPageToken"]!.GetValue<string>());

        Assert.Equal("requestError.INVALID_PAGE_TOKEN", ErrorCode(await SearchAsync(Ids + " DESC", token, HttpStatusCode.BadRequest)));
        Assert.Equal("requestError.INVALID_PAGE_TOKEN", ErrorCode(await SearchAsync(Ids, Token("unknown"), HttpStatusCode.BadRequest)));
        Clock.Now += Server.PageTokenLife;
        SignIn();
        Assert.Equal("requestError.EXPIRED_PAGE_TOKEN", ErrorCode(await SearchAsync(Ids, token, HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task The_page_size_cannot_be_chosen()
    {
        var error = await SearchAsync(Ids, ",\"pageSize\":100", HttpStatusCode.BadRequest);

        Assert.Equal("requestError.PAGE_SIZE_NOT_SUPPORTED", ErrorCode(error));
        Assert.Equal(10_000, Server.RowsPerPage);
    }

    [Fact]
    public async Task A_query_can_be_checked_only()
    {
        Assert.Equal("{}", (await SearchAsync(Ids, ",\"validateOnly\":true")).ToJsonString());
        Assert.Equal("queryError.UNRECOGNIZED_FIELD", ErrorCode(await SearchAsync("SELECT campaign.nonsense FROM campaign", ",\"validateOnly\":true", HttpStatusCode.BadRequest)));
    }

    [Fact]
    public async Task A_summary_row_can_come_with_the_results_or_without()
    {
        const string query = "SELECT campaign.id, metrics.conversions FROM campaign";

        Assert.Equal(
            """{"fieldMask":"campaign.id,metrics.conversions","summaryRow":{"metrics":{"conversions":4.25}},"queryResourceConsumption":"2"}""",
            (await SearchAsync(query, ",\"searchSettings\":{\"omitResults\":true,\"returnSummaryRow\":true}")).ToJsonString());
        Assert.Equal(2, (await SearchAsync(query, ",\"searchSettings\":{\"returnSummaryRow\":true}"))["results"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_error_is_in_no_array()
    {
        var text = await TextAsync(await PostAsync("search", Json("SELECT campaign.nonsense FROM campaign")), HttpStatusCode.BadRequest);

        Assert.Equal("""{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure","errors":[{"errorCode":{"queryError":"UNRECOGNIZED_FIELD"},"message":"Unrecognized field in the query: 'campaign.nonsense'."}],"requestId":"ID"}]}}""", text);
    }

    private static string Token(string token) => $",\"pageToken\":\"{token}\"";
}
