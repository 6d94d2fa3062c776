namespace MarketingPipeline.Workbench.Histories;

/// <summary>
/// A Google Ads account of three campaigns that change, and of one that stands for its first and last date, so that the
/// report always answers for every date that it once answered for.
/// </summary>
internal sealed class LittleReport
{
    private const long Standing = 1;

    private static readonly long[] Campaigns = [7, 8, 9];

    private readonly SortedDictionary<(DateOnly Date, long Campaign), Figures> _figures = [];
    private readonly Dictionary<long, (string Name, string Type)> _latest = Campaigns.ToDictionary(id => id, id => (id == 7 ? "Brand" : $"Campaign {id}", "SEARCH"));
    private DateOnly _from = DateOnly.MaxValue;
    private DateOnly _to = DateOnly.MinValue;

    public bool IsEmpty => _from > _to;

    /// <summary>The last date that it answers for.</summary>
    public DateOnly Newest => _to;

    /// <summary>Costs of a date, new or restated.</summary>
    public void Cost(DateOnly date, Dice dice)
    {
        Reach(date);
        foreach (var campaign in Campaigns.Where(_ => !dice.Chance(3)))
        {
            var micros = dice.Pick(0L, 999_999, 1_000_000, 5_250_000);
            var (name, type) = _figures.TryGetValue((date, campaign), out var known) ? (known.Name, known.Type) : _latest[campaign];
            _figures[(date, campaign)] = new(name, type, micros, dice.Below(4), dice.Pick(0m, 0.5m, 2m), dice.Pick<long?>(null, micros, micros / 2, micros + 10), campaign == 9 || dice.Chance(6) ? "USD" : "EUR");
        }
    }

    /// <summary>A campaign's name from a date on.</summary>
    public void Rename(DateOnly date, Dice dice)
    {
        var (campaign, name) = (dice.Pick(Campaigns), dice.Pick("Brand", "Sommer", "spring", "Shop", "New name"));
        Change(date, campaign, figures => figures with { Name = name });
        _latest[campaign] = (name, _latest[campaign].Type);
    }

    /// <summary>A campaign's type from a date on.</summary>
    public void Retype(DateOnly date, Dice dice)
    {
        var (campaign, type) = (dice.Pick(Campaigns), dice.Pick("SEARCH", "PERFORMANCE_MAX", "DISPLAY", "VIDEO", "HOTEL"));
        Change(date, campaign, figures => figures with { Type = type });
        _latest[campaign] = (_latest[campaign].Name, type);
    }

    /// <summary>A campaign's row of a date is gone, or its rows of all dates.</summary>
    public void Uncost(DateOnly date, Dice dice)
    {
        var (campaign, all) = (dice.Pick(Campaigns), dice.Chance(4));
        foreach (var place in _figures.Keys.Where(place => place.Campaign == campaign && (all || place.Date == date)).ToArray())
        {
            _figures.Remove(place);
        }
    }

    /// <summary>The report answers for a date.</summary>
    public void Reach(DateOnly date) => (_from, _to) = (date < _from ? date : _from, date > _to ? date : _to);

    /// <summary>Campaign and ad-group rows.</summary>
    public AdsRow[] Rows() =>
    [
        .. new[] { _from, _to }.Distinct().Select(date => new AdsRow(date, Standing, 1000, "Standing")),
        .. _figures.Select(entry => entry.Value.Row(entry.Key.Date, entry.Key.Campaign, null, entry.Value.Micros)),
        .. _figures.Where(entry => entry.Value.OfGroup is not null).Select(entry => entry.Value.Row(entry.Key.Date, entry.Key.Campaign, entry.Key.Campaign * 10, entry.Value.OfGroup!.Value)),
    ];

    private void Change(DateOnly date, long campaign, Func<Figures, Figures> change)
    {
        foreach (var place in _figures.Keys.Where(place => place.Campaign == campaign && place.Date >= date).ToArray())
        {
            _figures[place] = change(_figures[place]);
        }
    }

    private sealed record Figures(string Name, string Type, long Micros, long Clicks, decimal Conversions, long? OfGroup, string Currency)
    {
        public AdsRow Row(DateOnly date, long campaign, long? group, long micros) =>
            new(date, campaign, micros, Name, Type, group, Clicks, Clicks * 10, Conversions, Conversions * 7.25m, Currency);
    }
}
