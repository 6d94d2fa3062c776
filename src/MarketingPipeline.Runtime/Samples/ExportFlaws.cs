namespace MarketingPipeline.Runtime.Samples;

/// <summary>What an export does to a day's rows: some come late, some come twice.</summary>
internal static class ExportFlaws
{
    private const int LatePerMille = 6;
    private const int TwicePerMille = 2;

    /// <summary>The rows in time order, but for late ones at the end, and then whole-row duplicates.</summary>
    public static IReadOnlyList<Ga4Event> Apply(IEnumerable<Ga4Event> rows, SampleRandom random)
    {
        var table = new List<Ga4Event>();
        var late = new List<Ga4Event>();
        var twice = new List<Ga4Event>();
        foreach (var row in rows)
        {
            (random.Chance(LatePerMille) ? late : table).Add(row);
            if (random.Chance(TwicePerMille))
            {
                twice.Add(row);
            }
        }

        return [.. table, .. late, .. twice];
    }

    /// <summary>What the streaming export has of them: not the late ones, and nothing of the day's end.</summary>
    public static IReadOnlyList<Ga4Event> AsStreamed(IReadOnlyList<Ga4Event> rows)
    {
        var inOrder = rows.TakeWhile((row, i) => i == 0 || row.Timestamp >= rows[i - 1].Timestamp).ToList();
        return inOrder[..(inOrder.Count * 9 / 10)];
    }
}
