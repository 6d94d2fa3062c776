namespace MarketingPipeline.Core.Running;

/// <summary>
/// A step in why a session has its source: a hit that names something, in the order of events; last of a direct session, that no
/// rule found one. The session's source stands on each of its steps.
/// </summary>
public sealed record SessionSourceStep
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary>The session.</summary>
    public required string SessionKey { get; init; }

    /// <summary>The hit's number among the session's events, from 1; null where no hit decides.</summary>
    public long? Event { get; init; }

    /// <summary>When it was, UTC.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The event's name.</summary>
    public string? EventName { get; init; }

    /// <summary>The rule that may take the hit: last_click, click_id, collected or referrer; direct where none finds one; null where no rule may take it.</summary>
    public string? Rule { get; init; }

    /// <summary>True of the one step that gives the session its source.</summary>
    public required bool Decides { get; init; }

    /// <summary>Why: what the rule found in the hit or the hit lacks; of the deciding one also what the rules before lacked.</summary>
    public required string Reason { get; init; }

    /// <summary>The hit's own tags, as source / medium / campaign; null where it has none.</summary>
    public string? Tags { get; init; }

    /// <summary>The host of the hit's referrer.</summary>
    public string? ReferrerHost { get; init; }

    /// <summary>The session's rule, as in source_method.</summary>
    public required string SourceMethod { get; init; }

    /// <summary>The session's source.</summary>
    public string? Source { get; init; }

    /// <summary>The session's medium.</summary>
    public string? Medium { get; init; }

    /// <summary>The session's campaign, as its hit names it.</summary>
    public string? Campaign { get; init; }
}
