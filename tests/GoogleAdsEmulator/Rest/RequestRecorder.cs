using System.Globalization;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Queries;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>Notes a request as far as it can be read: a bad one is noted too.</summary>
internal sealed class RequestRecorder(AccountStore accounts, TimeProvider clock)
{
    private static readonly string[] KeptHeaders = ["Content-Type", "Accept-Encoding", "User-Agent", "login-customer-id", "linked-customer-id", "x-goog-api-client"];

    public RecordedRequest Record(HttpRequest request, ApiCall call, string body, string requestId)
    {
        var recorded = new RecordedRequest(call.Method, request.Method, request.Path)
        {
            Version = call.Version,
            Account = long.TryParse(call.Customer, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : null,
            HasToken = request.Headers.ContainsKey("Authorization"),
            HasDeveloperToken = request.Headers.ContainsKey("developer-token"),
            Headers = KeptHeaders.Where(request.Headers.ContainsKey).ToDictionary(name => name, name => request.Headers[name].ToString(), StringComparer.OrdinalIgnoreCase),
            RequestId = requestId,
        };
        return call.Method switch
        {
            ApiCall.Token => recorded with { GrantType = SignIn.TokenForm.Read(body).GetValueOrDefault("grant_type") },
            ApiCall.Search or ApiCall.SearchStream => WithQuery(recorded, body),
            _ => recorded,
        };
    }

    private RecordedRequest WithQuery(RecordedRequest recorded, string body)
    {
        try
        {
            var search = SearchBody.Read(body, recorded.Method == ApiCall.SearchStream);
            recorded = recorded with { Query = search.Query, HasPageToken = search.PageToken is not null };
            var query = GaqlParser.Parse(search.Query);
            recorded = recorded with { Report = query.From };
            var today = AccountClock.Today(clock, accounts.Current.GetValueOrDefault(recorded.Account ?? 0)?.TimeZone);
            var dates = query.Where.Where(condition => condition.Field == "segments.date").Aggregate(DateRange.Open, (range, condition) => range.Restricted(condition, today));
            return recorded with { From = dates.From, To = dates.To };
        }
        catch (ApiErrorException)
        {
            return recorded;
        }
    }
}
