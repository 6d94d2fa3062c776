using System.Reflection;

namespace MarketingPipeline.Host.Tests;

/// <summary>The nightly refresh as a scheduled task runs it: a process with an exit code.</summary>
public class NightlyRefreshTests
{
    private static readonly string Script = Path.Combine(
        typeof(NightlyRefreshTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ModuleFolder").Value!,
        "scripts",
        "Invoke-NightlyRefresh.ps1");

    [Fact]
    public void All_clients_are_done_and_the_exit_code_is_0()
    {
        using var workspace = new NightlyWorkspace("alpha", "beta");

        var (exitCode, output, errors) = Refresh(workspace);

        Assert.True(exitCode == 0, errors + output);
        Assert.Empty(errors);
        Assert.Equal(["alpha.json", "beta.json"], Dashboards(workspace.Dashboards));
        Assert.Contains("2: 2 succeeded, 0 failed", output, StringComparison.Ordinal);
        Assert.Contains(NightlyWorkspace.LastDay, output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_counts_what_was_done()
    {
        using var workspace = new NightlyWorkspace("alpha", "beta");
        const string Figures = """
            "clients=$($s.Clients) succeeded=$($s.Succeeded) failed=$($s.Failed) tables=$($s.Tables) dashboards=$($s.Dashboards.Count) exit=$($s.ExitCode)/$LASTEXITCODE"
            "asof=$($s.AsOf.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)) root=$($s.Workspace) type=$($s.PSObject.TypeNames[0]) plan=$($s.IsPlan)"
            "rows=$($s.Rows -gt 0) sum=$($s.Rows -eq $s.Details[0].Rows + $s.Details[1].Rows) tests=$($s.Findings.Passed -gt 0) errors=$($s.Findings.Error) time=$($s.Duration -gt [timespan]::Zero)"
            """;

        var first = Statements($"$s = & {Quoted(Script)} -Workspace {Quoted(workspace.Root)} -AsOf {NightlyWorkspace.LastDay}; {Figures}");
        var second = Statements($"$s = & {Quoted(Script)} -Workspace {Quoted(workspace.Root)} -AsOf {NightlyWorkspace.LastDay}; \"tables=$($s.Tables) rows=$($s.Rows) dashboards=$($s.Dashboards.Count)\"");

        Assert.Equal(
            [
                "clients=2 succeeded=2 failed=0 tables=12 dashboards=2 exit=0/0",
                $"asof={NightlyWorkspace.LastDay} root={workspace.Root} type=MarketingPipeline.NightlySummary plan=False",
                "rows=True sum=True tests=True errors=0 time=True",
            ],
            first);
        Assert.Equal(["tables=0 rows=0 dashboards=2"], second);
    }

    [Fact]
    public void A_client_without_its_source_fails_and_the_others_dashboards_are_written()
    {
        using var workspace = new NightlyWorkspace("alpha", "beta").WithClientWithoutSource("gone");

        var (exitCode, output, errors) = Refresh(workspace);

        Assert.True(exitCode == 1, errors + output);
        Assert.Equal(["alpha.json", "beta.json"], Dashboards(workspace.Dashboards));
        Assert.Contains("gone (Staging)", output, StringComparison.Ordinal);
        Assert.Contains("error: The folder of GA4 export files", errors, StringComparison.Ordinal);
        Assert.Contains("  advice: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_with_broken_settings_fails_and_the_others_go_on()
    {
        using var workspace = new NightlyWorkspace("alpha").WithBrokenClient("broken");

        var (exitCode, output, errors) = Refresh(workspace);

        Assert.True(exitCode == 1, errors + output);
        Assert.Equal(["alpha.json"], Dashboards(workspace.Dashboards));
        Assert.Contains("broken (Settings)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_whose_data_tests_fail_keeps_the_dashboard_of_the_last_good_night()
    {
        using var workspace = new NightlyWorkspace("alpha", "beta");
        Refresh(workspace);
        var before = workspace.Files();
        var (kept, replaced) = (Path.Combine(workspace.Dashboards, "beta.json"), Path.Combine(workspace.Dashboards, "alpha.json"));

        // Loaded anew, beta has a day less between two others: a warning.
        File.Delete(Path.Combine(workspace.Root, "warehouse", "beta.duckdb"));
        File.Delete(Path.Combine(workspace.Root, "sources", "beta", "events_20210113.jsonl"));
        var (exitCode, output, errors) = Refresh(workspace, "-FailOn", "Warning", "-FullRefresh");

        Assert.True(exitCode == 1, errors + output);
        Assert.Contains("beta (DataTests)", output, StringComparison.Ordinal);
        Assert.Equal(before[kept], workspace.Files()[kept]);
        Assert.NotEqual(before[replaced], workspace.Files()[replaced]);

        (exitCode, output, errors) = Refresh(workspace, "-FailOn", "None");

        Assert.True(exitCode == 0, errors + output);
        Assert.NotEqual(before[kept], workspace.Files()[kept]);
    }

    [Fact]
    public void Clients_and_the_folder_can_be_chosen()
    {
        using var workspace = new NightlyWorkspace("alpha", "beta", "gamma");
        var folder = Path.Combine(workspace.Root, "out", "dashboards");

        var (exitCode, output, errors) = Refresh(workspace, "-Client", "ALPHA,g*", "-OutputPath", folder, "-FullRefresh", "-ThrottleLimit", "1");

        Assert.True(exitCode == 0, errors + output);
        Assert.Equal(["alpha.json", "gamma.json"], Dashboards(folder));
        Assert.False(Directory.Exists(workspace.Dashboards));
    }

    [Fact]
    public void No_workspace_is_2()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        var (exitCode, output, errors) = HostProcess.Run(Script, "-Workspace", folder);

        Assert.True(exitCode == 2, errors + output);
        Assert.Contains("pipeline.json", errors, StringComparison.Ordinal);
        Assert.Contains("Exit code", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_pipeline_json_is_2()
    {
        using var workspace = new NightlyWorkspace("alpha");
        File.WriteAllText(Path.Combine(workspace.Root, "pipeline.json"), """{ "engine": "Abacus" """);

        var (exitCode, output, errors) = Refresh(workspace);

        Assert.True(exitCode == 2, errors + output);
        Assert.Contains("pipeline.json", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Client", "nobody")]
    [InlineData("-Client", "alpha,nobody")]
    [InlineData("-Client", "x*")]
    [InlineData("-Client", ",")]
    [InlineData("-FailOn", "Sometimes")]
    [InlineData("-AsOf", "14/01/2021")]
    [InlineData("-AsOf", "2999-01-01")]
    [InlineData("-ThrottleLimit", "0")]
    [InlineData("-ThrottleLimit", "many")]
    [InlineData("-OutputPath", "pipeline.json")]
    [InlineData("-Nonsense", "1")]
    [InlineData("alpha", "beta")]
    public void Arguments_that_do_not_fit_are_2_and_no_client_is_touched(string name, string value)
    {
        using var workspace = new NightlyWorkspace("alpha");
        var before = workspace.Files();

        var (exitCode, output, errors) = HostProcess.Run(
            Script, "-Workspace", workspace.Root, name, name == "-OutputPath" ? Path.Combine(workspace.Root, value) : value);

        Assert.True(exitCode == 2, errors + output);
        Assert.NotEmpty(errors);
        Assert.Equal(before.Keys, workspace.Files().Keys.Where(file => !file.Contains(".duckdb", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatIf_changes_nothing_neither_the_first_time_nor_later()
    {
        using var workspace = new NightlyWorkspace("alpha", "beta");
        Plan();
        Refresh(workspace);
        File.Delete(Path.Combine(workspace.Root, "sources", "alpha", "events_20210113.jsonl"));
        Plan();

        void Plan()
        {
            var before = workspace.Files();
            var (exitCode, output, errors) = Refresh(workspace, "-WhatIf");

            Assert.True(exitCode == 0, errors + output);
            Assert.Contains("What if:", output, StringComparison.Ordinal);
            Assert.Contains(Path.Combine(workspace.Dashboards, "beta.json"), output, StringComparison.Ordinal);
            Assert.DoesNotContain("Retrieve the value", output, StringComparison.Ordinal);
            Assert.Equal(before, workspace.Files());
        }
    }

    [Fact]
    public void A_preference_for_stopping_at_errors_does_not_stop_the_other_clients()
    {
        using var workspace = new NightlyWorkspace("alpha").WithClientWithoutSource("gone");

        var said = Statements($"$ErrorActionPreference = 'Stop'; $s = & {Quoted(Script)} -Workspace {Quoted(workspace.Root)} -AsOf {NightlyWorkspace.LastDay}; \"$($s.Succeeded) $($s.Failed) $LASTEXITCODE\"");

        Assert.Equal(["1 1 1"], said);
    }

    private static (int ExitCode, string Output, string Errors) Refresh(NightlyWorkspace workspace, params string[] more) =>
        HostProcess.Run([Script, "-Workspace", workspace.Root, "-AsOf", NightlyWorkspace.LastDay, .. more]);

    private static string[] Statements(string statements) =>
        HostProcess.Run("-Command", statements).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static IEnumerable<string?> Dashboards(string folder) =>
        Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
