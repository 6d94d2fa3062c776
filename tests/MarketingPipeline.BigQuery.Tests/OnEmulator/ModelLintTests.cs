using System.Text.RegularExpressions;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>
/// Every statement that the product runs, for every scenario and in every mode, is one that BigQuery accepts; every model
/// gives the columns that its header promises.
/// </summary>
[Collection(EmulatorCollection.Name)]
public sealed partial class ModelLintTests(Emulator emulator)
{
    private static readonly string[] Names = ["full", "site", "ads", "beach"];

    private readonly StatementLint _lint = new(emulator.Engine);

    [Fact]
    public async Task Every_statement_is_one_that_BigQuery_accepts()
    {
        using var bench = LintedClient.Workspace();
        using var engines = new TwoEngines(bench, emulator);
        var pipeline = engines.PipelineOn(warehouse => new MarkedWarehouse(warehouse));
        var files = new HashSet<string>();
        var selects = new HashSet<string>();
        var findings = new List<string>();
        foreach (var name in Names)
        {
            var client = engines.Find(name);
            var shapes = new HashSet<string>();
            emulator.Statements.Watch(client.OutputDataset, goesOn: true);
            await LintedClient.RunAsync(pipeline, client);
            if (name == LintedClient.Rewritten)
            {
                LintedClient.Rewrite(bench);
                engines.Follow();
                await pipeline.RefreshStagingAsync(client, new StagingRequest(), null, default);
            }

            foreach (var query in emulator.Statements.Of(client.OutputDataset))
            {
                files.UnionWith(StatementLint.FilesOf(query.Request.Sql));
                foreach (var statement in await _lint.StatementsAsync(query.Request.Sql))
                {
                    // What differs from another statement of the client in numbers, dates and run ids only has the same types.
                    if (!shapes.Add(Value().Replace(statement, "0")))
                    {
                        continue;
                    }

                    findings.AddRange((await _lint.CheckAsync(statement, query)).Select(finding => $"{name}: {finding}"));
                    if (InsertSelect().Match(statement) is { Success: true } insert && ModelGraph.Load().Models.FirstOrDefault(model => model.TableFor(client.Name) == insert.Groups["table"].Value) is { } model)
                    {
                        selects.Add($"{name} {model.Name}");
                        findings.AddRange(Differences(model, await _lint.ColumnsAsync(insert.Groups["select"].Value, query)).Select(difference => $"{name}: {difference}"));
                    }
                }
            }
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings.Distinct()));
        Assert.Equal(ModelFiles.Named("staging/", "intermediate/", "marts/", "queries/", "shared/").Select(file => file.Name), files.Order(StringComparer.Ordinal));
        Assert.Equal(Names.SelectMany(name => ModelGraph.Load().Models.Where(model => ClientModels.Applies(model, engines.Find(name))).Select(model => $"{name} {model.Name}")).Order(StringComparer.Ordinal), selects.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Differences(Model model, IReadOnlyList<string> columns)
    {
        var dialect = new BigQueryDialect();
        string[] promised = [.. model.Columns.Select(column => $"{column.Name} {dialect.TypeName(column.Type)}")];
        return promised.SequenceEqual(columns)
            ? []
            : [$"{model.File}: the header promises {string.Join(", ", promised.Except(columns))}; the SELECT gives {string.Join(", ", columns.Except(promised))}"];
    }

    [GeneratedRegex(@"[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}|[0-9]+")]
    private static partial Regex Value();

    [GeneratedRegex(@"\A\s*INSERT INTO `(?<table>[^`]+)` \([^)]*\)\n(?<select>(?!VALUES)[\s\S]+)\z")]
    private static partial Regex InsertSelect();
}
