using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class FindingAWorkspaceTests : IDisposable
{
    private readonly TemporaryWorkspace workspace = new();
    private readonly TemporaryWorkspace other = new();
    private readonly TemporaryWorkspace empty = new(pipeline: null);

    public void Dispose()
    {
        workspace.Dispose();
        other.Dispose();
        empty.Dispose();
    }

    [Fact]
    public void A_folder_below_the_workspace_finds_it()
    {
        var below = Directory.CreateDirectory(workspace.InRoot("clients", "old", "older")).FullName;

        Assert.Equal(workspace.Root, WorkspaceReader.Find(null, null, below));
        Assert.Equal(workspace.Root, WorkspaceReader.Find(null, null, workspace.Root + Path.DirectorySeparatorChar));
    }

    [Fact]
    public void The_nearest_of_two_nested_workspaces_is_found()
    {
        var inner = Directory.CreateDirectory(workspace.InRoot("inner")).FullName;
        File.WriteAllText(Path.Combine(inner, "pipeline.json"), "{}");

        Assert.Equal(inner, WorkspaceReader.Find(null, null, inner));
    }

    [Fact]
    public void A_given_path_beats_the_environment_variable_and_that_the_current_folder()
    {
        Assert.Equal(other.Root, WorkspaceReader.Find(other.Root, empty.Root, workspace.Root));
        Assert.Equal(other.Root, WorkspaceReader.Find(null, other.Root, workspace.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void What_is_empty_is_not_given(string nothing) =>
        Assert.Equal(workspace.Root, WorkspaceReader.Find(nothing, nothing, workspace.Root));

    [Fact]
    public void The_path_may_be_the_file_itself()
    {
        Assert.Equal(other.Root, WorkspaceReader.Find(other.InRoot("pipeline.json"), null, workspace.Root));
        Assert.Equal(other.Root, WorkspaceReader.Find(null, other.InRoot("pipeline.json"), workspace.Root));
    }

    [Fact]
    public void A_relative_path_is_relative_to_the_current_folder_given()
    {
        var parent = Path.GetDirectoryName(workspace.Root)!;

        Assert.Equal(workspace.Root, WorkspaceReader.Find(Path.GetFileName(workspace.Root), null, parent));
        Assert.Equal(workspace.Root, WorkspaceReader.Find(".", null, workspace.Root));
    }

    [Fact]
    public void A_given_folder_without_pipeline_json_is_not_searched_upwards()
    {
        var error = Assert.Throws<PipelineException>(() => WorkspaceReader.Find(workspace.InRoot("clients"), null, workspace.Root));

        Assert.Equal(PipelineErrorKind.Settings, error.Kind);
        Assert.Contains(workspace.InRoot("clients"), error.Message, StringComparison.Ordinal);
        Assert.Contains("New-PipelineWorkspace", error.Advice, StringComparison.Ordinal);
        Assert.Contains("-Workspace", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_names_the_folder_where_the_search_began()
    {
        var error = Assert.Throws<PipelineException>(() => WorkspaceReader.Find(null, null, empty.Root));

        Assert.Equal(PipelineErrorKind.Settings, error.Kind);
        Assert.Contains(empty.Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_file_is_not_a_workspace()
    {
        var file = workspace.InRoot("clients", "readme.txt");
        File.WriteAllText(file, "");

        Assert.Throws<PipelineException>(() => WorkspaceReader.Find(file, null, workspace.Root));
        Assert.Throws<PipelineException>(() => WorkspaceReader.Find("a\0b", null, workspace.Root));
    }
}
