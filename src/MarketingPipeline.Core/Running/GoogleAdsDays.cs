using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>A date that Google Ads' reports answer for.</summary>
internal sealed record GoogleAdsDay
{
    /// <summary>The date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The files or accounts that answer, in their order.</summary>
    public required IReadOnlyList<GoogleAdsCoverage> Answering { get; init; }

    /// <summary>Accounts whose rows of the date stay as they are: they are the client's, and do not answer.</summary>
    public required IReadOnlySet<string> Staying { get; init; }

    /// <summary>What the ledger knows of the date; null where it was never staged.</summary>
    public LedgerRow? Staged { get; init; }

    public string Sources => string.Join(", ", Answering.Select(coverage => coverage.Source));

    /// <summary>False while it is not over where an account is: its figures still grow. Of files one that was saved later is enough.</summary>
    public bool IsOver => Answering.All(IsOverFor) || Answering.Any(coverage => coverage.Bytes is not null && IsOverFor(coverage));

    private bool IsOverFor(GoogleAdsCoverage coverage) => coverage.Today is null || Date < coverage.Today;

    public long? Bytes => Answering.Any(coverage => coverage.Bytes is null) ? null : Answering.Sum(coverage => coverage.Bytes);

    public DateTimeOffset? ModifiedAt => Answering.Max(coverage => coverage.ModifiedAt);
}

/// <summary>Which dates a run reads, and in which pieces.</summary>
internal sealed class GoogleAdsDays(ClientRun run, StagingRequest request, GoogleAdsOffer offer, GoogleAdsFingerprint current)
{
    private const string AccountPrefix = "customers/";

    private readonly HashSet<string> _offered = [.. offer.Coverage.Select(coverage => AccountOf(coverage.Source)).OfType<string>()];

    /// <summary>The dates that the reports answer for; those of live sources answer for all that they keep, were it not that an account is silent.</summary>
    public static IReadOnlySet<DateOnly> Answered(GoogleAdsOffer offer, DateOnly from, DateOnly to)
    {
        var dates = new HashSet<DateOnly>();
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            if (offer.IsLive ? date >= (offer.Oldest ?? date) : offer.Coverage.Any(coverage => coverage.From <= date && date <= coverage.To))
            {
                dates.Add(date);
            }
        }

        return dates;
    }

    private DateOnly WindowFrom => run.AsOf.AddDays(1 - run.Client.GoogleAds!.RestatementDays);

    /// <summary>
    /// The dates, oldest first. Of files all: they say by themselves what has changed. Of live sources those that Google may
    /// still restate, those that the ledger lacks, and those that are asked for; the others are final.
    /// </summary>
    public IReadOnlyList<GoogleAdsDay> ToRead(DateOnly from, IReadOnlyDictionary<DateOnly, LedgerRow> ledger)
    {
        var days = new List<GoogleAdsDay>();
        if (offer.Coverage.Count == 0)
        {
            return days;
        }

        var first = offer.Coverage.Min(coverage => coverage.From);
        for (var date = first > from ? first : from; date <= run.AsOf; date = date.AddDays(1))
        {
            var answering = offer.Coverage.Where(coverage => coverage.From <= date && date <= coverage.To).ToArray();
            if (answering.Length > 0)
            {
                days.Add(new GoogleAdsDay { Date = date, Answering = answering, Staying = Staying(answering), Staged = ledger.GetValueOrDefault(date) });
            }
        }

        return offer.IsLive ? [.. days.Where(day => day.Date >= WindowFrom || request.FullRefresh || Ga4Plan.IsAsked(request, day.Date) || IsLacking(day))] : days;
    }

    /// <summary>The next days to read in one piece: without a gap between them where the source is live; of files all.</summary>
    public GoogleAdsDay[] Next(IReadOnlyList<GoogleAdsDay> days, int done, int atMost)
    {
        var count = 1;
        while (done + count < days.Count && (!offer.IsLive || (count < atMost && days[done + count].Date == days[done].Date.AddDays(count))))
        {
            count++;
        }

        return [.. days.Skip(done).Take(count)];
    }

    /// <summary>
    /// The accounts that a staged date has rows of and that are the client's no longer: neither do they answer, nor should
    /// they. Google's answer without them is an answer like any other: the dates that are read again lose their rows, which
    /// the journal says; dates that are final keep them, as they keep all else, until -From and -To or -FullRefresh.
    /// </summary>
    public IEnumerable<string> Unlinked(GoogleAdsDay day) =>
        _offered.Count == 0 || day.Staged is null ? [] : GoogleAdsFingerprint.Parse(day.Staged.Fingerprint).Accounts.Keys.Where(account => !_offered.Contains(account) && !day.Staying.Contains(account));

    /// <summary>Never read, read of another account or by other SQL, or read while an account that now answers was silent or had no rows.</summary>
    private bool IsLacking(GoogleAdsDay day)
    {
        if (day.Staged is null)
        {
            return true;
        }

        var staged = GoogleAdsFingerprint.Parse(day.Staged.Fingerprint);
        return !staged.IsComparable(current)
            || day.Answering.Select(coverage => coverage.Source).Except(day.Staged.SourceTable.Split(", ")).Any()
            || day.Answering.Any(coverage => AccountOf(coverage.Source) is { } account && offer.Filled.Contains((account, day.Date)) && !staged.Accounts.ContainsKey(account));
    }

    /// <summary>Silent accounts, and those that answer for other dates only.</summary>
    private HashSet<string> Staying(GoogleAdsCoverage[] answering) =>
        [.. offer.Silent.Select(account => account.CustomerId).Concat(_offered).Except(answering.Select(coverage => AccountOf(coverage.Source)).OfType<string>())];

    private static string? AccountOf(string source) => source.StartsWith(AccountPrefix, StringComparison.Ordinal) ? source[AccountPrefix.Length..] : null;
}
