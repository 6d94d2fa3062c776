using System.Globalization;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>customers:listAccessibleCustomers: the accounts that the user enters without a manager, whatever their status.</summary>
internal sealed class AccessibleCustomersEndpoint(GoogleAdsServer server, AccessChecks access)
{
    public Task AnswerAsync(Request request)
    {
        var ids = access.Accessible(server.Accounts.Current);
        return request.Http.Response.WriteAsJsonAsync(
            new { resourceNames = ids.Select(id => "customers/" + id.ToString(CultureInfo.InvariantCulture)) },
            options: null,
            "application/json; charset=UTF-8",
            request.Cancellation);
    }
}
