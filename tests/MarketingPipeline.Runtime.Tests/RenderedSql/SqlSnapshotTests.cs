using Snapshooter;
using Snapshooter.Xunit;

namespace MarketingPipeline.Runtime.Tests.RenderedSql;

/// <summary>
/// The SQL that runs send, a file in __snapshots__ for each model, engine and scenario in which its text differs: a change of SQL
/// is seen where it is reviewed. To take a change over, delete the files that it is about and run the tests again.
/// </summary>
public sealed class SqlSnapshotTests : IDisposable
{
    private readonly Scenarios _scenarios = new();

    public static TheoryData<string, string, string> Cases { get; } = Found();

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_models_SQL_is_as_it_was_reviewed(string engine, string client, string model)
    {
        var dialect = Scenarios.Dialects.Single(dialect => dialect.Name == engine);
        var statement = Scenarios.Render(_scenarios.ModelsOf(client).Single(found => found.Name == model), _scenarios.Run(client), dialect);

        Snapshot.Match(Scenarios.Show(statement), new SnapshotNameExtension(engine, client, model));
    }

    public void Dispose() => _scenarios.Dispose();

    /// <summary>Every model of the full client, and of the others those whose SQL is not the full client's but for its name.</summary>
    private static TheoryData<string, string, string> Found()
    {
        using var scenarios = new Scenarios();
        var cases = new TheoryData<string, string, string>();
        foreach (var dialect in Scenarios.Dialects)
        {
            var full = scenarios.ModelsOf("full").ToDictionary(model => model.Name, model => Text("full", model.Name));
            foreach (var client in Scenarios.Clients)
            {
                foreach (var model in scenarios.ModelsOf(client).Select(model => model.Name).Where(model => client == "full" || (client == "shared_one" ? model == "stg_ga4_events" : Text(client, model) != full[model])))
                {
                    cases.Add(dialect.Name, client, model);
                }
            }

            string Text(string client, string name) =>
                Scenarios.Render(scenarios.ModelsOf(client).Single(model => model.Name == name), scenarios.Run(client), dialect).Text.Replace(client, "client", StringComparison.Ordinal);
        }

        return cases;
    }
}
