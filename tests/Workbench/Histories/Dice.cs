namespace MarketingPipeline.Workbench.Histories;

/// <summary>Choices that a few numbers make: the same numbers, the same choices.</summary>
internal sealed class Dice(params int[] seeds)
{
    private readonly Random _random = new(seeds.Aggregate(17, (mixed, seed) => unchecked((mixed * 486_187_739) + (seed * 16_777_619) + 1)));

    public bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    public int Below(int count) => _random.Next(count);

    public T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
