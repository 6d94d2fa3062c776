using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running;

/// <summary>Answers Get-SessionSource: by the step of the SQL that gives sessions their sources.</summary>
internal sealed class SessionSourceReader(ClientRun run)
{
    private const string Advice = "Take session_key from int_<client>_sessions_enriched: stream, user and session id joined by '|'.";

    // Of turns 1 to 4, what no hit of the session has where a later one decides.
    private static readonly string[] Lacking =
    [
        "no event has a last click of Google's",
        "no hit names a source or carries a click id",
        "no hit comes from a host that is neither the client's own nor an unwanted one",
        "no hit names a medium or campaign",
    ];

    /// <summary>The steps of sessions, by session and in the order of events.</summary>
    /// <exception cref="PipelineException">A session is not in the table (NotFound).</exception>
    public async Task<IReadOnlyList<SessionSourceStep>> ReadAsync(IReadOnlyCollection<string> sessionKeys, CancellationToken cancellation)
    {
        string[] keys = [.. sessionKeys.Distinct(StringComparer.Ordinal)];
        if (Array.Find(keys, key => key.Length == 0 || key.Any(char.IsControl)) is { } wrong)
        {
            throw new PipelineException(PipelineErrorKind.Argument, $"{ShownText.Quote(wrong)} is not a session_key.", Advice, run.Client.Name.Value);
        }

        var values = ModelValues.Of(run.Model, run.Dialect);
        values["asked_sessions"] = new LiteralRows(["session_key"], [.. keys.Select(key => new[] { key })]) { Description = "sessions that are asked for (session_key)" };
        (values["asked_from"], values["asked_to"]) = await DatesAsync(keys, values, cancellation).ConfigureAwait(false);
        values["are_asked"] = true;
        var steps = new List<SessionSourceStep>();
        await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("session_source", values), cancellation).ConfigureAwait(false))
        {
            steps.AddRange(Read(row));
        }

        return steps;
    }

    /// <summary>The dates that have events of the sessions: warehouses then read no others.</summary>
    private async Task<(DateOnly From, DateOnly To)> DatesAsync(string[] keys, Dictionary<string, object?> values, CancellationToken cancellation)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var (from, to) = (DateOnly.MaxValue, DateOnly.MinValue);
        await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("session_dates", values), cancellation).ConfigureAwait(false))
        {
            found.Add(row.Get<string>("session_key")!);

            // The property's dates: the last is at most a day after what the session's length makes of the first.
            var first = row.Get<DateOnly>("session_date");
            var last = first.AddDays(1 + (row.Get<DateTimeOffset>("session_end") - row.Get<DateTimeOffset>("session_start")).Days);
            (from, to) = (first < from ? first : from, last > to ? last : to);
        }

        if (Array.Find(keys, key => !found.Contains(key)) is { } missing)
        {
            throw new PipelineException(PipelineErrorKind.NotFound, $"Client {run.Client.Name} has no session {ShownText.Quote(missing)}.", Advice, run.Client.Name.Value);
        }

        // What was built as of a date knows nothing after it, whatever has been staged since.
        var built = (await Building.MartWindow.ReadAsync(run.Ledger, cancellation).ConfigureAwait(false))?.To ?? run.AsOf;
        return (from, to < built ? to : built);
    }

    private IEnumerable<SessionSourceStep> Read(Row row)
    {
        var isDirect = row.Get<string>("source_method") == "direct";
        if (row.Get<long?>("event_number") is not null)
        {
            yield return Hit(row, row.Get<bool>("decides"));
        }

        if (isDirect && row.Get<bool>("is_last"))
        {
            yield return Step(row) with { Rule = "direct", Decides = true, Reason = Sentence(Lacking) };
        }
    }

    private SessionSourceStep Hit(Row row, bool decides)
    {
        var turn = row.Get<long?>("turn");
        var earlier = decides ? Lacking[..(int)(turn!.Value - 1)] : [];
        return Step(row) with
        {
            Event = row.Get<long>("event_number"),
            Time = row.Get<DateTimeOffset>("event_timestamp"),
            EventName = row.Get<string>("event_name"),
            Rule = RuleOf(row, turn),
            Decides = decides,
            Reason = Sentence([ReasonOf(row, turn), .. earlier]),
            Tags = row.Get<string>("hit_source") is null && row.Get<string>("hit_medium") is null && row.Get<string>("hit_campaign") is null ? null : Tags(row, "hit"),
            ReferrerHost = row.Get<string>("referrer_host"),
        };
    }

    private SessionSourceStep Step(Row row) => new()
    {
        Client = run.Client.Name.Value,
        SessionKey = row.Get<string>("session_key")!,
        Decides = false,
        Reason = "",
        SourceMethod = row.Get<string>("source_method")!,
        Source = row.Get<string>("source"),
        Medium = row.Get<string>("medium"),
        Campaign = row.Get<string>("campaign"),
    };

    private static string? RuleOf(Row row, long? turn) => turn switch
    {
        null => null,
        1 => "last_click",
        3 => "referrer",
        _ => row.Get<bool>("is_click") ? "click_id" : "collected",
    };

    private static string ReasonOf(Row row, long? turn) => turn switch
    {
        1 => $"it has Google's last click: {Tags(row, "last_click")}",
        2 when row.Get<bool>("is_click") => $"it carries a click id of {SenderOf(row)} and names no other sender",
        2 when row.Get<bool>("names_source") && row.Get<string>("click") is not null => $"it names a source, which its click id of {SenderOf(row)} does not override",
        2 when row.Get<bool>("names_source") => "it names a source",
        2 => $"it carries a click id of {SenderOf(row)}, and its tags another sender's medium or campaign",
        3 => $"it comes from {row.Get<string>("referrer_host")}, and names no source",
        4 => "it names only a medium or campaign, which counts where no hit comes from a foreign host",
        _ when row.Get<string>("referrer_host") is { } host && row.Get<string>("hit_source") is null => $"it comes from {host}, which is the client's own or unwanted, and names nothing",
        _ => "it names nothing but placeholders, or a referral from a host that is the client's own or unwanted",
    };

    private static string SenderOf(Row row) => row.Get<string>("click") switch
    {
        "microsoft_ads" => "Microsoft Advertising",
        "free_listing" => "Google's free listings",
        _ => "Google Ads",
    };

    private static string Tags(Row row, string of) => string.Join(" / ", new[] { "source", "medium", "campaign" }.Select(column => row.Get<string>($"{of}_{column}") ?? "-"));

    private static string Sentence(IEnumerable<string> parts)
    {
        var text = string.Join("; ", parts) + ".";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
