using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Runtime;

namespace MarketingPipeline.BigQuery.Tests;

public class BigQueryDialectTests
{
    public static TheoryData<string> Models => [.. ModelGraph.Load().Models.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_renders_in_both_dialects_without_a_template_left_in_it(string model)
    {
        foreach (var engine in Enum.GetValues<WarehouseEngine>())
        {
            var sql = PipelineRuntime.RenderModel(Workspace, ModelGraph.Load()[model], Client, engine, new DateOnly(2026, 1, 31));
            Assert.DoesNotContain("{{", sql, StringComparison.Ordinal);
            Assert.DoesNotContain("}}", sql, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("O'Brien", @"'O\'Brien'")]
    [InlineData(@"a\' OR 1=1 --", @"'a\\\' OR 1=1 --'")]
    [InlineData("a\nb\tc", @"'a\nb\x09c'")]
    [InlineData("ก 🌴", "'ก 🌴'")]
    public void A_text_from_settings_is_a_literal_that_cannot_end_early(string text, string literal) =>
        Assert.Equal(literal, new BigQueryDialect().Literal(text));

    [Fact]
    public void A_setting_that_looks_like_sql_stays_data_in_the_rendered_model()
    {
        var client = Client with { Ga4 = Client.Ga4! with { ConversionEvents = [new ConversionEvent("x') UNION SELECT '{{lit client}}", "other")] } };
        var sql = PipelineRuntime.RenderModel(Workspace, ModelGraph.Load()["int_conversions_attributed"], client, WarehouseEngine.BigQuery, new DateOnly(2026, 1, 31));
        Assert.Contains(@"'x\') UNION SELECT \'{{lit client}}'", sql, StringComparison.Ordinal);
    }

    private static Workspace Workspace { get; } = new() { Root = "/w", Engine = WarehouseEngine.DuckDb, DuckDbPath = "/w/warehouse" };

    private static Client Client { get; } = new()
    {
        Name = ClientName.Parse("acme"),
        File = "clients/acme.json",
        TimeZone = "UTC",
        Currency = "EUR",
        OutputDataset = "acme",
        Ga4 = new Ga4Settings { Path = "/w/ga4", Hostnames = ["acme.example"], ConversionEvents = [new ConversionEvent("purchase", "purchase")] },
        GoogleAds = new GoogleAdsSettings { CustomerId = "1234567890", Source = GoogleAdsSourceKind.Files, Path = "/w/ads" },
    };
}
