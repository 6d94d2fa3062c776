using System.Globalization;

namespace MarketingPipeline.Workbench;

/// <summary>
/// What the environment says about tests that draw by lot (docs/testing.md). MARKETINGPIPELINE_DEEP is the share of the deep
/// run that is played, 1 or less; without it only what is kept in files is played, always the same.
/// MARKETINGPIPELINE_SEED is where the lots begin: in a deep run the first of its seeds, else the one seed to play again.
/// </summary>
internal static class DeepRun
{
    private const string ShareVariable = "MARKETINGPIPELINE_DEEP";
    private const string SeedVariable = "MARKETINGPIPELINE_SEED";

    private static readonly int Fresh = Random.Shared.Next(1_000_000_000);

    /// <summary>The share; null where no deep run was asked for.</summary>
    public static double? Share => Number<double>(ShareVariable, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1 ? share : null);

    /// <summary>The seed that the environment names.</summary>
    public static int? Seed => Number<int>(SeedVariable, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null);

    /// <summary>The first seed of a deep run: the environment's, else one that nobody chose.</summary>
    public static int FirstSeed => Seed ?? Fresh;

    /// <summary>How many of the deep run's cases are played; at least one.</summary>
    public static int Count(int whole) => Math.Max(1, (int)Math.Round(whole * (Share ?? throw new InvalidOperationException("No deep run was asked for."))));

    /// <summary>How one case is played again.</summary>
    public static string Again(int seed) => string.Create(CultureInfo.InvariantCulture, $"{SeedVariable}={seed}");

    /// <summary>How one case of a deep run is played again: a run so short that it has no other.</summary>
    public static string AgainDeeply(int seed) => $"{ShareVariable}=0.0001 {Again(seed)}";

    private static T? Number<T>(string variable, Func<string, T?> parse)
        where T : struct =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? parse(text) ?? throw new FormatException($"{variable} is '{text}'; docs/testing.md says what it may be.") : null;
}
