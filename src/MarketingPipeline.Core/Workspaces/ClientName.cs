using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>
/// A client's name: <c>^[a-z][a-z0-9_]{0,62}$</c>. It becomes part of table, file and dataset names, so the type cannot hold
/// a quote, a path separator or anything else that would need escaping.
/// </summary>
public sealed partial record ClientName : IComparable<ClientName>
{
    /// <summary>What a client's name must look like.</summary>
    public const string Pattern = "^[a-z][a-z0-9_]{0,62}$";

    private ClientName(string value) => Value = value;

    /// <summary>The name.</summary>
    public string Value { get; }

    /// <summary>Reads a name.</summary>
    /// <exception cref="PipelineException">The text is not a client's name.</exception>
    public static ClientName Parse(string? text) => TryParse(text, out var name)
        ? name
        : throw new PipelineException(
            PipelineErrorKind.Settings,
            $"'{text}' is not a client's name.",
            "Use lower-case letters, digits and underscores, beginning with a letter, 63 characters at most.",
            text);

    /// <summary>Reads a name, if the text is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ClientName? name)
    {
        name = text is not null && Valid().IsMatch(text) ? new ClientName(text) : null;
        return name is not null;
    }

    /// <inheritdoc/>
    public int CompareTo(ClientName? other) => string.CompareOrdinal(Value, other?.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
