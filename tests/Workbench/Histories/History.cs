using System.Globalization;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>What a little client has.</summary>
public enum ClientKind
{
    Full,
    Ga4Only,
    GoogleAdsOnly,
    SharedFull,
    SharedGa4Only,
}

/// <summary>What can happen to a little client: the first to its sources and settings, the others are runs.</summary>
public enum Happening
{
    /// <summary>Events arrive for a day: a new one, one that was a gap, or late ones of a day that is there.</summary>
    Arrive,

    /// <summary>Some of a day's events are others than they were.</summary>
    Rewrite,

    /// <summary>Most of a day's events are gone.</summary>
    Vanish,

    /// <summary>A day's intraday table grows.</summary>
    Intraday,

    /// <summary>The daily table takes the place of a day's intraday one.</summary>
    Daily,

    /// <summary>A day's costs arrive or are restated.</summary>
    Cost,

    /// <summary>A campaign has another name from a day on.</summary>
    Rename,

    /// <summary>A campaign has another type from a day on.</summary>
    Retype,

    /// <summary>A campaign's row of a day is gone.</summary>
    Uncost,

    /// <summary>A setting of the client or the workspace changes.</summary>
    Setting,

    /// <summary>Sources are staged: whole, a range, one of the two, all again.</summary>
    Stage,

    /// <summary>Tables are built: whole, one layer, a range, all again.</summary>
    Build,

    /// <summary>Stages and builds.</summary>
    Run,

    /// <summary>Stages and is cancelled, dies, or finds a source that cannot be read and is mended later.</summary>
    BrokenStage,

    /// <summary>Builds and is cancelled, or dies.</summary>
    BrokenBuild,

    /// <summary>Stages and builds; the tables are then those of one full refresh.</summary>
    Check,
}

/// <summary>A step of a history. It is valid wherever it stands, whatever went before.</summary>
/// <param name="What">What happens.</param>
/// <param name="Ago">To which day, or as of which: days before the history's last.</param>
/// <param name="Choice">In which of its ways.</param>
/// <param name="Seed">What makes its values.</param>
public sealed record Step(Happening What, int Ago, int Choice, int Seed)
{
    public bool IsRun => What >= Happening.Stage;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{What} {Ago} {Choice} {Seed}");

    public static Step Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var what, var ago, var choice, var seed]
            ? new(Enum.Parse<Happening>(what), Number(ago), Number(choice), Number(seed))
            : throw new FormatException($"'{text}' is no step.");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>What happened to a little client, in order. It ends with one ordinary run, which is not among the steps.</summary>
public sealed record History(ClientKind Client, IReadOnlyList<Step> Steps)
{
    /// <summary>As text, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{Client}: {string.Join(", ", Steps)}";

    public static History Parse(string text) =>
        text.Split(':', 2) is [var client, var steps]
            ? new(Enum.Parse<ClientKind>(client), [.. steps.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Step.Parse)])
            : throw new FormatException($"'{text}' is no history.");
}
