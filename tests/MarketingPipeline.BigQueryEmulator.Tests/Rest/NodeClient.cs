using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

/// <summary>Google's public client for Node.js, as npm installed it beside the engine.</summary>
public static class NodeClient
{
    private static string Library => typeof(BigQueryEmulator.Rest.BigQueryServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(x => x.Key == "ZetaSqlLibrary").Value!;

    /// <summary>Why the client cannot run here; null where it can.</summary>
    public static string? Missing()
    {
        if (!Directory.Exists(Path.Combine(Library, "node_modules", "@google-cloud", "bigquery")))
        {
            return "npm did not install @google-cloud/bigquery; tests/ZetaSql/obj/npm.log says why.";
        }

        try
        {
            using var node = Start(Library, "--version");
            node.WaitForExit();
            return node.ExitCode == 0 ? null : "node does not run.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "node is not installed.";
        }
    }

    public static async Task<JsonNode> RunAsync(Uri server)
    {
        using var node = Start(Library, Path.Combine(Library, "..", "BigQueryEmulator", "node-client.mjs"), server.ToString());
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await node.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
        }

        Assert.True(node.ExitCode == 0, await errors);
        return JsonNode.Parse(await output)!;
    }

    private static Process Start(string folder, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
