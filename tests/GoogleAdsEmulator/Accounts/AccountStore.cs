using System.Collections.Immutable;

namespace MarketingPipeline.GoogleAdsEmulator.Accounts;

/// <summary>The accounts as they are now. A request answers from the state in which it found them, whatever changes meanwhile.</summary>
public sealed class AccountStore
{
    private ImmutableSortedDictionary<long, Account> _accounts = ImmutableSortedDictionary<long, Account>.Empty;

    public ImmutableSortedDictionary<long, Account> Current => Volatile.Read(ref _accounts);

    public Account this[long id] => Current[id];

    /// <summary>Adds an account, or replaces the one of its id.</summary>
    public void Put(params IEnumerable<Account> accounts)
    {
        foreach (var account in accounts)
        {
            ImmutableInterlocked.Update(ref _accounts, current => current.SetItem(account.Id, account));
        }
    }

    /// <summary>Replaces an account by a changed copy: days restated or deleted, names, currency. The change may be tried more than once.</summary>
    public void Change(long id, Func<Account, Account> change) => ImmutableInterlocked.Update(ref _accounts, current => current.SetItem(id, change(current[id])));

    public void Remove(long id) => ImmutableInterlocked.Update(ref _accounts, current => current.Remove(id));
}
