using System.Collections.Concurrent;
using System.Collections.Immutable;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Queries;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>Where a search goes on: in the accounts as its first page found them, whatever has changed since.</summary>
internal sealed record SearchPage(Account Account, string Query, QueryPlan Plan, ImmutableSortedDictionary<long, Account> Accounts, int FirstRow);

/// <summary>The page tokens that were given out. A token may be used again, as after an answer that got lost.</summary>
internal sealed class PageTokens(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (SearchPage Page, DateTimeOffset Given)> _pages = new();

    public string Add(SearchPage page)
    {
        var token = RequestId.New();
        _pages[token] = (page, clock.GetUtcNow());
        return token;
    }

    public SearchPage Find(string token, string query, long account, TimeSpan life)
    {
        if (!_pages.TryGetValue(token, out var found) || found.Page.Query != query || found.Page.Account.Id != account)
        {
            throw new ApiErrorException("requestError", "INVALID_PAGE_TOKEN", "Page token is invalid.");
        }

        return found.Given + life > clock.GetUtcNow()
            ? found.Page
            : throw new ApiErrorException("requestError", "EXPIRED_PAGE_TOKEN", "Page token has expired.");
    }
}
