using System.Collections.Immutable;

namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>An account below another, and how many steps below; 0 is the account itself.</summary>
internal sealed record ClientLink(Account Account, int Level);

/// <summary>Which accounts are below which.</summary>
internal static class Hierarchy
{
    /// <summary>The account and all below it, each once, at its shortest distance.</summary>
    public static IReadOnlyList<ClientLink> Below(ImmutableSortedDictionary<long, Account> accounts, Account root)
    {
        var links = new List<ClientLink> { new(root, 0) };
        var seen = new HashSet<long> { root.Id };
        for (var i = 0; i < links.Count; i++)
        {
            foreach (var client in links[i].Account.Clients)
            {
                if (accounts.TryGetValue(client, out var account) && seen.Add(client))
                {
                    links.Add(new(account, links[i].Level + 1));
                }
            }
        }

        return links;
    }

    /// <summary>The accounts that are no manager's client.</summary>
    public static ImmutableSortedSet<long> Roots(ImmutableSortedDictionary<long, Account> accounts) =>
        [.. accounts.Keys.Except(accounts.Values.SelectMany(account => account.Clients))];
}
