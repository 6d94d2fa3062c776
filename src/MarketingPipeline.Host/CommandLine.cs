namespace MarketingPipeline.Host;

/// <summary>What the console is asked to do.</summary>
internal sealed record CommandLine
{
    /// <summary>What is wrong with the command line.</summary>
    public string? Problem { get; private init; }

    /// <summary>Show how the console is used.</summary>
    public bool Help { get; private init; }

    /// <summary>Show the product with sample data.</summary>
    public bool IsDemo { get; private init; }

    /// <summary>Statements to run.</summary>
    public string? Statements { get; private init; }

    /// <summary>A script to run; a full path.</summary>
    public string? Script { get; private init; }

    /// <summary>The script's arguments.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    internal static CommandLine Parse(string[] args) => args switch
    {
        [] => new CommandLine { Problem = "Say what to do." },
        [var what, ..] when Is(what, "-Help", "--help", "-h", "-?", "/?") => new CommandLine { Help = true },
        [var what] when Is(what, "demo") => new CommandLine { IsDemo = true },
        [var what, ..] when Is(what, "demo") => new CommandLine { Problem = "demo takes no arguments." },
        [var what] when Is(what, "-Command", "-c") => new CommandLine { Problem = "-Command needs statements to run." },
        [var what, .. string[] statements] when Is(what, "-Command", "-c") => new CommandLine { Statements = string.Join(' ', statements) },
        [var what, var script, .. string[] rest] when Is(what, "-File", "-f") => File(script, rest),
        [var option, ..] when option.StartsWith('-') => new CommandLine { Problem = $"There is no option {option}." },
        [var script, .. string[] rest] => File(script, rest),
    };

    private static CommandLine File(string script, IEnumerable<string> arguments)
    {
        var path = Path.GetFullPath(script);
        if (!path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)) return new CommandLine { Problem = $"'{script}' is neither demo nor a .ps1 script." };
        return System.IO.File.Exists(path)
            ? new CommandLine { Script = path, Arguments = [.. arguments] }
            : new CommandLine { Problem = $"There is no script {path}." };
    }

    private static bool Is(string argument, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (argument.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
