using MarketingPipeline.Core;

namespace MarketingPipeline.DuckDb;

/// <summary>The errors of a file of the export, each naming it.</summary>
internal static class Ga4FileErrors
{
    /// <summary>What a file or folder gives, or the error that it cannot be read.</summary>
    public static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Inaccessible(path, e);
        }
    }

    public static PipelineException Inaccessible(string path, Exception e) => new(
        PipelineErrorKind.SourceUnreadable,
        $"{path} cannot be read: {e.Message}",
        "See that it is there and whole, that no other program locks it and that this account may read it. Then run the refresh again.",
        path,
        e);

    public static PipelineException Unreadable(string file, string what, string advice) =>
        new(PipelineErrorKind.SourceUnreadable, $"{file} {what}.", advice, file);

    public static PipelineException Broken(string file, PipelineException e) => new(
        PipelineErrorKind.SourceUnreadable,
        $"{file} cannot be read: {e.InnerException?.Message.Trim() ?? e.Message}",
        "The file is damaged or incomplete. Export the day again, or delete the file: the day then counts as missing.",
        file,
        e);
}
