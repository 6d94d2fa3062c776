using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class FindingAWorkspaceTests : IDisposable
{
    private readonly TemporaryWorkspace _workspace = new();
    private readonly TemporaryWorkspace _other = new();
    private readonly TemporaryWorkspace _empty = new(pipeline: null);

    public void Dispose()
    {
        _workspace.Dispose();
        _other.Dispose();
        _empty.Dispose();
    }

    [Fact]
    public void A_folder_below_the_workspace_finds_it()
    {
        var below = Directory.CreateDirectory(_workspace.InRoot("clients", "old", "older")).FullName;

        Assert.Equal(_workspace.Root, WorkspaceReader.Find(null, null, below));
        Assert.Equal(_workspace.Root, WorkspaceReader.Find(null, null, _workspace.Root + Path.DirectorySeparatorChar));
    }

    [Fact]
    public void The_nearest_of_two_nested_workspaces_is_found()
    {
        var inner = Directory.CreateDirectory(_workspace.InRoot("inner")).FullName;
        File.WriteAllText(Path.Combine(inner, "pipeline.json"), "{}");

        Assert.Equal(inner, WorkspaceReader.Find(null, null, inner));
    }

    [Fact]
    public void A_given_path_beats_the_environment_variable_and_that_the_current_folder()
    {
        Assert.Equal(_other.Root, WorkspaceReader.Find(_other.Root, _empty.Root, _workspace.Root));
        Assert.Equal(_other.Root, WorkspaceReader.Find(null, _other.Root, _workspace.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void What_is_empty_is_not_given(string nothing) =>
        Assert.Equal(_workspace.Root, WorkspaceReader.Find(nothing, nothing, _workspace.Root));

    [Fact]
    public void The_path_may_be_the_file_itself()
    {
        Assert.Equal(_other.Root, WorkspaceReader.Find(_other.InRoot("pipeline.json"), null, _workspace.Root));
        Assert.Equal(_other.Root, WorkspaceReader.Find(null, _other.InRoot("pipeline.json"), _workspace.Root));
    }

    [Fact]
    public void A_relative_path_is_relative_to_the_current_folder_given()
    {
        var parent = Path.GetDirectoryName(_workspace.Root)!;

        Assert.Equal(_workspace.Root, WorkspaceReader.Find(Path.GetFileName(_workspace.Root), null, parent));
        Assert.Equal(_workspace.Root, WorkspaceReader.Find(".", null, _workspace.Root));
    }

    [Fact]
    public void A_given_folder_without_pipeline_json_is_not_searched_upwards()
    {
        var error = Assert.Throws<PipelineException>(() => WorkspaceReader.Find(_workspace.InRoot("clients"), null, _workspace.Root));

        Assert.Equal(PipelineErrorKind.Settings, error.Kind);
        Assert.Contains(_workspace.InRoot("clients"), error.Message, StringComparison.Ordinal);
        Assert.Contains("New-PipelineWorkspace", error.Advice, StringComparison.Ordinal);
        Assert.Contains("-Workspace", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_names_the_folder_where_the_search_began()
    {
        var error = Assert.Throws<PipelineException>(() => WorkspaceReader.Find(null, null, _empty.Root));

        Assert.Equal(PipelineErrorKind.Settings, error.Kind);
        Assert.Contains(_empty.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_is_not_a_workspace()
    {
        var file = _workspace.InRoot("clients", "readme.txt");
        File.WriteAllText(file, "");

        Assert.Throws<PipelineException>(() => WorkspaceReader.Find(file, null, _workspace.Root));
        Assert.Throws<PipelineException>(() => WorkspaceReader.Find("a\0b", null, _workspace.Root));
    }
}
