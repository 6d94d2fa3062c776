using System.Globalization;
using System.Reflection;
using Xunit.Sdk;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>
/// The histories that each run of the tests plays, a line of a text file each: covering.txt, chosen by what they make a refresh
/// do, and failed.txt, each of which failed once. MARKETINGPIPELINE_HISTORY plays one other instead of them.
/// </summary>
internal static class KeptHistories
{
    public const string Covering = "covering.txt";
    public const string Failed = "failed.txt";

    private const string Variable = "MARKETINGPIPELINE_HISTORY";

    /// <summary>The one history to play, where the environment says so.</summary>
    public static History? Given => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? History.Parse(text) : null;

    /// <summary>Histories by their places: the file and the line.</summary>
    public static IReadOnlyDictionary<string, History> All { get; } = Given is { } given
        ? new Dictionary<string, History> { [Variable] = given }
        : new[] { Covering, Failed }.SelectMany(Of).ToDictionary(entry => entry.Place, entry => entry.History);

    /// <summary>What a failure says: how the history is played again, and how it is kept.</summary>
    public static InvalidOperationException Failure(History history, Exception error) => new($"""
        {error.Message}
        Play it again with {Variable}='{history}'
        Keep it, with a comment why, as a line of tests/Workbench/Histories/{Failed}:
        {history}
        """, error);

    private static IEnumerable<(string Place, History History)> Of(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length > 0 && text[0] != '#')
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"{file}:{line}"), History.Parse(text));
            }
        }
    }
}

/// <summary>The places of the kept histories of some kinds of client, a case each.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KeptHistoriesAttribute(params ClientKind[] clients) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        KeptHistories.All.Where(entry => clients.Contains(entry.Value.Client) || KeptHistories.Given is not null).Select(entry => new object[] { entry.Key });
}
