using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Runtime.Tests.RenderedSql;

/// <summary>A client's SQL is one text: what changes from run to run is given with it. People are shown the values in its place.</summary>
public sealed class OneTextTests : IDisposable
{
    private static readonly (DateOnly AsOf, string RunId, DateTimeOffset LoadedAt) Another = (new(2024, 2, 29), "20240301T000000001Z-ffffffff", new(2024, 3, 1, 0, 0, 0, 1, TimeSpan.Zero));

    // Google's list, the assistants, and the workspace's one.
    private static readonly int GivenSites = KnownSiteTable.Google.Count + KnownSiteTable.Assistants.Count + 1;

    private readonly Scenarios _scenarios = new();

    [Fact]
    public void The_text_of_a_models_SQL_is_the_same_for_every_run()
    {
        foreach (var dialect in Scenarios.Dialects)
        {
            foreach (var client in Scenarios.Clients)
            {
                foreach (var model in _scenarios.ModelsOf(client))
                {
                    var one = Scenarios.Render(model, _scenarios.Run(client), dialect);
                    var other = Scenarios.Render(model, _scenarios.Run(client, Another), dialect);

                    Assert.Equal(one.Text, other.Text);
                    Assert.Equal(one.Parameters.Keys, other.Parameters.Keys);
                    Assert.NotEqual(Scenarios.Show(one), Scenarios.Show(other));
                }
            }
        }
    }

    [Fact]
    public void What_a_text_names_is_given_with_it_and_nothing_else()
    {
        foreach (var dialect in Scenarios.Dialects)
        {
            foreach (var model in _scenarios.ModelsOf("full"))
            {
                var statement = Scenarios.Render(model, _scenarios.Run("full"), dialect);

                Assert.NotEmpty(statement.Parameters);
                Assert.All(statement.Parameters, parameter => Assert.Contains(dialect.Parameter(parameter.Key, parameter.Value), statement.Text, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Only_what_classifies_is_given_the_known_sites_and_no_text_holds_them()
    {
        foreach (var dialect in Scenarios.Dialects)
        {
            var given = _scenarios.ModelsOf("full").Select(model => (model.Name, Sql: Scenarios.Render(model, _scenarios.Run("full"), dialect))).ToArray();

            Assert.Equal(["int_sessions_enriched", "mart_campaign_performance"], given.Where(model => model.Sql.Parameters.ContainsKey("known_sites")).Select(model => model.Name).Order(StringComparer.Ordinal));
            Assert.All(given, model => Assert.DoesNotContain("pantip", model.Sql.Text, StringComparison.Ordinal));
            Assert.All(given, model => Assert.DoesNotContain("facebook", model.Sql.Text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_known_sites_that_are_given_are_the_modules_and_the_workspaces_own()
    {
        var sites = _scenarios.Run("full").KnownSites;

        Assert.Equal(GivenSites, sites.Rows.Count);
        Assert.Contains("\npantip.example\tsocial\tworkspace\n", sites.Lines(), StringComparison.Ordinal);
        Assert.Contains("\nduckduckgo\tsearch\tgoogle\n", sites.Lines(), StringComparison.Ordinal);
        Assert.Contains("\nclaude.ai\tai\tassistants\n", sites.Lines(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WarehouseEngine.DuckDb, "$")]
    [InlineData(WarehouseEngine.BigQuery, "@")]
    public void People_are_shown_the_values_and_what_the_known_sites_are(WarehouseEngine engine, string sigil)
    {
        foreach (var model in _scenarios.ModelsOf("full"))
        {
            var sql = PipelineRuntime.RenderModel(_scenarios.Workspace, model, _scenarios.Find("full"), engine, new DateOnly(2026, 6, 15));

            Assert.DoesNotContain(sigil + "as_of", sql, StringComparison.Ordinal);
            Assert.DoesNotContain(sigil + "loaded_at", sql, StringComparison.Ordinal);
        }

        var sessions = PipelineRuntime.RenderModel(_scenarios.Workspace, ModelGraph.Load()["int_sessions_enriched"], _scenarios.Find("full"), engine, new DateOnly(2026, 6, 15));
        Assert.Contains($"/* {GivenSites} sites, their categories and who lists them (site, category, listed_by): the module's Models/sites and the workspace's knownSites */", sessions, StringComparison.Ordinal);
        Assert.DoesNotContain("facebook", sessions, StringComparison.Ordinal);
        Assert.Contains("TIMESTAMP '2026-06-15 00:00:00.000000", sessions, StringComparison.Ordinal);
        Assert.Contains("event_date <= DATE '2026-06-15'", sessions, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_nothing_is_given_for_fails()
    {
        var model = ModelGraph.Load()["mart_campaign_performance"] with { File = "marts/missing.sql", Template = "SELECT {{given \"nothing\"}}" };

        var error = Assert.Throws<InvalidOperationException>(() => Scenarios.Render(model, _scenarios.Run("full"), Scenarios.Dialects[0]));

        Assert.Contains("'nothing' is not given", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scenarios.Dispose();
}
