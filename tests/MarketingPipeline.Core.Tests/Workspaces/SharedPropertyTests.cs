using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class SharedPropertyTests
{
    [Fact]
    public void Clients_of_one_folder_own_its_property_together()
    {
        using var files = new TemporaryWorkspace()
            .Client("spa", "'ga4': { 'path': 'exports/../exports/group/', 'streams': [ 12 ] }")
            .Client("hotel", "'ga4': { 'path': 'exports/group', 'sharedProperty': true, 'hostnames': ['www.hotel.example'] }")
            .Client("alone", "'ga4': { 'path': 'exports/Alone' }");
        var workspace = files.Read();
        Assert.Empty(workspace.Findings);

        var expected = new[] { ("hotel", "", "hotel.example"), ("spa", "12", "") };
        foreach (var client in workspace.Clients.Where(client => client.Name.Value != "alone"))
        {
            Assert.True(client.Ga4!.IsShared);
            Assert.Equal(expected, client.PropertyOwners.Select(Flat));
        }

        Assert.Equal([("alone", "", "")], workspace.Clients[0].PropertyOwners.Select(Flat));
    }

    [Fact]
    public void Clients_of_one_dataset_own_its_property_together()
    {
        using var files = BigQuery()
            .Client("a", "'ga4': { 'dataset': 'analytics_1', 'streams': [ 1 ] }")
            .Client("b", "'ga4': { 'dataset': 'analytics_1', 'streams': [ 2 ] }")
            .Client("c", "'ga4': { 'dataset': 'ANALYTICS_1' }");
        var workspace = files.Read();

        Assert.Empty(workspace.Findings);
        Assert.Equal([2, 2, 1], workspace.Clients.Select(client => client.PropertyOwners.Count));
    }

    [Fact]
    public void A_broken_sibling_still_owns_what_it_could_say()
    {
        using var files = new TemporaryWorkspace()
            .Client("good", "'ga4': { 'path': 'x', 'sharedProperty': true, 'hostnames': ['good.example'] }")
            .Client("broken", "'colour': 1, 'ga4': { 'path': 'x', 'sharedProperty': true, 'hostnames': ['https://no', 'broken.example'], 'streams': [ 7 ] }");
        var workspace = files.Read();

        Assert.Equal(["broken"], workspace.BrokenClients);
        Assert.Equal([("broken", "7", "broken.example"), ("good", "", "good.example")], Assert.Single(workspace.Clients).PropertyOwners.Select(Flat));
    }

    [Fact]
    public void Clients_that_do_not_know_of_each_other_are_both_refused()
    {
        using var files = new TemporaryWorkspace()
            .Client("a", "'ga4': { 'path': 'x', 'hostnames': ['a.example'] }")
            .Client("b", "'ga4': { 'path': './x' }");
        var workspace = files.Read();

        Assert.Empty(workspace.Clients);
        Assert.Equal(["a", "b"], workspace.BrokenClients);
        Assert.All(workspace.Findings, finding =>
        {
            Assert.Equal("ga4.sharedProperty", finding.Property);
            Assert.Equal("Set sharedProperty: true and give hostnames, or streams.", finding.Advice);
        });
        Assert.Contains("that of b:", workspace.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_does_not_know_of_a_sharing_one_is_refused_alone()
    {
        using var files = new TemporaryWorkspace()
            .Client("knows", "'ga4': { 'path': 'x', 'streams': [ 1 ] }")
            .Client("unaware", "'ga4': { 'path': 'x' }");

        Assert.Equal(["unaware"], files.Read().BrokenClients);
    }

    [Fact]
    public void One_stream_or_host_of_two_owners_is_refused_for_both()
    {
        using var files = new TemporaryWorkspace()
            .Client("a", "'ga4': { 'path': 'x', 'streams': [ 5, 7 ], 'hostnames': ['a.example'] }")
            .Client("b", "'ga4': { 'path': 'x', 'streams': [ '7' ], 'hostnames': ['b.example', 'WWW.A.example:80'] }")
            .Client("c", "'ga4': { 'path': 'other', 'streams': [ 7 ], 'hostnames': ['a.example'] }");
        var workspace = files.Read();

        Assert.Equal(
            ["a ga4.streams[1]", "a ga4.hostnames[0]", "b ga4.streams[0]", "b ga4.hostnames[1]"],
            workspace.Findings.Select(finding => $"{finding.Client} {finding.Property}"));
        Assert.Equal(["c"], workspace.Clients.Select(client => client.Name.Value));
    }

    [SkippableFact]
    public void Folders_that_differ_in_case_are_two_where_the_system_says_so()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows ignores case");
        using var files = new TemporaryWorkspace().Client("a", "'ga4': { 'path': 'x' }").Client("b", "'ga4': { 'path': 'X' }");

        Assert.Equal(2, files.Read().Clients.Count);
    }

    private static TemporaryWorkspace BigQuery() => new("{ 'engine': 'BigQuery', 'bigQuery': { 'project': 'agency-prod' } }");

    private static (string Client, string Streams, string Hosts) Flat(PropertyOwner owner) =>
        (owner.Client.Value, string.Join(",", owner.Streams), string.Join(",", owner.Hostnames));
}
