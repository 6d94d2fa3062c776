using System.Reflection;
using System.Text;

namespace MarketingPipeline.Core.Modeling;

/// <summary>The product's models and what each reads; a missing input or a circle fails when the graph is made.</summary>
public sealed class ModelGraph
{
    /// <summary>Inputs that are no models: the exports themselves and the ledger.</summary>
    private static readonly string[] Sources = ["ga4_export", "google_ads_report", "ledger"];

    private static readonly Lazy<ModelGraph> Shipped = new(() => new ModelGraph(
        ModelFiles.Named("staging/", "intermediate/", "marts/").Select(file => ModelHeader.Read(file.Name, file.Text))));

    internal ModelGraph(IEnumerable<Model> models)
    {
        var byName = models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        foreach (var model in byName.Values)
        {
            foreach (var input in model.Inputs)
            {
                if (!byName.ContainsKey(input.Name) && !Sources.Contains(input.Name, StringComparer.Ordinal))
                {
                    throw new InvalidOperationException($"Model {model.File} reads '{input.Name}', which is neither a model nor a source.");
                }
            }
        }

        var ordered = new List<Model>();
        var path = new List<string>();
        foreach (var model in byName.Values.OrderBy(model => model.Layer).ThenBy(model => model.File, StringComparer.Ordinal))
        {
            Visit(model);
        }

        Models = ordered;

        void Visit(Model model)
        {
            if (ordered.Contains(model))
            {
                return;
            }

            if (path.Contains(model.Name))
            {
                throw new InvalidOperationException($"The models read each other in a circle: {string.Join(" → ", path)} → {model.Name}.");
            }

            path.Add(model.Name);
            foreach (var input in model.Inputs.Where(input => byName.ContainsKey(input.Name)))
            {
                Visit(byName[input.Name]);
            }

            path.RemoveAt(path.Count - 1);
            ordered.Add(model);
        }
    }

    /// <summary>The models, each after everything it reads.</summary>
    public IReadOnlyList<Model> Models { get; }

    /// <summary>The product's models.</summary>
    public static ModelGraph Load() => Shipped.Value;

    /// <summary>A model by name.</summary>
    /// <exception cref="PipelineException">There is none of that name.</exception>
    public Model this[string name] => Models.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new PipelineException(
            PipelineErrorKind.NotFound,
            $"There is no model '{name}'.",
            $"The models are {string.Join(", ", Models.Select(model => model.Name))}.",
            name);

    /// <summary>The lineage as a Mermaid flowchart; dotted where a client may lack the input.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var source in Sources.Where(source => Models.Any(model => model.Inputs.Any(input => input.Name == source))))
        {
            text.Append("    ").Append(source).Append("[(").Append(source).Append(")]\n");
        }

        foreach (var model in Models)
        {
            foreach (var input in model.Inputs)
            {
                text.Append("    ").Append(input.Name).Append(input.IsOptional ? " -.-> " : " --> ").Append(model.Name).Append('\n');
            }
        }

        return text.ToString();
    }
}

/// <summary>The .sql files that the assembly carries.</summary>
internal static class ModelFiles
{
    private const string Root = "Models/";

    public static IEnumerable<(string Name, string Text)> Named(params string[] folders)
    {
        var assembly = typeof(ModelFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => name[Root.Length..])
            .Where(name => folders.Any(folder => name.StartsWith(folder, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(name => (name, Read(assembly, name)));
    }

    private static string Read(Assembly assembly, string name)
    {
        var resource = assembly.GetManifestResourceNames().Single(entry => entry.Replace('\\', '/') == Root + name);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
