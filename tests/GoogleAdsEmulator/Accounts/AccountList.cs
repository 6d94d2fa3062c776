using System.Collections.Immutable;
using System.Globalization;

namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>The accounts in words, for whoever starts the emulator.</summary>
internal static class AccountList
{
    public static IEnumerable<string> Lines(ImmutableSortedDictionary<long, Account> accounts)
    {
        foreach (var account in accounts.Values)
        {
            var managers = accounts.Values.Where(manager => manager.Clients.Contains(account.Id)).Select(manager => manager.Id.ToString(CultureInfo.InvariantCulture)).ToArray();
            var name = account.Name is null ? "" : $" \"{account.Name}\"";
            var through = managers.Length == 0 ? "" : $"; login-customer-id {string.Join(" or ", managers)}";
            yield return FormattableString.Invariant($"customers/{account.Id}{name}, {account.CurrencyCode}, {account.TimeZone}: {What(account)}{through}");
        }
    }

    private static string What(Account account)
    {
        if (account.IsManager)
        {
            return "a manager of " + string.Join(", ", account.Clients);
        }

        DateOnly[] dates = [.. account.CampaignDays.Select(day => day.Date).Concat(account.AdGroupDays.Select(day => day.Date)).Order()];
        var days = dates.Length == 0 ? "no figures" : $"figures of {dates[0]:yyyy-MM-dd} to {dates[^1]:yyyy-MM-dd}";
        return FormattableString.Invariant($"{account.Campaigns.Length} campaigns, {account.AdGroups.Length} ad groups, {days}");
    }
}
