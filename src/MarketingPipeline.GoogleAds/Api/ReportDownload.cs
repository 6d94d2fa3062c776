using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>Asks for an account's reports, and gives rows only of answers that are whole.</summary>
internal sealed class ReportDownload(ApiQuery api, IProgress<string>? waiting)
{
    /// <summary>The rows of a report, some hundred at a time; asked for in halves where Google finds it too large.</summary>
    /// <exception cref="ApiException">It could not be had; rows of days before may have been given.</exception>
    public async IAsyncEnumerable<IReadOnlyList<GoogleAdsRow>> ReadAsync(ApiAccount account, ReportQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var spool = await TryDownloadAsync(account, query, cancellation).ConfigureAwait(false);
        var pieces = spool?.ReadAsync(cancellation) ?? HalvesAsync(account, query, cancellation);
        await foreach (var rows in pieces.ConfigureAwait(false))
        {
            yield return rows;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<GoogleAdsRow>> HalvesAsync(ApiAccount account, ReportQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (earlier, later) = query.Split();
        foreach (var half in (ReportQuery[])[earlier, later])
        {
            await foreach (var rows in ReadAsync(account, half, cancellation).ConfigureAwait(false))
            {
                yield return rows;
            }
        }
    }

    /// <summary>The report; null where it is too large to be answered at once.</summary>
    private async Task<RowSpool?> TryDownloadAsync(ApiAccount account, ReportQuery query, CancellationToken cancellation)
    {
        var spool = new RowSpool(account.Source, account.CustomerId, query.Grain);
        try
        {
            await api.RunAsync(
                account.CustomerId,
                account.LoginCustomerId,
                query.Text,
                (answer, token) => ReadPartAsync(spool, account, query, answer, token),
                spool.Clear,
                waiting,
                cancellation).ConfigureAwait(false);
            return spool;
        }
        catch (ApiException error) when (error.Failure == GoogleFailure.TooLarge && query.CanSplit)
        {
            spool.Dispose();
            return null;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private static async Task<string?> ReadPartAsync(RowSpool spool, ApiAccount account, ReportQuery query, GoogleAnswer answer, CancellationToken cancellation)
    {
        var fault = new AnswerFault(account.Source, answer.RequestId);
        var reader = new SearchStreamReader(account.Source, sourceOrder: 0, account.CustomerId, fault, ReportSelection.Everything);
        spool.Begin();
        await foreach (var rows in reader.ReadPiecesAsync(answer.Body, cancellation).ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                if (query.Objection(row) is { } objection)
                {
                    throw fault.Bad($"The answer does not fit the question: {objection}");
                }

                spool.Add(row);
            }
        }

        spool.End();
        return reader.NextPageToken;
    }
}
