using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// What a staged date of Google Ads was, as far as a change of it must be noticed: whose reports, by which SQL, and for each
/// account with rows a digest of them, so that an account that does not answer changes nothing of the others'.
/// </summary>
/// <param name="Identity">Of the client's account and the kind of its source: another one makes every row another's.</param>
/// <param name="Sql">Of the model's SQL and the settings in it.</param>
/// <param name="Accounts">The digest of each account's rows, by its id; accounts without rows are not in it.</param>
internal sealed record GoogleAdsFingerprint(string Identity, string Sql, IReadOnlyDictionary<string, string> Accounts)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>What every date of a run has in common; without accounts.</summary>
    public static GoogleAdsFingerprint Of(ModelRun run, ModelRenderer renderer)
    {
        var settings = run.Client.GoogleAds!;
        return new(SqlDigest.Of($"{settings.Source} {settings.CustomerId}"), SqlDigest.Of([Select(isReadTwice: true), Select(isReadTwice: false)]), None);

        SqlStatement Select(bool isReadTwice)
        {
            var values = ModelValues.Of(run, renderer.Dialect);
            values["is_read_twice"] = isReadTwice;
            return renderer.Render(ModelGraph.Load()["stg_google_ads_cost"], values);
        }
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; of anything else a fingerprint that no other is like.</summary>
    public static GoogleAdsFingerprint Parse(string text)
    {
        string[] parts = text.Split(' ');
        string[] common = parts[0].Split('.');
        return common.Length == 2 && parts.Skip(1).All(part => part.Contains('=', StringComparison.Ordinal))
            ? new(common[0], common[1], parts.Skip(1).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal))
            : new("", "", None);
    }

    /// <summary>True where the rows are of the same account and source, by the same SQL.</summary>
    public bool IsComparable(GoogleAdsFingerprint other) => Identity == other.Identity && Sql == other.Sql;

    /// <summary>True where a date's rows are of the same account and source, by other SQL.</summary>
    public bool IsOfOtherSql(LedgerRow staged) => Parse(staged.Fingerprint) is var other && Identity == other.Identity && Sql != other.Sql;

    public override string ToString() =>
        string.Concat(Accounts.OrderBy(account => account.Key, StringComparer.Ordinal).Select(account => $" {account.Key}={account.Value}").Prepend($"{Identity}.{Sql}"));
}
