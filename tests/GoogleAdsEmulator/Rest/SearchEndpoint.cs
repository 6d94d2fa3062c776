using System.Globalization;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Reports;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>googleAds:search: one object with a page of rows.</summary>
internal sealed class SearchEndpoint(GoogleAdsServer server, AccessChecks access, PageTokens tokens)
{
    public async Task AnswerAsync(Request request)
    {
        var accounts = server.Accounts.Current;
        var account = access.Reached(request.Http.Request, request.Call.Customer!, accounts);
        var body = SearchBody.Read(request.Body, isStream: false);
        var page = body.PageToken is { } token
            ? tokens.Find(token, body.Query, account.Id, server.PageTokenLife)
            : new(account, body.Query, server.Plan(account, body.Query, request.Call.Version!.Value), accounts, 0);
        request.Http.Response.ContentType = "application/json; charset=UTF-8";
        await using var answer = new ReportBody(request.Http.Response.BodyWriter, new(page.Plan, server.OmitsZeroMetrics), request.Cancellation);
        answer.Json.WriteStartObject();
        if (!body.ValidateOnly)
        {
            await WritePageAsync(answer, page, body, request.Faults.OfType<Fault.CutStream>().FirstOrDefault());
        }

        answer.Json.WriteEndObject();
        await answer.SendAsync();
    }

    private async Task WritePageAsync(ReportBody answer, SearchPage page, SearchBody body, Fault.CutStream? cut)
    {
        var source = new ReportSource(page.Plan, page.Accounts, page.Account);
        if (!body.OmitsResults)
        {
            using var rows = source.Rows().Skip(page.FirstRow).GetEnumerator();
            if (rows.MoveNext() && await answer.WriteResultsAsync(rows, server.RowsPerPage, cut))
            {
                answer.Json.WriteString("nextPageToken", tokens.Add(page with { FirstRow = page.FirstRow + server.RowsPerPage }));
            }
        }

        if (body.WantsTotalCount)
        {
            answer.Json.WriteString("totalResultsCount", source.Rows().Count().ToString(CultureInfo.InvariantCulture));
        }

        answer.Json.WriteString("fieldMask", page.Plan.FieldMask);
        if (body.WantsSummaryRow)
        {
            answer.WriteSummary(new(page.Account) { Metrics = source.Rows().Aggregate(default(Metrics), (sum, row) => sum + row.Metrics) });
        }

        answer.Json.WriteString("queryResourceConsumption", ResourceConsumption.Of(page.Plan));
    }
}
