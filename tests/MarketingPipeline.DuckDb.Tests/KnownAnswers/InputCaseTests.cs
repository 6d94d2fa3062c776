using MarketingPipeline.Core.Running;
using MarketingPipeline.GoogleAds;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.KnownAnswers;

/// <summary>Whole inputs made after public reports, with the right value: ../shared/cases/inputs.</summary>
public sealed class InputCaseTests
{
    /// <summary>What the product does not do yet; a case that it does is to be taken off.</summary>
    private static readonly string[] NotYet =
    [
        "ga4_refund",
    ];

    public static IEnumerable<object?[]> Cases => InputCase.Of("DuckDb");

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task An_input_gives_its_known_answers(string? name)
    {
        Skip.If(name is null, SharedData.Missing("cases/inputs"));
        var one = InputCase.Find(name);
        using var bench = one.Open();
        var workspace = bench.Workspace;
        var pipeline = new ClientPipeline(workspace, new DuckDbWarehouse(workspace.DuckDbPath), client => new GoogleAdsReportFiles(client.GoogleAds!.Path!, client.GoogleAds.CustomerId), one.Clock);

        var faults = await InputCaseRun.FaultsAsync(one, pipeline, bench.Find(InputCase.Client), sql => bench.QueryAsync(InputCase.Client, sql));

        Assert.True(faults.Count > 0 == NotYet.Contains(name), faults.Count > 0 ? string.Join("\n", faults) : $"{name} holds now: take it off the list.");
    }
}
