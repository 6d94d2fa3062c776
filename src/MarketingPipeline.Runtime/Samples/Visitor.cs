namespace MarketingPipeline.Runtime.Samples;

/// <summary>A browser, as far as GA4 knows it. What it has done so far changes while the story is told.</summary>
internal sealed class Visitor
{
    /// <summary>Null where consent is denied: such a visitor is seen once and never known again.</summary>
    public string? PseudoId { get; init; }

    /// <summary>The site's own id of those who sign in.</summary>
    public string? UserId { get; init; }

    public required Device Device { get; init; }

    public required Place Place { get; init; }

    /// <summary>Microseconds, UTC.</summary>
    public required long FirstTouch { get; init; }

    /// <summary>traffic_source: how the visitor came first.</summary>
    public required TrafficSource FirstSource { get; init; }

    public required bool AllowsAds { get; init; }

    public int Sessions { get; set; }

    /// <summary>Microseconds, UTC: the next session cannot start before it.</summary>
    public long BusyUntil { get; set; }

    public Attribution? LastNonDirect { get; set; }

    /// <summary>An order whose thank-you page the visitor has left open.</summary>
    public Order? OpenOrder { get; set; }

    public decimal LifetimeValueUsd { get; set; }

    public long Bundles { get; set; }

    public bool HasConsent => PseudoId is not null;
}

/// <summary>What Google attributes a session to, and the day it comes from.</summary>
internal sealed record Attribution(TrafficSource Source, string Channel, AdClick? Ad, int Ago)
{
    // GA4 looks back so far for the last non-direct click.
    public const int LookbackDays = 90;
}

/// <summary>Visitors that may come again: the latest few thousand of a site.</summary>
internal sealed class VisitorPool
{
    private const int Capacity = 3000;
    private readonly List<Visitor> _visitors = [];
    private int _oldest;

    public void Add(Visitor visitor)
    {
        if (_visitors.Count < Capacity)
        {
            _visitors.Add(visitor);
            return;
        }

        _visitors[_oldest] = visitor;
        _oldest = (_oldest + 1) % Capacity;
    }

    /// <summary>A visitor who is free at <paramref name="time"/>; null where a few tries find none.</summary>
    public Visitor? Take(long time, SampleRandom random)
    {
        for (var i = 0; i < 3 && _visitors.Count > 0; i++)
        {
            var visitor = random.Pick(_visitors);
            if (visitor.BusyUntil <= time)
            {
                return visitor;
            }
        }

        return null;
    }
}
