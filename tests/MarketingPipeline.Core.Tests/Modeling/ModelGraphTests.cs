using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.Core.Tests.Modeling;

public class ModelGraphTests
{
    [Fact]
    public void The_product_has_its_seven_tables_each_after_what_it_reads()
    {
        Assert.Equal(
            ["stg_ga4_events", "stg_google_ads_cost", "int_sessions_enriched", "int_conversions_attributed", "mart_campaign_performance", "mart_campaign_periods", "mart_executive_dashboard"],
            ModelGraph.Load().Models.Select(model => model.Name));
    }

    [Fact]
    public void A_model_that_reads_what_is_not_there_fails_and_names_both()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new ModelGraph([Model("mart_a", "int_missing")]));
        Assert.Contains("mart_a", error.Message, StringComparison.Ordinal);
        Assert.Contains("int_missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_that_read_each_other_in_a_circle_fail_and_name_the_circle()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new ModelGraph([Model("int_a", "int_b"), Model("int_b", "int_c"), Model("int_c", "int_a")]));
        Assert.Contains("int_a → int_b → int_c → int_a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_model_has_is_an_error_that_lists_the_models()
    {
        var error = Assert.Throws<PipelineException>(() => ModelGraph.Load()["stg_ga5_events"]);
        Assert.Equal(PipelineErrorKind.NotFound, error.Kind);
        Assert.Contains("stg_ga4_events", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lineage_is_a_mermaid_flowchart_with_optional_inputs_dotted()
    {
        var lines = ModelGraph.Load().ToMermaid().Split('\n');
        Assert.Equal("flowchart LR", lines[0]);
        Assert.Contains("    ga4_export[(ga4_export)]", lines);
        Assert.Contains("    int_sessions_enriched --> int_conversions_attributed", lines);
        Assert.Contains("    stg_google_ads_cost -.-> mart_campaign_performance", lines);
    }

    [Theory]
    [InlineData("-- model: int_a\n-- layer: intermediate\n-- columns:\n--   a STRING what it is\nSELECT 1", "description")]
    [InlineData("-- model int_a\nSELECT 1", "key: value")]
    [InlineData("-- model: int_a\n-- columns:\n--   a NUMBER what it is\nSELECT 1", "NUMBER")]
    public void A_header_that_lacks_something_fails_and_says_what(string text, string what) =>
        Assert.Contains(what, Assert.Throws<InvalidOperationException>(() => ModelHeader.Read("marts/a.sql", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_line_may_stand_for_several_columns()
    {
        var model = ModelGraph.Load()["mart_campaign_periods"];
        Assert.Equal(
            [("users", ColumnType.Int64), ("users_prev", ColumnType.Int64), ("users_diff", ColumnType.Int64), ("users_change", ColumnType.Float64)],
            model.Columns.Where(column => column.Name.StartsWith("users", StringComparison.Ordinal)).Select(column => (column.Name, column.Type)));
    }

    private static Model Model(string name, params string[] inputs) => new()
    {
        Name = name,
        Layer = ModelLayer.Intermediate,
        Description = "",
        Grain = "",
        Refresh = "",
        Columns = [],
        Template = "",
        File = name + ".sql",
        Inputs = [.. inputs.Select(input => new ModelInput(input, false))],
    };
}
