using System.Diagnostics;
using System.Net.Sockets;
using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.Core.Tests.Sources;

public sealed class SourceFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("source-folder-").FullName;
    private readonly string _folder;

    public SourceFolderTests()
    {
        _folder = Path.Combine(_root, "reports");
        Directory.CreateDirectory(_folder);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Files_of_all_folders_below_are_listed_in_the_order_of_their_names()
    {
        Write("b.json", "22");
        Write("a/z.json", "1");
        Write("a/deep/er/x.json", "1");
        Write("B.json", "1");
        Assert.Equal(["B.json", "a/deep/er/x.json", "a/z.json", "b.json"], Listed().Files.Select(file => file.Name));
        var file = Listed().Files[^1];
        Assert.Equal(2, file.Bytes);
        Assert.Equal(File.GetLastWriteTimeUtc(file.Path), file.ModifiedAt.UtcDateTime);
        Assert.Equal("22", File.ReadAllText(file.RealPath));
        Assert.Empty(Listed().Unread);
    }

    [Fact]
    public void What_is_hidden_or_a_tools_own_is_passed_over()
    {
        Write(".hidden.json", "1");
        Write(".git/a.json", "1");
        Write("_temporary/0/a.json", "1");
        Write("_date=20260614/a.json", "1");
        Assert.Equal(["_date=20260614/a.json"], Listed().Files.Select(file => file.Name));
        Assert.Empty(Listed().Unread);
    }

    [SkippableFact]
    public void A_link_out_of_the_folder_is_named_and_not_read()
    {
        File.WriteAllText(Path.Combine(_root, "secret.json"), "1");
        Directory.CreateDirectory(Path.Combine(_root, "reports-of-others"));
        File.WriteAllText(Path.Combine(_root, "reports-of-others", "a.json"), "1");
        Link("absolute.json", Path.Combine(_root, "secret.json"));
        Link("relative.json", "../secret.json");
        Link("by_way_of_a_link.json", "others/a.json");
        FolderLink("others", "../reports-of-others");
        FolderLink("parent", "..");
        FolderLink("root", Path.GetPathRoot(_root)!);
        Link("broken.json", "nothing.json");
        Assert.Empty(Listed().Files);
        Assert.Equal(
            [
                new("absolute.json", "is a link out of the folder"),
                new("broken.json", "is a link that leads nowhere"),
                new("by_way_of_a_link.json", "is a link out of the folder"),
                new("others", "is a link out of the folder"),
                new("parent", "is a link out of the folder"),
                new("relative.json", "is a link out of the folder"),
                new UnreadFile("root", "is a link out of the folder"),
            ],
            Listed().Unread);
    }

    [SkippableFact]
    public void A_link_to_a_file_below_the_folder_is_that_file()
    {
        Write("store/1.bin", "1");
        Write(".store/2.bin", "22");
        Write("c.json", "333");
        Link("a.json", "store/1.bin");
        Link("b.json", Path.Combine(_folder, ".store", "2.bin"));
        Link("d.json", "c.json");
        Link("e.json", "d.json");
        Assert.Equal(
            [("a.json", 1), ("b.json", 2), ("c.json", 3), ("d.json", 3), ("e.json", 3), ("store/1.bin", 1)],
            Listed().Files.Select(file => (file.Name, file.Bytes)));
        Assert.Equal(["b.json", "c.json", "store/1.bin"], SourceFolder.Once(Listed().Files).Select(file => file.Name));
        Assert.Equal(["a.json", "b.json", "c.json"], SourceFolder.Once(Listed().Files.Where(file => file.Name.EndsWith(".json", StringComparison.Ordinal))).Select(file => file.Name));
    }

    [SkippableFact]
    public void Links_in_a_circle_end()
    {
        Write("a.json", "1");
        FolderLink("x", ".");
        FolderLink("y", "x");
        FolderLink("below/z", "..");
        Link("one.json", "two.json");
        Link("two.json", "one.json");
        var watch = Stopwatch.StartNew();
        Assert.Equal(["a.json"], Listed().Files.Select(file => file.Name));
        Assert.Equal(["below/z", "one.json", "two.json", "x", "y"], Listed().Unread.Select(file => file.Name));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [SkippableFact]
    public void The_folder_itself_may_be_a_link()
    {
        Write("a.json", "1");
        Link("b.json", "a.json");
        Directory.CreateSymbolicLink(Path.Combine(_root, "named"), "reports");
        var listed = SourceFolder.List(Path.Combine(_root, "named"), CancellationToken.None);
        Assert.Equal(["a.json", "b.json"], listed.Files.Select(file => file.Name));
        Assert.Equal([Path.Combine(_root, "named", "a.json"), Path.Combine(_root, "named", "b.json")], listed.Files.Select(file => file.Path));
        Assert.Single(SourceFolder.Once(listed.Files));
    }

    [SkippableFact]
    public async Task A_pipe_or_socket_is_named_and_never_opened()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows keeps pipes elsewhere.");
        Write("empty.json", "");
        using (var made = Process.Start("mkfifo", Path.Combine(_folder, "pipe.json")))
        {
            await made.WaitForExitAsync();
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "socket.json")));
        Link("to_pipe.json", "pipe.json");
        var listed = await Task.Run(Listed).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["empty.json"], listed.Files.Select(file => file.Name));
        Assert.Equal(
            [new("pipe.json", "is a pipe"), new("socket.json", "is a socket, or cannot be opened"), new UnreadFile("to_pipe.json", "is a pipe")],
            listed.Unread);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() =>
        Assert.ThrowsAny<IOException>(() => SourceFolder.List(Path.Combine(_root, "nowhere"), CancellationToken.None));

    private SourceFolder Listed() => SourceFolder.List(_folder, CancellationToken.None);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Link(string name, string target) => Linked(() => File.CreateSymbolicLink(Path.Combine(_folder, name), target));

    private void FolderLink(string name, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
        Linked(() => Directory.CreateSymbolicLink(Path.Combine(_folder, name), target));
    }

    private static void Linked(Action link)
    {
        try
        {
            link();
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            Skip.If(true, "This account may not make links.");
        }
    }
}
