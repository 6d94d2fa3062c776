using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>A bench whose workspace is run on both engines.</summary>
public abstract class ParityStage(Emulator emulator) : IDisposable
{
    protected static readonly DateOnly Day = Bench.Yesterday;

    /// <summary>What says when, by which run, at what cost or from which place; the rest of an answer is the same.</summary>
    private static readonly string[] Apart = ["RunId", "Bytes", "Duration", "LoadedAt", "ModifiedAt", "Cost", "Message"];

    internal Bench Bench { get; } = new();

    public void Dispose()
    {
        Bench.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The workspace as it stands now, on both engines.</summary>
    internal TwoEngines OnBoth() => new(Bench, emulator);

    /// <summary>Runs the client on both engines, once, and compares every table.</summary>
    protected async Task AssertSameAsync(string client, DateOnly? asOf = null)
    {
        using var engines = OnBoth();
        await engines.RunAsync(client, asOf);
        await engines.AssertSameAsync(client);
    }

    /// <summary>Stages the client on both engines, once, and compares what is staged: for what the tables after it only pass on.</summary>
    protected async Task AssertStagedSameAsync(string client)
    {
        using var engines = OnBoth();
        await engines.Bench.StageAsync(client);
        await engines.Pipeline.RefreshStagingAsync(engines.Find(client), new StagingRequest(), null, default);
        await engines.AssertSameAsync(client);
    }

    /// <summary>Asks both engines one thing and compares the answers, value by value.</summary>
    internal static async Task AssertSameAnswerAsync<T>(TwoEngines engines, string client, Func<ClientPipeline, Client, Task<T>> ask, params string[] apart)
    {
        var duck = Lines(await ask(engines.Bench.Pipeline, engines.Bench.Find(client)), [.. Apart, .. apart]);
        var big = Lines(await ask(engines.Pipeline, engines.Find(client)), [.. Apart, .. apart]);
        Assert.NotEmpty(duck);
        Assert.True(duck.SequenceEqual(big), $"DuckDB alone:\n{string.Join('\n', duck.Except(big).Take(10))}\nBigQuery alone:\n{string.Join('\n', big.Except(duck).Take(10))}");
    }

    private static List<string> Lines(object? answer, string[] apart)
    {
        var lines = new List<string>();
        Write("", answer);
        return lines;

        void Write(string path, object? value)
        {
            switch (value)
            {
                case string json when path.EndsWith("Json", StringComparison.Ordinal):
                    Write(path, JsonNode.Parse(json));
                    break;
                case JsonObject record:
                    foreach (var (name, entry) in record.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    {
                        Write($"{path}.{name}", entry);
                    }

                    break;
                case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                    Write(path, number.GetValue<double>());
                    break;
                case JsonValue text:
                    Write(path, text.ToString());
                    break;
                case null or string or Enum or DateOnly or DateTimeOffset or bool or int or long:
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"{path} = {value}"));
                    break;
                case decimal number:
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"{path} = {number / 1.0000000000000000000000000000m}"));
                    break;
                case double number:
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"{path} = {number:G10}"));
                    break;
                case IDictionary record:
                    foreach (DictionaryEntry entry in record)
                    {
                        Write($"{path}.{entry.Key}", entry.Value);
                    }

                    break;
                case IEnumerable list:
                    var at = 0;
                    foreach (var item in list)
                    {
                        Write(string.Create(CultureInfo.InvariantCulture, $"{path}[{at++}]"), item);
                    }

                    break;
                default:
                    foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0 && !apart.Contains(property.Name)))
                    {
                        Write($"{path}.{property.Name}", property.GetValue(value));
                    }

                    break;
            }
        }
    }
}
