using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

/// <summary>A workspace in a folder of its own, deleted afterwards. JSON may be written with single quotes.</summary>
public sealed class TemporaryWorkspace : IDisposable
{
    public TemporaryWorkspace(string? pipeline = "{}")
    {
        Root = Directory.CreateTempSubdirectory("workspace").FullName;
        Directory.CreateDirectory(InRoot("clients"));
        if (pipeline is not null)
        {
            Pipeline(pipeline);
        }
    }

    public string Root { get; }

    public string InRoot(params string[] parts) => Path.Combine([Root, .. parts]);

    public TemporaryWorkspace Pipeline(string json)
    {
        File.WriteAllText(InRoot("pipeline.json"), Json(json));
        return this;
    }

    /// <summary>Writes clients/&lt;name&gt;.json with what every client needs, and <paramref name="rest"/>.</summary>
    public TemporaryWorkspace Client(string name, string rest) =>
        ClientFile($"{name}.json", $"{{ 'name': '{name}', 'timeZone': 'Asia/Bangkok', 'currency': 'THB', {rest} }}");

    public TemporaryWorkspace ClientFile(string fileName, string json)
    {
        File.WriteAllText(InRoot("clients", fileName), Json(json));
        return this;
    }

    public Workspace Read() => Read(StatedPatterns.AllHold);

    public Workspace Read(IPatternCheck patterns) => WorkspaceReader.Read(Root, patterns);

    public IReadOnlyList<Finding> Findings() => Read().Findings;

    /// <summary>The findings of a pipeline.json that cannot be used.</summary>
    public IReadOnlyList<Finding> Refused() => Refused(StatedPatterns.AllHold);

    public IReadOnlyList<Finding> Refused(IPatternCheck patterns)
    {
        var error = Assert.Throws<PipelineException>(() => Read(patterns));
        Assert.Equal(PipelineErrorKind.Settings, error.Kind);
        Assert.NotEmpty(error.Advice);
        return error.Findings;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string Json(string text) => text.Replace('\'', '"');
}
