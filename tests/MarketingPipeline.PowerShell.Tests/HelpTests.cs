using System.Management.Automation;

namespace MarketingPipeline.PowerShell.Tests;

public class HelpTests
{
    public static TheoryData<string> Cmdlets()
    {
        using var session = new ModuleSession();
        return [.. session.Run("(Get-Command -Module MarketingPipeline).Name").Output.Select(name => (string)name.BaseObject)];
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Each_cmdlet_has_a_synopsis_and_an_example(string cmdlet)
    {
        using var session = new ModuleSession();
        var help = session.Run($"$help = Get-Help {cmdlet} -Full; $help.Synopsis; @($help.examples.example).Count; @($help.examples.example)[0].code").ShouldSucceed().Output;

        Assert.False(string.IsNullOrWhiteSpace(help[0].BaseObject as string));
        Assert.DoesNotContain(cmdlet + " [", (string)help[0].BaseObject, StringComparison.Ordinal);
        Assert.True((int)help[1].BaseObject > 0);
        Assert.Contains(cmdlet, help[2].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Each_parameter_is_described(string cmdlet)
    {
        using var session = new ModuleSession();
        var described = session.Run($"(Get-Help {cmdlet} -Full).parameters.parameter | Where-Object {{ $_.description.Text }} | ForEach-Object Name").ShouldSucceed();
        var shown = session.Run($$"""
            (Get-Command {{cmdlet}}).Parameters.Values |
                Where-Object { -not ($_.Attributes | Where-Object { $_.DontShow }) -and $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters } |
                ForEach-Object Name
            """).ShouldSucceed();

        Assert.Equal(shown.Output.Select(Text).Order(StringComparer.Ordinal), described.Output.Select(Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Help_is_printed_with_its_syntax()
    {
        using var session = new ModuleSession();

        var text = session.Show("Get-Help Invoke-StagingRefresh -Full").ShouldSucceed().HostText;

        Assert.Contains("Invoke-StagingRefresh [-Client] <String[]>", text, StringComparison.Ordinal);
        Assert.Contains("-WhatIf", text, StringComparison.Ordinal);
        Assert.Contains("Values: Ga4, GoogleAds.", text, StringComparison.Ordinal);
    }

    private static string Text(PSObject value) => (string)value.BaseObject;
}
