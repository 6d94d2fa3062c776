namespace MarketingPipeline.Runtime.Samples;

/// <summary>One session: who comes, when, and how.</summary>
internal sealed record Visit
{
    public required Property Property { get; init; }

    public required Site Site { get; init; }

    public required Visitor Visitor { get; init; }

    public required ExportEra Era { get; init; }

    /// <summary>Microseconds, UTC.</summary>
    public required long Start { get; init; }

    public required int Number { get; init; }

    public required Arrival Arrival { get; init; }

    /// <summary>The arrival's click id, as the address has it.</summary>
    public string? ClickId { get; init; }

    public required Page Landing { get; init; }

    /// <summary>Google's last non-direct click for the session; null for a direct one.</summary>
    public Attribution? LastClick { get; init; }

    /// <summary>False where the export does not say (a few sessions of any era).</summary>
    public bool ExportsLastClick { get; init; }

    /// <summary>True where session_engaged comes as an integer.</summary>
    public bool EngagedAsInteger { get; init; }

    /// <summary>True for a visit that begins just before local midnight and goes on after it.</summary>
    public bool CrossesMidnight { get; init; }

    /// <summary>ga_session_id: the start in seconds.</summary>
    public long SessionId => Start / 1_000_000;
}

/// <summary>A page as a hit reports it; <paramref name="Host"/> as the address has it.</summary>
internal sealed record Page(string Location, string Title, string? Referrer, string Host)
{
    /// <summary>Set where a site tells GA4 not to take the referrer for a source.</summary>
    public bool IgnoresReferrer { get; init; }
}
