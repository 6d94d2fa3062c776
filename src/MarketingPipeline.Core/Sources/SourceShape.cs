namespace MarketingPipeline.Core.Sources;

/// <summary>
/// The columns of a source table with their types, nested ones included. Exports change: a model asks for a path, and the
/// dialect renders it where the shape has it, or a typed NULL where it does not.
/// </summary>
/// <param name="Type">The engine's own name of the type; for a record or list of records the name is not used.</param>
/// <param name="Fields">A record's fields, or those of a repeated record's elements, by name; empty for anything else.</param>
/// <param name="IsRepeated">True for a list.</param>
public sealed record SourceShape(string Type, IReadOnlyDictionary<string, SourceShape> Fields, bool IsRepeated = false)
{
    /// <summary>The shape at a dotted path, without passing through a list; null where there is none.</summary>
    public SourceShape? Find(string path)
    {
        var shape = this;
        foreach (var name in path.Split('.'))
        {
            if (shape != this && shape.IsRepeated)
            {
                return null;
            }

            if (!shape.Fields.TryGetValue(name, out var next))
            {
                return null;
            }

            shape = next;
        }

        return shape;
    }
}
