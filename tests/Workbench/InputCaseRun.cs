using MarketingPipeline.Core;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Workbench;

/// <summary>A first refresh and build of a case, and what it gave.</summary>
internal static class InputCaseRun
{
    /// <summary>What is not as the case expects; nothing where all is.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(InputCase one, ClientPipeline pipeline, Core.Workspaces.Client client, Func<string, Task<IReadOnlyList<Row>>> query)
    {
        var said = new List<string>();
        try
        {
            var staged = await pipeline.RefreshStagingAsync(client, new StagingRequest { AsOf = one.AsOf }, null, CancellationToken.None);
            said.AddRange(staged.SelectMany(table => table.Warnings));
            await pipeline.BuildMartsAsync(client, new BuildRequest { AsOf = one.AsOf }, null, CancellationToken.None);
        }
        catch (PipelineException e)
        {
            said.Add(e.Message);
        }

        var faults = new List<string>();
        if (one.Refused is { } word && !said.Exists(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add($"nothing says '{word}'");
        }

        foreach (var (sql, expected) in one.Expected)
        {
            try
            {
                var rows = await query(sql);
                if (!InputCase.Is(expected, rows))
                {
                    faults.Add($"{sql} is {InputCase.Found(rows)}, not {expected}");
                }
            }
            catch (PipelineException e)
            {
                faults.Add($"{sql}: {e.Message}");
            }
        }

        return faults.Count > 0 ? [.. faults, .. said.Select(text => "said: " + text)] : [];
    }
}
