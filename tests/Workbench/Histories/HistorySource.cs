using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>Random histories for FsCheck. They shrink by losing steps, then by simpler ones.</summary>
public static class HistorySource
{
    private const int Seeds = 10_000;

    /// <summary>A history whose days lie close together, one that reaches back over look-backs and windows, or one of both.</summary>
    private static readonly int[][] Calendars =
    [
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 6, 7, 8, 9, 14],
        [0, 1, 29, 30, 31, 59, 60, 61],
        [0, 1, 2, 88, 89, 90, 91, 92, 93],
        [0, 3, 45, 91, 93, 135, 182, 184],
    ];

    /// <summary>
    /// What changes in a history, by how often: few kinds in each, as what one change leaves wrong another one often mends.
    /// </summary>
    private static readonly (int, Gen<Happening[]>)[] Themes =
    [
        (4, Gen.Constant<Happening[]>([Happening.Arrive])),
        (3, Gen.Constant<Happening[]>([Happening.Rewrite])),
        (2, Gen.Constant<Happening[]>([Happening.Vanish, Happening.Arrive])),
        (2, Gen.Constant<Happening[]>([Happening.Intraday, Happening.Intraday, Happening.Daily])),
        (2, Gen.Constant<Happening[]>([Happening.Cost, Happening.Uncost])),
        (2, Gen.Constant<Happening[]>([Happening.Rename, Happening.Cost])),
        (2, Gen.Constant<Happening[]>([Happening.Retype, Happening.Rewrite])),
        (1, Gen.Constant<Happening[]>([Happening.Setting, Happening.Arrive])),
        (4, Gen.Constant<Happening[]>([Happening.Arrive, Happening.Rewrite, Happening.Vanish, Happening.Daily, Happening.Cost, Happening.Rename, Happening.Retype, Happening.Uncost, Happening.Setting])),
    ];

    private static readonly (int, Gen<Happening>)[] Runs =
    [
        (4, Gen.Constant(Happening.Run)), (3, Gen.Constant(Happening.Stage)), (3, Gen.Constant(Happening.Build)),
        (1, Gen.Constant(Happening.BrokenStage)), (1, Gen.Constant(Happening.BrokenBuild)), (1, Gen.Constant(Happening.Check)),
    ];

    /// <summary>The one history to play, where the environment says so.</summary>
    public static History? Given => Environment.GetEnvironmentVariable("MARKETINGPIPELINE_HISTORY") is { Length: > 0 } text ? History.Parse(text) : null;

    /// <summary>How many histories to try, as a variable of the environment says.</summary>
    public static int Count(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var count) ? count : usual;

    /// <summary>
    /// Where FsCheck begins: at the same histories each time, so that a change is judged by itself; where the variable asks for
    /// a number of them, at others each time.
    /// </summary>
    public static string? Replay(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } ? null : "20261130,7";

    public static Arbitrary<History> Histories() => Given is { } given ? Arb.From(Gen.Constant(given)) : Arb.From(
        from client in Gen.Frequency((5, Gen.Constant(ClientKind.Full)), (4, Gen.Constant(ClientKind.Ga4Only)), (1, Gen.Constant(ClientKind.GoogleAdsOnly)), (1, Gen.Constant(ClientKind.SharedFull)), (1, Gen.Constant(ClientKind.SharedGa4Only)))
        from calendar in Gen.Elements(Calendars)
        from settings in Gen.ListOf(Step(Gen.Constant(Happening.Setting), calendar), 3)
        from begin in Gen.ListOf(Step(Gen.Elements(Happening.Arrive, Happening.Arrive, Happening.Cost), calendar), 9)
        from first in Step(Gen.Constant(Happening.Run), calendar)
        from theme in Gen.Frequency(Themes)
        from rounds in Gen.Elements(0, 1, 1, 1, 2, 2, 3)
        from middle in Gen.ListOf(Round(theme, calendar), rounds)
        from last in Changes(theme, calendar)
        select new History(client, [.. settings, .. begin, first, .. middle.SelectMany(round => round), .. last]),
        Shrink);

    /// <summary>Some changes and a run.</summary>
    private static Gen<Step[]> Round(Happening[] theme, int[] calendar) =>
        from changes in Changes(theme, calendar)
        from run in Step(Gen.Frequency(Runs), calendar)
        select (Step[])[.. changes, run];

    private static Gen<List<Step>> Changes(Happening[] theme, int[] calendar) =>
        from count in Gen.Choose(0, 4)
        from changes in Gen.ListOf(Step(Gen.Elements(theme), calendar), count)
        select new List<Step>(changes);

    private static Gen<Step> Step(Gen<Happening> happenings, int[] calendar) =>
        from what in happenings
        from day in Gen.Frequency((6, Gen.Elements(calendar)), (1, Gen.Choose(0, calendar[^1])))
        from recent in Gen.Frequency((4, Gen.Constant(0)), (3, Gen.Elements(calendar[..4])), (1, Gen.Elements(calendar)))
        from choice in Gen.Choose(0, 99)
        from seed in Gen.Choose(1, Seeds)
        select new Step(what, what >= Happening.Stage ? recent : day, choice, seed);

    private static IEnumerable<History> Shrink(History history)
    {
        for (var size = history.Steps.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= history.Steps.Count; start += size)
            {
                yield return history with { Steps = [.. history.Steps.Take(start), .. history.Steps.Skip(start + size)] };
            }
        }

        if (history.Client is ClientKind.SharedFull or ClientKind.SharedGa4Only)
        {
            yield return history with { Client = history.Client == ClientKind.SharedFull ? ClientKind.Full : ClientKind.Ga4Only };
        }

        for (var at = 0; at < history.Steps.Count; at++)
        {
            foreach (var simpler in Simpler(history.Steps[at]))
            {
                yield return history with { Steps = [.. history.Steps.Take(at), simpler, .. history.Steps.Skip(at + 1)] };
            }
        }
    }

    private static IEnumerable<Step> Simpler(Step step)
    {
        if (step.What is Happening.Check or Happening.BrokenStage or Happening.BrokenBuild)
        {
            yield return step with { What = Happening.Run };
        }

        if (step.IsRun && step.Choice > 0)
        {
            yield return step with { Choice = 0 };
        }

        if (step.IsRun && step.Ago > 0)
        {
            yield return step with { Ago = 0 };
        }
    }
}
