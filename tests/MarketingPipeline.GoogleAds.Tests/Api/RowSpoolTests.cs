using MarketingPipeline.Core.Sources;
using MarketingPipeline.GoogleAds.Api;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed class RowSpoolTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    public async Task Rows_come_back_as_they_were_of_whole_parts_only(int memoryLimit)
    {
        using var spool = new RowSpool("customers/1", "1", ReportGrain.AdGroup, memoryLimit);
        var expected = new List<GoogleAdsRow>();
        for (var part = 0; part < 5; part++)
        {
            spool.Begin();
            AddAll(spool, Rows(seed: 100 + part, 3_000));
            spool.Begin();
            var rows = Rows(part, 2_000);
            AddAll(spool, rows);
            spool.End();
            expected.AddRange(rows);
        }

        spool.Begin();
        AddAll(spool, Rows(seed: 200, 2_000));

        Assert.Equal(memoryLimit == 0, spool.File is not null);
        Assert.Equal(expected, await ReadAsync(spool));
    }

    [Fact]
    public async Task More_texts_than_have_a_number_come_back_too()
    {
        using var spool = new RowSpool("customers/1", "1", ReportGrain.AdGroup);
        var rows = Enumerable.Range(0, 40_000).Select(i => Row(new Random(i)) with { AdGroupId = $"{i}", AdGroupName = $"n{i}" }).ToList();
        spool.Begin();
        AddAll(spool, rows);
        AddAll(spool, rows);
        spool.End();

        Assert.Equal([.. rows, .. rows], await ReadAsync(spool));
    }

    [Fact]
    public async Task Beginning_over_forgets_whole_parts()
    {
        using var spool = new RowSpool("customers/1", "1", ReportGrain.AdGroup);
        spool.Begin();
        AddAll(spool, Rows(1, 10));
        spool.End();
        spool.Clear();
        spool.Begin();
        var rows = Rows(2, 10);
        AddAll(spool, rows);
        spool.End();

        Assert.Equal(rows, await ReadAsync(spool));
    }

    [Fact]
    public void The_file_is_only_the_users_and_gone_in_the_end()
    {
        var spool = new RowSpool("customers/1", "1", ReportGrain.AdGroup, memoryLimit: 0);
        spool.Begin();
        AddAll(spool, Rows(1, 10));
        spool.End();
        var file = spool.File!;
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        spool.Dispose();

        Assert.False(File.Exists(file));
    }

    private static void AddAll(RowSpool spool, IEnumerable<GoogleAdsRow> rows)
    {
        foreach (var row in rows)
        {
            spool.Add(row);
        }
    }

    private static async Task<List<GoogleAdsRow>> ReadAsync(RowSpool spool)
    {
        var rows = new List<GoogleAdsRow>();
        await foreach (var some in spool.ReadAsync(default))
        {
            rows.AddRange(some);
        }

        return rows;
    }

    private static List<GoogleAdsRow> Rows(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Row(random))];
    }

    private static GoogleAdsRow Row(Random random) => new()
    {
        Source = "customers/1",
        SourceOrder = 0,
        CustomerId = "1",
        Grain = ReportGrain.AdGroup,
        Date = DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
        Currency = Text(random),
        CampaignId = $"{random.NextInt64()}",
        CampaignName = Text(random),
        CampaignStatus = Text(random),
        CampaignType = Text(random),
        AdGroupId = $"{random.Next(50)}",
        AdGroupName = Text(random),
        AdGroupStatus = Text(random),
        Segmentation = random.Next(2) == 0 ? "" : "device",
        CostMicros = random.NextInt64(-1_000_000_000_000_000_000, 1_000_000_000_000_000_000),
        Clicks = random.Next(3) == 0 ? null : random.Next(1000),
        Impressions = random.Next(3) == 0 ? 999_999_999_999_999 : -random.Next(1000),
        Conversions = Fraction(random),
        ConversionsValue = Fraction(random),
        AllConversions = random.Next(4) == 0 ? null : Fraction(random),
        ViewThroughConversions = random.Next(2),
        UnreadableValues = random.Next(3),
        ImplausibleValues = random.Next(300),
    };

    private static string? Text(Random random) => random.Next(5) switch
    {
        0 => null,
        1 => "",
        2 => "ภูเก็ต 🏖",
        3 => "ENABLED",
        _ => new string('x', random.Next(300)) + random.Next(),
    };

    private static decimal Fraction(Random random) => random.Next(4) switch
    {
        0 => 0m,
        1 => 0.00m,
        2 => decimal.MaxValue,
        _ => -(decimal)random.NextDouble(),
    };
}
