using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class CredentialsFileTests : IDisposable
{
    private static readonly CredentialsFile File = new("some.credentialsFile", PipelineErrorKind.SignInFailed, "THE_VARIABLE needs no file");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("credentials");

    private string Root => Directory.CreateDirectory(Path.Combine(_folder.FullName, "workspace")).FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_outside_the_workspace_is_read_also_one_whose_folder_begins_alike() =>
        Assert.Equal("{}", File.Read(Written("workspace-keys/key.json"), Root));

    [Fact]
    public void A_file_inside_is_refused_with_what_names_it_and_what_needs_no_file()
    {
        var error = Assert.Throws<PipelineException>(() => File.Read(Written("workspace/keys/key.json"), Root));

        Assert.Equal((PipelineErrorKind.SignInFailed, "some.credentialsFile"), (error.Kind, error.Target));
        Assert.Contains("inside the workspace", error.Message, StringComparison.Ordinal);
        Assert.Contains("THE_VARIABLE needs no file", error.Advice, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_link_does_not_lead_around_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a right that not everyone has on Windows");
        var inside = Path.GetDirectoryName(Written("workspace/keys/key.json"))!;
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), inside);

        Assert.Contains("inside the workspace", Assert.Throws<PipelineException>(() => File.Read(Path.Combine(_folder.FullName, "link", "key.json"), Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_holds_too_much_is_named()
    {
        Assert.Contains("nowhere.json", Assert.Throws<PipelineException>(() => File.Read(Path.Combine(_folder.FullName, "nowhere.json"), Root)).Message, StringComparison.Ordinal);

        var large = Written("large.json", new string(' ', 1024 * 1024 + 1));
        Assert.Contains("too large", Assert.Throws<PipelineException>(() => File.Read(large, Root)).Message, StringComparison.Ordinal);
    }

    private string Written(string name, string text = "{}")
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
