using System.Globalization;

namespace MarketingPipeline.Core.Sources.Files;

/// <summary>A regular file below a source folder.</summary>
/// <param name="Path">What it is opened by.</param>
/// <param name="Name">Its path below the folder, with '/' on every system.</param>
/// <param name="RealPath">Where its bytes lie: its own place, or what it leads to if it is a link.</param>
/// <param name="IsLink">True for a link. It leads to a file below the same folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ModifiedAt">When it last changed, UTC.</param>
public sealed record SourceFile(string Path, string Name, string RealPath, bool IsLink, long Bytes, DateTimeOffset ModifiedAt);

/// <summary>What lies below a source folder and is not read.</summary>
/// <param name="Name">Its path below the folder, with '/' on every system.</param>
/// <param name="Reason">What it is, so that it is not read: "is a pipe".</param>
public sealed record UnreadFile(string Name, string Reason)
{
    private const int Examples = 3;

    /// <summary>A sentence for each reason, with how many files have it and the names of some, as a console may show them.</summary>
    public static IEnumerable<string> Describe(IEnumerable<UnreadFile> files) => files.GroupBy(file => file.Reason).Select(group =>
    {
        string[] names = [.. group.Select(file => $"'{ShownText.Clean(file.Name)}'")];
        return names.Length == 1
            ? $"{names[0]} is not read: it {ShownText.Clean(group.Key)}."
            : string.Create(CultureInfo.InvariantCulture, $"{names.Length} files are not read, each {ShownText.Clean(group.Key)}: {string.Join(", ", names.Take(Examples))}{(names.Length > Examples ? " and others" : "")}.");
    });
}
