namespace MarketingPipeline.Host;

/// <summary>How the console is used.</summary>
internal static class Usage
{
    private const string Text = """
        usage: dotnet run --project src/MarketingPipeline.Host -- <what>

          demo                    make a sample workspace, run the whole pipeline, show the dashboards
          -Command "<script>"     run PowerShell statements with the module imported
          <script>.ps1 [args…]    run a script with the module imported
          -Help                   show this

        exit code: 0 all well, 1 a client or the script has failed, 2 usage or settings, 130 stopped
        """;

    internal static int Refuse(string problem)
    {
        Console.Error.WriteLine(problem);
        Console.Error.WriteLine(Text);
        return ExitCode.Usage;
    }

    internal static int Show()
    {
        Console.Out.WriteLine(Text);
        return ExitCode.Success;
    }
}
