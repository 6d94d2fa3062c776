using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.PowerShell;

namespace MarketingPipeline.Host;

/// <summary>A hosted PowerShell with the module imported from its folder, as pwsh would import it.</summary>
internal sealed class Session
{
    private readonly CommandLine _command;
    private readonly ConsoleUserInterface _console;
    private readonly ConsoleHost _host;
    private int _exitCode = ExitCode.Success;
    private bool _stopped;

    internal Session(CommandLine command)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        _command = command;
        _console = new ConsoleUserInterface(tellsSteps: command.IsDemo);
        _host = new ConsoleHost(_console);
    }

    internal int Run()
    {
        using var runspace = Open();
        using var shell = PowerShell.Create(runspace);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, shell));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, shell));
        shell.Streams.Error.DataAdded += (_, added) => Report(shell.Streams.Error[added.Index], null);

        var imported = Invoke(shell, () => shell
            .AddCommand("Import-Module")
            .AddParameter("Name", Path.Combine(ModuleFolder(), "MarketingPipeline.psd1"))
            .AddParameter("ErrorAction", ActionPreference.Stop));
        if (imported) Invoke(shell, () => AddWork(shell, runspace));

        _console.EndProgress();
        if (_stopped) return ExitCode.Stopped;
        return _host.Exit ?? _exitCode;
    }

    private static string ModuleFolder()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "module", "MarketingPipeline");
        return Directory.Exists(beside) ? beside : Built("ModuleFolder");
    }

    // Where the repository was when the console was built.
    private static string Built(string key) => typeof(Session).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key)
        .Value!;

    private static string DemoFolder()
    {
        var repository = Built("RepositoryRoot");
        return Path.Combine(Directory.Exists(repository) ? repository : Environment.CurrentDirectory, "artifacts", "demo");
    }

    private Runspace Open()
    {
        // ForEach-Object -Parallel opens runspaces that find the module by its name.
        var path = Environment.GetEnvironmentVariable("PSModulePath");
        var modules = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(ModuleFolder()));
        Environment.SetEnvironmentVariable("PSModulePath", string.IsNullOrEmpty(path) ? modules : modules + Path.PathSeparator + path);

        var initial = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows()) initial.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        var runspace = RunspaceFactory.CreateRunspace(_host, initial);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        return runspace;
    }

    private void AddWork(PowerShell shell, Runspace runspace)
    {
        if (_command.Statements is { } statements)
        {
            shell.AddScript(statements, useLocalScope: false);
        }
        else if (_command.Script is { } file)
        {
            ScriptFile.Load(runspace, file);
            shell.AddCommand(ScriptFile.Function);
            ScriptArguments.AddTo(shell, ScriptFile.Find(runspace), _command.Arguments);
        }
        else
        {
            shell.AddCommand(Path.Combine(AppContext.BaseDirectory, "demo.ps1")).AddParameter("Root", DemoFolder());
        }

        shell.AddCommand("Out-Default");
    }

    private bool Invoke(PowerShell shell, Action prepare)
    {
        shell.Commands.Clear();
        try
        {
            prepare();
            shell.Invoke();
            return true;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException failure)
        {
            Report(failure.ErrorRecord, failure);
            return false;
        }
    }

    private void Report(ErrorRecord error, Exception? thrown)
    {
        if (_stopped) return;
        _exitCode = Math.Max(_exitCode, ExitCode.Of(error, thrown));
        _console.WriteError(error);
    }

    private void Stop(PosixSignalContext signal, PowerShell shell)
    {
        // The second time the process ends at once.
        signal.Cancel = !_stopped;
        if (_stopped) return;
        _stopped = true;
        shell.BeginStop(null, null);
    }
}
