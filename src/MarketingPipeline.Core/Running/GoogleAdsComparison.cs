using MarketingPipeline.Core.Ledger;

namespace MarketingPipeline.Core.Running;

/// <summary>A day as it was read, against the day as it is staged.</summary>
internal sealed record GoogleAdsComparison
{
    private static readonly string[] None = [];

    /// <summary>The day.</summary>
    public required GoogleAdsDay Day { get; init; }

    /// <summary>What is staged of it after the run.</summary>
    public required GoogleAdsFingerprint Fingerprint { get; init; }

    /// <summary>True where its rows are replaced.</summary>
    public required bool IsChanged { get; init; }

    /// <summary>The accounts whose rows are left where they are, in order.</summary>
    public required IReadOnlyList<string> Staying { get; init; }

    /// <summary>Compares a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="read">The digest of each account's rows that were read.</param>
    /// <param name="current">What all days of the run have in common.</param>
    /// <param name="request">What is asked for whether or not it changed.</param>
    public static GoogleAdsComparison Of(GoogleAdsDay day, Dictionary<string, string> read, GoogleAdsFingerprint current, StagingRequest request)
    {
        var staged = day.Staged is null ? null : GoogleAdsFingerprint.Parse(day.Staged.Fingerprint);
        var isComparable = staged is not null && staged.IsComparable(current);

        // Of another client account, or of another kind of source, nothing stays. Rows by other SQL stay with an account that
        // does not answer, but are not known by a digest any more: they are replaced as soon as it does.
        IReadOnlyList<string> staying = staged?.Identity == current.Identity ? [.. day.Staying.Order(StringComparer.Ordinal)] : None;
        var kept = isComparable ? staged!.Accounts.Where(account => staying.Contains(account.Key)).ToArray() : [];
        return new GoogleAdsComparison
        {
            Day = day,
            Staying = staying,
            Fingerprint = current with { Accounts = read.Concat(kept.Where(account => !read.ContainsKey(account.Key))).ToDictionary(StringComparer.Ordinal) },
            IsChanged = !isComparable || request.FullRefresh || Ga4Plan.IsAsked(request, day.Date)
                || day.Staged!.IsDaily != day.IsOver
                || staged!.Accounts.Count - kept.Length != read.Count
                || read.Any(account => staged.Accounts.GetValueOrDefault(account.Key) != account.Value),
        };
    }

    /// <summary>The ledger's row of an unchanged day, where it does not say yet who has answered; else null.</summary>
    public LedgerRow? Read() => Day.Staged!.SourceTable == Day.Sources && Day.Staged.Fingerprint == Fingerprint.ToString()
        ? null
        : Day.Staged with { SourceTable = Day.Sources, Fingerprint = Fingerprint.ToString() };
}
