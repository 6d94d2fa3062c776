using System.Text;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>The published JSON schemas (draft 2020-12) of the settings files, which editors complete and check them by.</summary>
public static class JsonSchemas
{
    /// <summary>The schema of pipeline.json.</summary>
    public const string Pipeline = "pipeline.schema.json";

    /// <summary>The schema of clients/&lt;name&gt;.json.</summary>
    public const string Client = "client.schema.json";

    /// <summary>The schemas' file names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Pipeline, Client];

    /// <summary>The text of a schema.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="PipelineException">There is no schema of that name.</exception>
    public static string Read(string name)
    {
        using var resource = typeof(JsonSchemas).Assembly.GetManifestResourceStream($"Schemas/{name}")
            ?? throw new PipelineException(PipelineErrorKind.NotFound, $"There is no schema '{name}'.", $"The schemas are {string.Join(" and ", Names)}.", name);
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
