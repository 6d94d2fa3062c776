using System.Collections;
using System.Text;
using MarketingPipeline.Core;

namespace MarketingPipeline.Google.Tests.Hostile;

/// <summary>All that came out of a run: its error, what it said, what it brought. No secret and no mark may be in it.</summary>
internal sealed class Overheard : IProgress<string>
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _messages = new();

    public PipelineException? Error { get; private set; }

    public void Report(string value) => Said(value);

    public void Said(string? text)
    {
        lock (_text)
        {
            _text.AppendLine(text);
        }
    }

    public async Task ListenAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (PipelineException error)
        {
            Error = error;
            for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            {
                Said(cause.ToString());
                _messages.Append(cause.Message);
                foreach (DictionaryEntry entry in cause.Data)
                {
                    Said($"{entry.Key} {entry.Value}");
                }
            }

            Said(error.Advice + error.Target + string.Join(' ', error.Findings));
            _messages.Append(error.Advice).Append(error.Target);
        }
    }

    /// <summary>Asserts it, of each secret and of each part of one that somebody could use.</summary>
    public void AssertSilent(string attack, IEnumerable<string> secrets)
    {
        var shown = Squeezed(_text.ToString());
        foreach (var secret in secrets)
        {
            var squeezed = Squeezed(secret);
            Assert.False(shown.Contains(squeezed[4..^4], StringComparison.OrdinalIgnoreCase), $"{attack}: {secret} is shown in {_text}");
            Assert.False(Squeezed(Uri.UnescapeDataString(_text.ToString())).Contains(squeezed[4..^4], StringComparison.OrdinalIgnoreCase), $"{attack}: {secret} is shown in {_text}");
            Assert.False(_text.ToString().Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[4..^4], StringComparison.Ordinal), $"{attack}: {secret} is shown in {_text}");
        }

        Assert.False(
            _messages.ToString().Any(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator),
            $"{attack}: a mark is shown in {_messages}");
    }

    private static string Squeezed(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
}
