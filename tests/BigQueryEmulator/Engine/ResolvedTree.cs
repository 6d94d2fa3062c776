using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>Walks the engine's trees, resolved or parsed: their wrappers (Any…) and chains of parents are the encoding's, not the tree's.</summary>
public static class ResolvedTree
{
    /// <summary>The message inside wrappers: a wrapper has one field set, the node itself.</summary>
    public static IMessage? Unwrap(IMessage? message)
    {
        while (message is not null && message.Descriptor.Name.StartsWith("Any", StringComparison.Ordinal) && message.Descriptor.Oneofs is [var oneof, ..])
        {
            message = oneof.Accessor.GetCaseFieldDescriptor(message)?.Accessor.GetValue(message) as IMessage;
        }

        return message;
    }

    /// <summary>The nodes directly below a node, in the order of the tree's own fields; those of its parent classes, too.</summary>
    public static IEnumerable<IMessage> Children(IMessage node)
    {
        foreach (var field in node.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.FieldType != FieldType.Message || field.IsMap)
            {
                continue;
            }

            var value = field.Accessor.GetValue(node);
            if (field.IsRepeated)
            {
                foreach (var item in (System.Collections.IEnumerable)value)
                {
                    if (Unwrap((IMessage)item) is { } element)
                    {
                        yield return element;
                    }
                }
            }
            else if (value is IMessage single)
            {
                if (field.Name == "parent")
                {
                    foreach (var inherited in Children(single))
                    {
                        yield return inherited;
                    }
                }
                else if (Unwrap(single) is { } child)
                {
                    yield return child;
                }
            }
        }
    }

    /// <summary>A node and everything below it, each before what is below it.</summary>
    public static IEnumerable<IMessage> All(IMessage? root)
    {
        // A stack, not a recursion: statements are deep, and each level would hand on every node of those below.
        var waiting = new Stack<IMessage>();
        if (Unwrap(root) is { } first)
        {
            waiting.Push(first);
        }

        while (waiting.TryPop(out var node))
        {
            yield return node;
            foreach (var child in Children(node).Reverse())
            {
                waiting.Push(child);
            }
        }
    }

    /// <summary>Everything below a node of one class.</summary>
    public static IEnumerable<T> All<T>(IMessage? root) where T : IMessage => All(root).OfType<T>();

    /// <summary>A parent class's part of a node; null where it has no such parent.</summary>
    public static T? Base<T>(IMessage node) where T : class, IMessage
    {
        for (IMessage? at = node; at is not null; at = at.Descriptor.FindFieldByName("parent")?.Accessor.GetValue(at) as IMessage)
        {
            if (at is T found)
            {
                return found;
            }
        }

        return null;
    }
}
