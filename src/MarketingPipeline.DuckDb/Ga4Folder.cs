using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// The day-tables of a folder of export files, and what in it looks like a part of the export and is none. A day-table's
/// files lie in one folder and have one format, so that no rows are counted twice.
/// </summary>
internal static class Ga4Folder
{
    public const string Expected = "Files must be named events_YYYYMMDD (or events_fresh_, events_intraday_), with anything after it, or lie in a folder of that name or one such as date=YYYYMMDD; and end in .parquet, .json, .jsonl or .ndjson, the last three also gzipped.";

    public static Ga4Listing List(string folder, CancellationToken cancellation)
    {
        var found = SourceFolder.List(folder, cancellation);
        var unread = found.Unread.Where(file => !Ga4FileEnding.IsOther(Path.GetFileName(file.Name))).ToList();
        var parts = new List<(SourceFile File, Ga4FileName Name)>();
        foreach (var file in found.Files)
        {
            if (Part(file, out var fault) is { } name)
            {
                parts.Add((file, name));
            }
            else if (fault.Length > 0)
            {
                unread.Add(new(file.Name, fault));
            }
        }

        // A file that is there under two names, by a link, is one part.
        var once = SourceFolder.Once(parts.Select(part => part.File)).ToHashSet();
        return new(
            [
                .. parts.Where(part => once.Contains(part.File))
                    .GroupBy(part => (part.Name.Date, part.Name.Kind))
                    .OrderBy(group => group.Key.Date).ThenBy(group => group.Key.Kind)
                    .Select(group => Table(folder, group.First().Name, [.. group])),
            ],
            [.. unread.OrderBy(file => file.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The day-table that a file is a part of; null where it is none, with the reason if it looks like one.</summary>
    private static Ga4FileName? Part(SourceFile file, out string fault)
    {
        var fileName = Path.GetFileName(file.Name);
        var name = Ga4FileName.Parse(file.Name, out var nameless);
        fault = "";
        if (Ga4FileEnding.IsOther(fileName) || (name is null && !Ga4FileEnding.IsOfData(fileName) && !fileName.StartsWith("events", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var ending = Ga4FileEnding.Of(fileName);
        fault = Ga4FileEnding.Fault(ending) ?? (name is null ? nameless : null) ?? (Ga4FileFormat.IsUnknown(file, ending) ? "holds neither JSON nor Parquet" : "");
        return fault.Length == 0 ? name : null;
    }

    private static Ga4DayTable Table(string folder, Ga4FileName name, (SourceFile File, Ga4FileName Name)[] files)
    {
        CheckOne(folder, files, file => Path.GetDirectoryName(file.Name)!, "lie in two folders");
        CheckOne(folder, files, file => Ga4FileFormat.IsParquet(file.Path) ? "Parquet" : "JSON", "hold the same day in two formats");
        foreach (var same in files.GroupBy(part => Ga4FileEnding.Stem(part.File.Name), StringComparer.OrdinalIgnoreCase))
        {
            CheckOne(folder, [.. same], file => file.Name, "have one name, but for the ending");
        }

        return new Ga4DayTable(name.Date, name.Kind, name.Table, [.. files.Select(part => new Ga4Part(part.File.Name, part.File.RealPath, part.File.Bytes, part.File.ModifiedAt))]);
    }

    private static void CheckOne(string folder, (SourceFile File, Ga4FileName Name)[] files, Func<SourceFile, string> key, string what)
    {
        if (files.FirstOrDefault(other => key(other.File) != key(files[0].File)) is { File: { } second })
        {
            throw new PipelineException(
                PipelineErrorKind.SourceUnreadable,
                $"{files[0].File.Name} and {second.Name}, below {folder}, are both the day-table {files[0].Name.Table} and {what}.",
                "Keep one of the two: both would be counted.",
                files[0].File.Path);
        }
    }
}
