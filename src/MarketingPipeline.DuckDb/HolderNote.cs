using System.Globalization;
using System.Text;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// Who holds a client, in a small file beside its warehouse: the lock's own file cannot be read by others while it is held.
/// It only informs, and the lock decides: a note that a killed run has left keeps nobody out and is shown to nobody, and one
/// that cannot be written or read is done without.
/// </summary>
internal sealed class HolderNote(string warehouse)
{
    private const int LongestText = 300;

    private readonly string _file = warehouse + ".holder";

    /// <summary>Says that this process holds the client.</summary>
    public void Write(string runId)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"run {runId} of {Environment.UserName}@{Environment.MachineName} (process {Environment.ProcessId}), since {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC");
        DoWithout(() =>
        {
            // Deleted first, and made anew: what stands there may be a link to somewhere else.
            File.Delete(_file);
            using var file = new FileStream(_file, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Write(Encoding.UTF8.GetBytes(text));
        });
    }

    /// <summary>Says nothing more.</summary>
    public void Delete() => DoWithout(() => File.Delete(_file));

    /// <summary>Who holds the client, as one short line without characters that a terminal acts on; null where nobody says so.</summary>
    public string? Read()
    {
        var text = "";
        DoWithout(() =>
        {
            using var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[4 * LongestText];
            text = Plain(Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        });
        return text.Length == 0 ? null : text;
    }

    /// <summary>Anyone who may write into the folder may have written it.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > LongestText)
            {
                break;
            }

            if (Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune) || rune.Value == ' ')
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().Trim();
    }

    private static void DoWithout(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, a folder that may not be written, a note that its holder has just deleted: the lock holds without it.
        }
    }
}
