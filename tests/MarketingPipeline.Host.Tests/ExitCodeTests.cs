namespace MarketingPipeline.Host.Tests;

public class ExitCodeTests
{
    [Theory]
    [InlineData(0, "1 + 1")]
    [InlineData(0, "try { throw 'caught' } catch { }")]
    [InlineData(1, "throw 'x'")]
    [InlineData(1, "[int]::Parse('x')")]
    [InlineData(2, "Get-Nothing")]
    [InlineData(2, "if (")]
    [InlineData(2, "Get-PipelineRun -Nonsense 1")]
    [InlineData(2, "Get-PipelineRun")]
    [InlineData(2, "Invoke-StagingRefresh x -AsOf 14/01/2021")]
    [InlineData(2, "Get-PipelineClient -Workspace ./nowhere")]
    [InlineData(3, "exit 3")]
    [InlineData(0, "exit 0")]
    public void Statements_give_the_exit_code_of_the_worst_error(int expected, string statements)
    {
        var (exitCode, output, errors) = HostProcess.Run("-Command", statements);

        Assert.True(expected == exitCode, $"{exitCode}{Environment.NewLine}{output}{Environment.NewLine}{errors}");
    }

    [Fact]
    public void No_arguments_is_a_usage_error()
    {
        var (exitCode, output, errors) = HostProcess.Run();

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("usage:", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Command")]
    [InlineData("-Nonsense")]
    [InlineData("nowhere.ps1")]
    [InlineData("text.txt")]
    [InlineData("demo", "more")]
    public void A_command_line_that_makes_no_sense_is_a_usage_error(params string[] arguments)
    {
        var (exitCode, _, errors) = HostProcess.Run(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains("usage:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_goes_to_standard_error_with_its_advice()
    {
        var (_, output, errors) = HostProcess.Run("-Command", "Get-PipelineClient -Workspace ./nowhere");

        Assert.Empty(output);
        Assert.Contains("error: ", errors, StringComparison.Ordinal);
        Assert.Contains("  advice: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_shown_through_the_modules_views_as_plain_text()
    {
        var (exitCode, output, errors) = HostProcess.Run("-Command", "Get-PipelineModel");

        Assert.True(exitCode == 0, errors);
        Assert.Contains("mart_executive_dashboard", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        Assert.NotEqual('\uFEFF', output[0]);
    }
}
