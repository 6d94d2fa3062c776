using System.Globalization;
using DuckDB.NET.Data;
using MarketingPipeline.Runtime.Samples;

namespace MarketingPipeline.Runtime.Tests;

/// <summary>The same last date gives the same data, whoever makes it.</summary>
public sealed class SampleDeterminismTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sample-").FullName;

    [Fact]
    public async Task Two_runs_give_the_same_files_with_the_same_rows_under_any_culture()
    {
        var first = Path.Combine(_root, "first");
        var second = Path.Combine(_root, "second");
        await WriteAsync(first, CultureInfo.InvariantCulture);

        // The Buddhist calendar in dates, and a comma in numbers.
        var thai = (CultureInfo)CultureInfo.GetCultureInfo("th-TH").Clone();
        thai.NumberFormat.NumberDecimalSeparator = ",";
        thai.NumberFormat.NegativeSign = "−";
        await WriteAsync(second, thai);

        Assert.Equal(Files(first), Files(second));
        foreach (var file in Files(first))
        {
            var (a, b) = (Path.Combine(first, file), Path.Combine(second, file));
            if (file.EndsWith(".json", StringComparison.Ordinal))
            {
                Assert.Equal(File.ReadAllBytes(a), File.ReadAllBytes(b));
            }
            else
            {
                Assert.Equal(Rows(a), Rows(b));
            }
        }
    }

    [Fact]
    public void The_random_numbers_are_those_of_SplitMix64_seeded_by_FNV1a()
    {
        // Worked out apart from this code, in a language of unbounded integers.
        var random = SampleRandom.For("a name");
        Assert.Equal([39, 57, 28, 88, 86], Enumerable.Range(0, 5).Select(_ => random.Below(100)));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static async Task WriteAsync(string root, CultureInfo culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            await SampleData.WriteAsync(root, new DateOnly(2026, 3, 4), days: 6, new Progress<string>(), CancellationToken.None);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IReadOnlyList<string> Files(string root) =>
        [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Rows(string file)
    {
        using var duckDb = new DuckDBConnection("DataSource=:memory:");
        duckDb.Open();
        using var command = duckDb.CreateCommand();
        command.CommandText = $"SELECT t::VARCHAR FROM read_parquet('{file}', file_row_number = true) t ORDER BY file_row_number";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
