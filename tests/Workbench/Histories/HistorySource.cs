using FsCheck;
using FsCheck.Fluent;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>Random histories for FsCheck. They shrink by losing steps, then by simpler ones.</summary>
public static class HistorySource
{
    private const int Seeds = 10_000;

    /// <summary>FsCheck's measure of a sample, on which no history depends.</summary>
    private const int Size = 30;

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
    private static readonly (int Often, Happening[] Happenings)[] Themes =
    [
        (4, [Happening.Arrive]),
        (3, [Happening.Rewrite]),
        (2, [Happening.Vanish, Happening.Arrive]),
        (2, [Happening.Intraday, Happening.Intraday, Happening.Daily]),
        (2, [Happening.Cost, Happening.Uncost]),
        (2, [Happening.Rename, Happening.Cost]),
        (2, [Happening.Retype, Happening.Rewrite]),
        (1, [Happening.Setting, Happening.Arrive]),
        (4, [Happening.Arrive, Happening.Rewrite, Happening.Vanish, Happening.Daily, Happening.Cost, Happening.Rename, Happening.Retype, Happening.Uncost, Happening.Setting]),
    ];

    private static readonly (int, Gen<Happening>)[] Runs =
    [
        (4, Gen.Constant(Happening.Run)), (3, Gen.Constant(Happening.Stage)), (3, Gen.Constant(Happening.Build)),
        (1, Gen.Constant(Happening.BrokenStage)), (1, Gen.Constant(Happening.BrokenBuild)), (1, Gen.Constant(Happening.Check)),
    ];

    /// <summary>Any history; where the environment gives one, that and what it shrinks to.</summary>
    public static Arbitrary<History> Histories() => KeptHistories.Given is { } given ? Arb.From(Gen.Constant(given), Shrink) : Arb.From(
        from client in Gen.Frequency((5, Gen.Constant(ClientKind.Full)), (4, Gen.Constant(ClientKind.Ga4Only)), (1, Gen.Constant(ClientKind.GoogleAdsOnly)), (1, Gen.Constant(ClientKind.SharedFull)), (1, Gen.Constant(ClientKind.SharedGa4Only)))
        from calendar in Gen.Elements(Calendars)
        from theme in Gen.Frequency(Themes.Select(theme => (theme.Often, Gen.Constant(theme.Happenings))))
        from history in Of(client, calendar, theme)
        select history,
        Shrink);

    /// <summary>Some of those, which a seed makes.</summary>
    public static IReadOnlyList<History> Some(int seed, int count) => [.. Histories().Generator.Sample(Size, new Rnd((ulong)seed, 1), count)];

    /// <summary>Histories of each kind of client, each calendar and each theme, so many of each.</summary>
    public static IEnumerable<(string Calendar, string Theme, History History)> OfEachKind(int seed, int count)
    {
        foreach (var client in Enum.GetValues<ClientKind>())
        {
            foreach (var (calendar, days) in Calendars.Select(days => ("calendar " + string.Join(' ', days), days)))
            {
                foreach (var (_, happenings) in Themes.Where(theme => theme.Happenings.Any(what => Concerns(what, client))))
                {
                    var theme = "theme " + string.Join(' ', happenings.Distinct());
                    foreach (var history in Of(client, days, happenings).Sample(Size, new Rnd((ulong)seed++, 1), count))
                    {
                        yield return (calendar, theme, history);
                    }
                }
            }
        }
    }

    private static bool Concerns(Happening what, ClientKind client) => what switch
    {
        Happening.Cost or Happening.Rename or Happening.Retype or Happening.Uncost => client is ClientKind.Full or ClientKind.SharedFull or ClientKind.GoogleAdsOnly,
        Happening.Setting => true,
        _ => client != ClientKind.GoogleAdsOnly,
    };

    private static Gen<History> Of(ClientKind client, int[] calendar, Happening[] theme) =>
        from settings in Gen.ListOf(Step(Gen.Constant(Happening.Setting), calendar), 3)
        from begin in Gen.ListOf(Step(Gen.Elements(Happening.Arrive, Happening.Arrive, Happening.Cost), calendar), 9)
        from first in Step(Gen.Constant(Happening.Run), calendar)
        from rounds in Gen.Elements(0, 1, 1, 1, 2, 2, 3)
        from middle in Gen.ListOf(Round(theme, calendar), rounds)
        from last in Changes(theme, calendar)
        select new History(client, [.. settings, .. begin, first, .. middle.SelectMany(round => round), .. last]);

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
