using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Tests.Rest;

public sealed class CredentialsFileTests : SigningInStage
{
    [Fact]
    public async Task A_key_in_the_workspace_is_refused_also_behind_a_link()
    {
        var inside = Path.Combine(Root, "keys", "key.json");
        Directory.CreateDirectory(Path.GetDirectoryName(inside)!);
        File.WriteAllText(inside, ServiceAccount("a@p.iam.gserviceaccount.com"));
        var error = await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(file: inside)));
        Assert.Contains("git", error.Advice, StringComparison.Ordinal);

        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var link = Path.Combine(Folder.FullName, "link");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(inside)!);
        Assert.Contains("inside the workspace", (await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(file: Path.Combine(link, "key.json"))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_beside_the_workspace_whose_name_begins_alike_is_outside()
    {
        var file = Path.Combine(Folder.FullName, "workspace-keys.json");
        File.WriteAllText(file, ServiceAccount("beside@p.iam.gserviceaccount.com"));

        Assert.Equal("beside@p.iam.gserviceaccount.com", await WhoAsync(SignIn(file: file)));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.json", (await Assert.ThrowsAsync<PipelineException>(() => Open(SignIn(file: Path.Combine(Folder.FullName, "nowhere.json"))))).Message, StringComparison.Ordinal);
}
