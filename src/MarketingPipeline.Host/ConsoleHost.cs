using System.Globalization;
using System.Management.Automation.Host;

namespace MarketingPipeline.Host;

/// <summary>What PowerShell asks of the program around it.</summary>
internal sealed class ConsoleHost(ConsoleUserInterface console) : PSHost
{
    /// <summary>What <c>exit</c> has asked for.</summary>
    internal int? Exit { get; private set; }

    public override string Name => "MarketingPipeline.Host";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => console;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => Exit = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("There is no prompt in this console.");

    public override void ExitNestedPrompt()
    {
    }

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
