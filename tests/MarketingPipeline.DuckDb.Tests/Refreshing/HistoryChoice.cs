using System.Globalization;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>
/// Chooses the histories of covering.txt: plays histories of each kind of client, calendar and theme, and takes one after the
/// other that reaches most of what is not reached enough yet. docs/testing.md says how to run it.
/// </summary>
internal static class HistoryChoice
{
    /// <summary>So often a thing is to be reached: what one history shows by accident, another may hide.</summary>
    private const int Enough = 2;

    public static async Task WriteAsync(TextWriter output, int count, int seed, int ofEachKind, TimeSpan within)
    {
        var candidates = await PlayedAsync(seed, ofEachKind, within);
        var wanted = candidates.SelectMany(candidate => candidate.Reached).Distinct().ToDictionary(what => what, _ => Enough);
        while (count-- > 0 && candidates.Count > 0)
        {
            var best = candidates.MaxBy(candidate => candidate.Reached.Sum(what => Worth(wanted[what])))!;
            candidates.Remove(best);
            output.WriteLine($"# {best.Calendar}, {best.Theme}: {Why(best, wanted)}");
            output.WriteLine(best.History);
            foreach (var what in best.Reached)
            {
                wanted[what]--;
            }
        }

        var missing = wanted.Count(what => what.Value == Enough);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{wanted.Count} things are reached by some history; {missing} by none of those chosen."));
    }

    private static int Worth(int left) => left == Enough ? 4 : left > 0 ? 1 : 0;

    private static string Why(Candidate candidate, Dictionary<string, int> wanted)
    {
        var first = candidate.Reached.Where(what => wanted[what] == Enough).ToArray();
        return first.Length == 0 ? "reaches once more what others do" : string.Create(CultureInfo.InvariantCulture, $"first of {first.Length}, such as '{first[^1]}'");
    }

    private static async Task<List<Candidate>> PlayedAsync(int seed, int ofEachKind, TimeSpan within)
    {
        var all = Mixed(HistorySource.OfEachKind(seed, ofEachKind), seed);
        var until = DateTime.UtcNow + within;
        var played = new List<Candidate>();
        await Parallel.ForEachAsync(all, async (entry, _) =>
        {
            if (DateTime.UtcNow > until)
            {
                return;
            }

            var (calendar, theme, history) = entry;
            using var stage = new DuckDbHistoryStage();
            var reach = new HistoryReach(stage);
            await new HistoryRun(reach, history).PlayAsync();
            reach.Note();
            lock (played)
            {
                played.Add(new(calendar, theme, history, [.. reach.Reached, .. Pairings(entry)]));
            }
        });
        return played;
    }

    /// <summary>In an order in which each pairing comes early: there may be no time for all of them.</summary>
    private static List<(string Calendar, string Theme, History History)> Mixed(IEnumerable<(string Calendar, string Theme, History History)> histories, int seed)
    {
        var left = histories.ToArray();
        new Random(seed).Shuffle(left);
        var (rest, mixed, met) = (left.ToList(), new List<(string, string, History)>(), new HashSet<string>());
        while (rest.Count > 0)
        {
            var next = rest.MaxBy(entry => Pairings(entry).Count(pairing => !met.Contains(pairing)));
            rest.Remove(next);
            mixed.Add(next);
            met.UnionWith(Pairings(next));
        }

        return mixed;
    }

    private static string[] Pairings((string Calendar, string Theme, History History) entry) =>
        [$"{entry.History.Client}, {entry.Calendar}", $"{entry.History.Client}, {entry.Theme}", $"{entry.Calendar}, {entry.Theme}"];

    private sealed record Candidate(string Calendar, string Theme, History History, IReadOnlyList<string> Reached);
}
