using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace MarketingPipeline.Host;

/// <summary>Objects and text to standard output; everything about the work (errors, warnings, progress) to standard error.</summary>
/// <param name="tellsSteps">Whether progress is told line by line where it cannot be drawn.</param>
internal sealed class ConsoleUserInterface(bool tellsSteps) : PSHostUserInterface
{
    private static readonly bool IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected;

    private readonly Lock _writing = new();
    private readonly ConsoleProgress _progress = Console.IsErrorRedirected ? new ToldProgress(tellsSteps) : new DrawnProgress();

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleWindow();

    public override bool SupportsVirtualTerminal => false;

    public override string ReadLine() => IsInteractive ? Console.ReadLine() ?? "" : throw NoPrompt();

    public override SecureString ReadLineAsSecureString() => throw NoPrompt();

    public override void Write(string value) => Out(console => console.Write(Plain(value)));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Out(console => console.WriteLine(Plain(value)));

    public override void WriteErrorLine(string value) => Error(value);

    public override void WriteDebugLine(string message) => Error("debug: " + message);

    public override void WriteVerboseLine(string message) => Error("verbose: " + message);

    public override void WriteWarningLine(string message) => Error("warning: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_writing) _progress.Show(record);
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw NoPrompt();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NoPrompt();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw NoPrompt();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (!IsInteractive) return defaultChoice;

        Error(caption);
        Error(message);
        while (true)
        {
            var labels = choices.Select((choice, index) => string.Create(CultureInfo.InvariantCulture, $"[{index + 1}{(index == defaultChoice ? "*" : "")}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}"));
            Console.Error.Write(string.Join("  ", labels) + ": ");
            var answer = Console.ReadLine();
            if (string.IsNullOrWhiteSpace(answer)) return defaultChoice;
            if (Choice(answer.Trim(), choices) is { } chosen) return chosen;
        }
    }

    /// <summary>An error: what is wrong, then what to do.</summary>
    internal void WriteError(ErrorRecord error)
    {
        var message = error.ErrorDetails?.Message ?? error.Exception.Message;
        if (error.Exception is ParseException or CommandNotFoundException && error.InvocationInfo is { ScriptLineNumber: > 0 } at)
            message = string.Create(CultureInfo.InvariantCulture, $"line {at.ScriptLineNumber}: {message}");
        Error("error: " + message);
        if (error.ErrorDetails?.RecommendedAction is { Length: > 0 } advice) Error("  advice: " + advice);
    }

    /// <summary>Takes what is drawn of progress off the screen.</summary>
    internal void EndProgress()
    {
        lock (_writing) _progress.Clear();
    }

    private static int? Choice(string answer, Collection<ChoiceDescription> choices)
    {
        if (int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= choices.Count) return number - 1;
        for (var index = 0; index < choices.Count; index++)
        {
            var label = choices[index].Label;
            var key = label.IndexOf('&', StringComparison.Ordinal) is >= 0 and var mark && mark + 1 < label.Length ? label.Substring(mark + 1, 1) : label;
            if (answer.Equals(key, StringComparison.OrdinalIgnoreCase) || answer.Equals(label.Replace("&", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) return index;
        }

        return null;
    }

    // PowerShell colours its views whether or not the host can show it.
    private static string Plain(string text) => new StringDecorated(text).ToString(OutputRendering.PlainText);

    // The engine turns it into the error that the prompt was for: a mandatory parameter that is missing.
    private static HostException NoPrompt() => new("This console does not ask for input.");

    private void Out(Action<TextWriter> write)
    {
        lock (_writing)
        {
            _progress.Clear();
            write(Console.Out);
        }
    }

    private void Error(string line)
    {
        lock (_writing)
        {
            _progress.Clear();
            Console.Error.WriteLine(line);
        }
    }
}
