using DuckDB.NET.Data;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Days of GA4's public sample: all events of as many users as the emulator's engine bears.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class RealDayParityTests(Emulator emulator) : ParityStage(emulator)
{
    private const string DataPath = "data/ga4_public_sample";

    [SkippableTheory]
    [InlineData("20210105", 50, 0)]
    [InlineData("20210112", 50, 7)]
    public async Task Users_of_real_days_and_of_the_day_before(string last, int oneIn, int part)
    {
        var folder = SharedData.Find(DataPath);
        Skip.If(folder is null, $"../shared/{DataPath} is not beside the repository.");
        var asOf = DateOnly.ParseExact(last, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        Bench.Client("store", ga4Settings: "\"conversionEvents\": [\"purchase\", \"add_to_cart\"], \"engagementEvents\": [\"view_item\"]", currency: "USD");
        foreach (var date in (DateOnly[])[asOf.AddDays(-1), asOf])
        {
            Take(folder, FormattableString.Invariant($"events_{date:yyyyMMdd}.parquet"), FormattableString.Invariant($"hash(user_pseudo_id) % {oneIn} = {part}"));
        }

        await AssertSameAsync("store", asOf);
    }

    private void Take(string folder, string file, string where)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT * FROM read_parquet('{Path.Combine(folder, file)}') WHERE {where}) TO '{Path.Combine(Bench.Root, "ga4", "store", file)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }
}
