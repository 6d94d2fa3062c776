using System.Globalization;
using System.Text;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>
/// A client whose sources and settings change as a history says, and what it has is written into a bench's workspace. Files
/// are written with times of their own: however fast they follow each other, each version is another.
/// </summary>
internal sealed class LittleClient
{
    public const string Name = "acme";

    /// <summary>The history's last day.</summary>
    public static readonly DateOnly Last = Bench.Yesterday;

    private static readonly DateTime FirstWrite = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Bench _bench;
    private readonly ClientKind _kind;
    private readonly LittleSettings _settings = new();
    private readonly LittleReport _report = new();
    private readonly SortedDictionary<DateOnly, List<LittleEvent>> _daily = [];
    private readonly SortedDictionary<DateOnly, List<LittleEvent>> _intraday = [];
    private int _writes;

    public LittleClient(Bench bench, ClientKind kind)
    {
        (_bench, _kind) = (bench, kind);
        _settings.Write(bench, Name, kind);
    }

    private bool HasGa4 => _kind != ClientKind.GoogleAdsOnly;

    public bool HasGoogleAds => _kind is ClientKind.Full or ClientKind.SharedFull or ClientKind.GoogleAdsOnly;

    /// <summary>Does what a step says; a step about a source that the client lacks does nothing.</summary>
    public void Apply(Step step)
    {
        var date = Last.AddDays(-step.Ago);
        switch (step.What)
        {
            case Happening.Setting:
                _settings.Change(step.Choice, step.Seed);
                _settings.Write(_bench, Name, _kind);
                break;
            case Happening.Cost or Happening.Rename or Happening.Retype or Happening.Uncost when HasGoogleAds:
                Account(step.What, date, new Dice(step.Seed, step.Choice));
                break;
            case Happening.Arrive or Happening.Rewrite or Happening.Vanish or Happening.Intraday or Happening.Daily when HasGa4:
                Export(step, date);
                break;
            default:
                break;
        }
    }

    /// <summary>Sees to it that sources reach the last days: a run would be refused without.</summary>
    public void BeCurrent()
    {
        if (HasGa4 && !_daily.Keys.Concat(_intraday.Keys).Any(date => date > Last.AddDays(-4)))
        {
            Export(new Step(Happening.Arrive, 0, 0, 1), Last);
        }

        if (HasGoogleAds && (_report.IsEmpty || _report.Newest <= Last.AddDays(-4)))
        {
            Account(Happening.Cost, Last, new Dice(1));
        }
    }

    /// <summary>A file of a source that is there, none where there is none.</summary>
    public string? SourceFile(bool ofGoogleAds, int seed)
    {
        string[] files = ofGoogleAds
            ? HasGoogleAds && !_report.IsEmpty ? [ReportFile] : []
            : [.. _daily.Keys.Select(date => DayFile(date, "events_")), .. _intraday.Keys.Select(date => DayFile(date, "events_intraday_"))];
        return files.Length == 0 ? null : files[seed % files.Length];
    }

    /// <summary>Writes a file of a source, as a version of its own.</summary>
    public void Write(string file, string text)
    {
        _bench.Write(file, text);
        File.SetLastWriteTimeUtc(Path.Combine(_bench.Root, file), FirstWrite.AddMinutes(++_writes));
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(_bench.Root, file), Encoding.UTF8);

    private static string ReportFile => $"ads/{Name}/report.json";

    private static string DayFile(DateOnly date, string prefix) => $"ga4/{Name}/{prefix}{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.jsonl";

    private void Account(Happening what, DateOnly date, Dice dice)
    {
        switch (what)
        {
            case Happening.Cost:
                _report.Cost(date, dice);
                break;
            case Happening.Rename:
                _report.Rename(date, dice);
                break;
            case Happening.Retype:
                _report.Retype(date, dice);
                break;
            default:
                _report.Uncost(date, dice);
                break;
        }

        if (!_report.IsEmpty)
        {
            _bench.GoogleAds(Name, "report.json", _report.Rows());
            Write(ReportFile, Read(ReportFile));
        }
    }

    private void Export(Step step, DateOnly date)
    {
        var dice = new Dice(step.Seed, step.Choice);
        switch (step.What)
        {
            case Happening.Arrive:
                Day(_daily, date).AddRange(Some(1 + (step.Choice % 4)));
                break;
            case Happening.Intraday:
                Day(_intraday, date).AddRange(Some(1 + (step.Choice % 3)));
                break;
            case Happening.Rewrite when Existing(date, dice) is { } rewritten:
                Rewrite(_daily[rewritten], dice, step.Seed);
                date = rewritten;
                break;
            case Happening.Vanish when Existing(date, dice) is { } vanished:
                Keep(_daily[vanished], dice);
                date = vanished;
                break;
            case Happening.Daily:
                Complete(date, dice, step.Seed);
                break;
            default:
                return;
        }

        Write(_daily, date, "events_");
        Write(_intraday, date, "events_intraday_");

        IEnumerable<LittleEvent> Some(int count) => Enumerable.Range(0, count).Select(index => new LittleEvent((step.Seed * 8) + index));
    }

    /// <summary>The day, or one that is there.</summary>
    private DateOnly? Existing(DateOnly date, Dice dice) =>
        _daily.ContainsKey(date) ? date : _daily.Count == 0 ? null : _daily.Keys.ElementAt(dice.Below(_daily.Count));

    private static void Rewrite(List<LittleEvent> day, Dice dice, int seed)
    {
        for (var index = 0; index < day.Count; index++)
        {
            if (index == seed % day.Count || dice.Chance(4))
            {
                day[index] = day[index] with { Touch = seed + index };
            }
        }
    }

    private static void Keep(List<LittleEvent> day, Dice dice)
    {
        var kept = day[dice.Below(day.Count)];
        day.RemoveAll(hit => hit != kept && !dice.Chance(5));
    }

    /// <summary>The daily table has what the intraday one had, and more, and some of it is rewritten.</summary>
    private void Complete(DateOnly date, Dice dice, int seed)
    {
        var day = Day(_daily, date);
        if (_intraday.TryGetValue(date, out var known))
        {
            day.AddRange(known.Select((hit, index) => dice.Chance(4) ? hit with { Touch = seed + index } : hit));
            if (dice.Chance(2))
            {
                _intraday.Remove(date);
                File.Delete(Path.Combine(_bench.Root, DayFile(date, "events_intraday_")));
            }
        }

        day.Add(new LittleEvent(seed * 8));
    }

    private static List<LittleEvent> Day(SortedDictionary<DateOnly, List<LittleEvent>> days, DateOnly date)
    {
        if (!days.TryGetValue(date, out var day))
        {
            days[date] = day = [];
        }

        return day;
    }

    private void Write(SortedDictionary<DateOnly, List<LittleEvent>> days, DateOnly date, string prefix)
    {
        if (days.TryGetValue(date, out var day))
        {
            Write(DayFile(date, prefix), string.Concat(day.Select(hit => hit.On(date).Json.ToJsonString() + "\n")));
        }
    }
}
