using System.Formats.Tar;

namespace MarketingPipeline.Core.Sources.Files;

/// <summary>Tells a regular file from what must not be opened: opening a pipe waits until somebody writes into it.</summary>
internal static class FileKind
{
    /// <summary>
    /// What the file is if it is no regular one; else null. .NET tells it in one place, the entry that it makes of a file in
    /// an archive, and opens no other than regular files for that. A file with a size is regular: all others have none.
    /// </summary>
    public static string? Irregular(FileInfo file)
    {
        if (file.Length > 0 || OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            using var archive = new MemoryStream();
            using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            {
                writer.WriteEntry(file.FullName, "file");
            }

            archive.Position = 0;
            using var reader = new TarReader(archive);
            return reader.GetNextEntry()!.EntryType switch
            {
                TarEntryType.RegularFile => null,
                TarEntryType.Fifo => "is a pipe",
                TarEntryType.BlockDevice or TarEntryType.CharacterDevice => "is a device",
                var other => $"is no regular file ({other})",
            };
        }
        catch (UnauthorizedAccessException)
        {
            // It was to be opened, so it is a regular one; whoever reads it will say that it may not be.
            return null;
        }
        catch (IOException e) when (e is not FileNotFoundException)
        {
            return "is a socket, or cannot be opened";
        }
    }
}
