namespace MarketingPipeline.Runtime.Samples;

/// <summary>One event of a visit, before it is written in the export's shape.</summary>
internal sealed record Ga4Event
{
    public required Visit Visit { get; init; }

    public required string Name { get; init; }

    /// <summary>Microseconds, UTC.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Null for events that a server sends: no address, no hostname.</summary>
    public Page? Page { get; init; }

    /// <summary>True on the hit that shows how the visit came.</summary>
    public bool ShowsArrival { get; init; }

    /// <summary>False for a server's event that names no session.</summary>
    public bool NamesSession { get; init; } = true;

    /// <summary>Milliseconds; null on a session's first hits.</summary>
    public int? EngagementTime { get; init; }

    /// <summary>session_engaged; null where the event has none.</summary>
    public bool? IsEngaged { get; init; }

    /// <summary>The event's own parameters.</summary>
    public IReadOnlyList<EventParam> Params { get; init; } = [];

    public Order? Order { get; init; }

    public OrderRole Role { get; init; }

    public Batch? Batch { get; init; }

    /// <summary>The property's local date, which names the table.</summary>
    public DateOnly LocalDate => DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(Timestamp * TimeSpan.TicksPerMicrosecond) + Visit.Property.UtcOffset);
}

/// <summary>What an event says of an order.</summary>
internal enum OrderRole
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A step on the way: items, and an ecommerce record with the transaction id (not set).</summary>
    Step,

    /// <summary>A purchase with an ecommerce record.</summary>
    Purchase,

    /// <summary>A refund of the order.</summary>
    Refund,

    /// <summary>An agency's own booking event: parameters only.</summary>
    Booking,
}

/// <summary>Where an event stands in what the browser sent together.</summary>
internal sealed record Batch(long PageId, int OrderingId, int EventIndex, long BundleSequenceId);

/// <summary>A parameter: the value is in the slot of its type, and in none where GA4 kept only the key.</summary>
internal readonly record struct EventParam(string Key, string? Text, long? Integer, decimal? Double)
{
    public static EventParam Of(string key, string? text) => new(key, text, null, null);

    public static EventParam Of(string key, long number) => new(key, null, number, null);

    public static EventParam Of(string key, decimal number) => new(key, null, null, number);
}
