using System.Text.Json;

namespace MarketingPipeline.PowerShell.Tests;

public sealed class DashboardTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly SmallWorkspace _workspace;

    public DashboardTests()
    {
        _workspace = new SmallWorkspace(_session).WithClient(_session, "alpha").WithClient(_session, "beta");
        Run($"Invoke-StagingRefresh * -Workspace $root -AsOf {SmallWorkspace.LastDay} | Invoke-MartBuild").ShouldSucceed();
    }

    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public void It_is_printed_as_plain_text_that_fits_the_console()
    {
        var text = _session.Show("Get-ExecutiveDashboard alpha -Workspace $root", ("root", _workspace.Root)).ShouldSucceed().HostText;

        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        Assert.Contains(lines, line => line.Contains("alpha", StringComparison.Ordinal) && line.Contains("2021-01-14", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("Revenue", StringComparison.Ordinal) && line.Contains("4,501.50", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("Advertising cost", StringComparison.Ordinal) && line.Contains('–', StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("[31mred", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 120, line));
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
    }

    [Fact]
    public void It_is_emitted_as_JSON_text()
    {
        var texts = Run("Get-ExecutiveDashboard * -Workspace $root -AsJson").ShouldSucceed().Output.Select(output => (string)output.BaseObject).ToList();

        Assert.Equal(2, texts.Count);
        Assert.All(texts, text => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.ValueKind));
    }

    [Fact]
    public void Files_are_written_to_a_folder_and_kept_unless_forced()
    {
        var folder = Path.Combine(_workspace.Root, "out");

        Assert.Empty(Run("Export-ExecutiveDashboard * -Workspace $root -Path $root/out -WhatIf").ShouldSucceed().Output);
        Assert.False(Directory.Exists(folder));
        Assert.Equal(["alpha.json", "beta.json"], Run("Export-ExecutiveDashboard * -Workspace $root -Path $root/out").ShouldSucceed().Texts("Name"));
        Assert.Equal(2, Run("Export-ExecutiveDashboard * -Workspace $root -Path $root/out").Errors.Count);
        Assert.Equal(2, Run("Export-ExecutiveDashboard * -Workspace $root -Path $root/out -Force").ShouldSucceed().Output.Count);
        Assert.NotEqual(0xEF, File.ReadAllBytes(Path.Combine(folder, "alpha.json"))[0]);
    }

    [Fact]
    public void One_dashboard_can_go_to_one_file_and_two_cannot()
    {
        Assert.Equal(["one.json"], Run("Export-ExecutiveDashboard alpha -Workspace $root -Path $root/one.json").ShouldSucceed().Texts("Name"));
        Run("Export-ExecutiveDashboard * -Workspace $root -Path $root/two.json").SingleError("MarketingPipeline.Argument");
    }

    private RunResult Run(string script) => _session.Run(script, ("root", _workspace.Root));
}
