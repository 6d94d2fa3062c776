using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace MarketingPipeline.PowerShell.Tests;

/// <summary>A hosted PowerShell with the built module imported through its manifest, as pwsh would import it.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;
    private readonly RecordingHost _host = new();

    static ModuleSession()
    {
        var modules = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(ModuleFolder));
        Environment.SetEnvironmentVariable("PSModulePath", modules);

        // A workspace that the machine's environment names is not the tests' business.
        Environment.SetEnvironmentVariable("MARKETINGPIPELINE_WORKSPACE", null);
    }

    public ModuleSession()
    {
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Run($"Import-Module '{Manifest}'").ShouldSucceed();
    }

    /// <summary>The folder that the module was laid out in.</summary>
    public static string ModuleFolder { get; } = typeof(ModuleSession).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ModuleFolder")
        .Value!;

    public static string Manifest { get; } = Path.Combine(ModuleFolder, "MarketingPipeline.psd1");

    /// <summary>Runs statements. A list of variables can be given, by name.</summary>
    public RunResult Run(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }

        return Invoke(script);
    }

    public void Dispose() => _runspace.Dispose();

    private RunResult Invoke(string script)
    {
        _host.Clear();
        using var shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        var output = new List<PSObject>();
        var errors = new List<ErrorRecord>();
        shell.Streams.Error.DataAdded += (_, added) => errors.Add(shell.Streams.Error[added.Index]);
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException failure)
        {
            errors.Add(failure.ErrorRecord);
        }

        return new RunResult
        {
            Output = output,
            Errors = errors,
            Warnings = [.. shell.Streams.Warning.Select(warning => warning.Message)],
            Verbose = [.. shell.Streams.Verbose.Select(verbose => verbose.Message)],
            Progress = [.. shell.Streams.Progress],
            HostText = _host.Text,
        };
    }
}

/// <summary>What a run has emitted and said.</summary>
public sealed record RunResult
{
    public required IReadOnlyList<PSObject> Output { get; init; }

    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>What was printed.</summary>
    public required string HostText { get; init; }

    /// <summary>The ids of the errors, without the command that wrote them.</summary>
    public IEnumerable<string> ErrorIds => Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);

    /// <summary>A property of each output, as text.</summary>
    public IEnumerable<string> Texts(string property) => Output.Select(output => output.Properties[property]?.Value?.ToString() ?? "");

    public RunResult ShouldSucceed()
    {
        Assert.True(Errors.Count == 0, string.Join(Environment.NewLine, Errors.Select(error => $"{error.FullyQualifiedErrorId}: {error}{Environment.NewLine}{error.Exception}")));
        return this;
    }

    public ErrorRecord SingleError(string id)
    {
        Assert.Equal([id], ErrorIds);
        return Errors[0];
    }
}
