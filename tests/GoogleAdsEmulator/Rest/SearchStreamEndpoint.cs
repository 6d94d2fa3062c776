using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Queries;
using MarketingPipeline.GoogleAdsEmulator.Reports;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>googleAds:searchStream: an array of batches, each sent when it is full.</summary>
internal sealed class SearchStreamEndpoint(GoogleAdsServer server, AccessChecks access)
{
    public async Task AnswerAsync(Request request)
    {
        var accounts = server.Accounts.Current;
        var account = access.Reached(request.Http.Request, request.Call.Customer!, accounts);
        var body = SearchBody.Read(request.Body, isStream: true);
        var plan = server.Plan(account, body.Query, request.Call.Version!.Value);
        request.Http.Response.ContentType = "application/json; charset=UTF-8";
        await using var answer = new ReportBody(request.Http.Response.BodyWriter, new(plan, server.OmitsZeroMetrics), request.Cancellation);
        var source = new ReportSource(plan, accounts, account);
        answer.Json.WriteStartArray();
        if (body.OmitsResults || await WriteBatchesAsync(answer, source, plan, body.WantsSummaryRow, request))
        {
            if (body.WantsSummaryRow)
            {
                WriteSummaryBatch(answer, source, account, plan, request);
            }

            answer.Json.WriteEndArray();
        }

        await answer.SendAsync();
    }

    /// <summary>Writes the batches and says whether the answer may go on; after an error it ends.</summary>
    private async Task<bool> WriteBatchesAsync(ReportBody answer, ReportSource source, QueryPlan plan, bool hasSummary, Request request)
    {
        using var rows = source.Rows().GetEnumerator();
        var more = rows.MoveNext();
        var isEmpty = !more;
        var batch = 0;
        do
        {
            if (!await GoesOnAsync(answer, batch, request))
            {
                return false;
            }

            answer.Json.WriteStartObject();
            if (more)
            {
                more = await answer.WriteResultsAsync(rows, server.RowsPerBatch, CutIn(batch, request));
            }

            WriteEnd(answer, plan, isLast: !more && !isEmpty && !hasSummary, request);
            await answer.SendAsync();
            batch++;
        }
        while (more);
        return await GoesOnAsync(answer, batch, request);
    }

    private static void WriteSummaryBatch(ReportBody answer, ReportSource source, Account account, QueryPlan plan, Request request)
    {
        answer.Json.WriteStartObject();
        answer.WriteSummary(new(account) { Metrics = source.Rows().Aggregate(default(Metrics), (sum, row) => sum + row.Metrics) });
        WriteEnd(answer, plan, isLast: true, request);
    }

    private static void WriteEnd(ReportBody answer, QueryPlan plan, bool isLast, Request request)
    {
        answer.Json.WriteString("fieldMask", plan.FieldMask);
        answer.Json.WriteString("requestId", request.RequestId);
        if (isLast)
        {
            answer.Json.WriteString("queryResourceConsumption", ResourceConsumption.Of(plan));
        }

        answer.Json.WriteEndObject();
    }

    private static Fault.CutStream? CutIn(int batch, Request request) => request.Faults.OfType<Fault.CutStream>().FirstOrDefault(cut => cut.Batches == batch && cut.Rows is not null);

    /// <summary>What is planned for the moment after so many batches.</summary>
    private static async Task<bool> GoesOnAsync(ReportBody answer, int batch, Request request)
    {
        foreach (var fault in request.Faults)
        {
            switch (fault)
            {
                case Fault.SlowStream slow:
                    await Task.Delay(slow.Delay, request.Cancellation);
                    break;
                case Fault.Held held when held.Batches == batch && batch > 0:
                    await held.Until.WaitAsync(request.Cancellation);
                    break;
                case Fault.CutStream { Rows: null } cut when cut.Batches == batch:
                    await answer.SendAsync();
                    throw new CutException();
                case Fault.BrokenStream broken when broken.Batches == batch:
                    ErrorBody.Write(answer.Json, broken.Told, request.Call.Version!.Value, request.RequestId);
                    answer.Json.WriteEndArray();
                    return false;
            }
        }

        return true;
    }
}
