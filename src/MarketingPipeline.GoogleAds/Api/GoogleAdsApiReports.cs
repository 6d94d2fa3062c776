using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>A client's reports from the Google Ads API: its account's, or those of the accounts below its manager.</summary>
internal sealed class GoogleAdsApiReports(GoogleAdsSettings settings, Func<GoogleAdsSettings, ApiSession> open, TimeProvider clock) : IGoogleAdsReports
{
    /// <summary>A month of a large account is what one answer may hold.</summary>
    private const int DaysOfRequest = 31;

    private ApiSession? _session;
    private IReadOnlyList<ApiAccount>? _accounts;

    /// <inheritdoc/>
    public async Task<GoogleAdsOffer> OfferAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var silent = await FindAsync(cancellation).ConfigureAwait(false);
        return new GoogleAdsOffer
        {
            Coverage = [.. _accounts!.Select(account => Coverage(account, from, to)).Where(coverage => coverage.From <= coverage.To)],
            Oldest = _accounts!.Count == 0 ? null : _accounts.Min(account => ReportDates.Oldest(account.Today(clock))),
            Silent = silent,
            IsLive = true,
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, IProgress<string>? waiting, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_accounts is null)
        {
            await FindAsync(cancellation).ConfigureAwait(false);
        }

        foreach (var account in _accounts!)
        {
            var download = new ReportDownload(_session!.Query, waiting is null ? null : new AccountProgress(waiting, account, _session.Failures));
            foreach (var query in Queries(Later(from, ReportDates.Oldest(account.Today(clock))), to))
            {
                await foreach (var rows in Guarded(download.ReadAsync(account, query, cancellation), account).ConfigureAwait(false))
                {
                    foreach (var row in rows)
                    {
                        yield return row;
                    }
                }
            }
        }
    }

    private GoogleAdsCoverage Coverage(ApiAccount account, DateOnly from, DateOnly to)
    {
        var today = account.Today(clock);
        return new GoogleAdsCoverage(account.Source, Later(from, ReportDates.Oldest(today)), to, Bytes: null, ModifiedAt: null, today);
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static IEnumerable<ReportQuery> Queries(DateOnly from, DateOnly to)
    {
        for (var first = from; first <= to; first = first.AddDays(DaysOfRequest))
        {
            var last = to.DayNumber - first.DayNumber < DaysOfRequest ? to : first.AddDays(DaysOfRequest - 1);
            yield return new ReportQuery(ReportGrain.Campaign, first, last);
            yield return new ReportQuery(ReportGrain.AdGroup, first, last);
        }
    }

    private async Task<IReadOnlyList<GoogleAdsSilentAccount>> FindAsync(CancellationToken cancellation)
    {
        _session ??= open(settings);
        try
        {
            var (readable, silent) = await new ApiAccounts(new RecordQuery(_session.Query), _session.Failures)
                .FindAsync(settings.CustomerId, settings.LoginCustomerId ?? _session.LoginCustomerId, cancellation)
                .ConfigureAwait(false);
            _accounts = readable;
            return silent;
        }
        catch (ApiException error)
        {
            throw _session.Failures.Of(settings.CustomerId, error);
        }
    }

    // An iterator may not yield inside a try that catches.
    private async IAsyncEnumerable<IReadOnlyList<GoogleAdsRow>> Guarded(IAsyncEnumerable<IReadOnlyList<GoogleAdsRow>> pieces, ApiAccount account)
    {
        await using var rows = pieces.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (ApiException error)
            {
                throw _session!.Failures.Of(account.CustomerId, error);
            }

            yield return rows.Current;
        }
    }

    private sealed class AccountProgress(IProgress<string> waiting, ApiAccount account, ApiFailures failures) : IProgress<string>
    {
        public void Report(string value) => waiting.Report($"{account.Source}: {failures.Shown(value)}");
    }
}
