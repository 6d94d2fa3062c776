namespace MarketingPipeline.Host.Tests;

public sealed class ScriptArgumentTests : IDisposable
{
    private readonly string _script = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ps1");

    public ScriptArgumentTests() => File.WriteAllText(_script, """
        param([string] $Name, [string[]] $List, [switch] $On, [int] $Number, [Parameter(ValueFromRemainingArguments)] $Rest)
        "name=$Name list=$($List.Count) on=$On number=$Number rest=$($Rest -join '+') here=$($PSScriptRoot.Length -gt 0)"
        """);

    public void Dispose() => File.Delete(_script);

    [Theory]
    [InlineData("name= list=0 on=False number=0 rest= here=True")]
    [InlineData("name=a list=0 on=False number=0 rest= here=True", "a")]
    [InlineData("name=a list=2 on=False number=0 rest= here=True", "a", "x,y")]
    [InlineData("name=a list=2 on=True number=-1 rest= here=True", "-On", "-List", "x,y", "-Name", "a", "-Number", "-1")]
    [InlineData("name=a,b list=0 on=True number=0 rest= here=True", "-On:$true", "-Name", "a,b")]
    [InlineData("name=a b list=0 on=False number=0 rest= here=True", "-On:$false", "-Name:a b")]
    [InlineData("name=a list=1 on=False number=7 rest=r+s here=True", "a", "x", "7", "r", "s")]
    public void Arguments_are_bound_as_pwsh_would(string expected, params string[] arguments)
    {
        var (exitCode, output, errors) = HostProcess.Run([_script, .. arguments]);

        Assert.True(exitCode == 0, errors);
        Assert.Equal(expected, output.Trim());
    }

    [Fact]
    public void An_argument_that_the_script_does_not_take_is_a_usage_error()
    {
        File.WriteAllText(_script, "[CmdletBinding()] param([int] $Number) $Number");

        Assert.Equal(2, HostProcess.Run(_script, "-Number", "x").ExitCode);
        Assert.Equal(2, HostProcess.Run(_script, "-Other", "x").ExitCode);
    }

    [Fact]
    public void A_scripts_exit_code_is_the_processs()
    {
        File.WriteAllText(_script, "'before'; exit 7; 'after'");

        var (exitCode, output, _) = HostProcess.Run(_script);

        Assert.Equal(7, exitCode);
        Assert.Equal("before", output.Trim());
    }
}
