using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class ClientFileTests
{
    private const string Bare = "'ga4': { 'path': 'export' }";

    [Fact]
    public void Everything_that_a_client_file_says_is_read()
    {
        using var files = new TemporaryWorkspace("{ 'historyDays': 10, 'windowDays': 10 }").Client("barracuda_phuket", """
            '$schema': '../schemas/client.schema.json', 'businessType': 'beach_club', 'historyDays': 365, 'windowDays': 60, 'outputDataset': 'Barracuda',
            'ga4': { 'path': 'exports/barracuda/', 'sharedProperty': true, 'hostnames': ['WWW.Barracuda.Example:443', 'barracuda.example', 'pay.example.'],
                     'unwantedReferrals': ['WWW.Gateway.Example:443', 'gateway.example', 'login.example.'],
                     'streams': [9007199254740993, '42'], 'conversionEvents': ['successfulCheckout', { 'name': 'call', 'category': 'lead' }, { 'name': 'purchase' }],
                     'engagementEvents': ['book_now_click'], 'engagedSeconds': 20 },
            'googleAds': { 'customerId': '874-382-8607', 'loginCustomerId': '1234567890', 'source': 'FILES', 'path': 'ads', 'restatementDays': 90 }
            """);
        var workspace = files.Read();
        Assert.Empty(workspace.Findings);
        var client = Assert.Single(workspace.Clients);

        Assert.Equal("barracuda_phuket", client.Name.Value);
        Assert.Equal(files.InRoot("clients", "barracuda_phuket.json"), client.File);
        Assert.Equal(("beach_club", "Asia/Bangkok", "THB", "Barracuda"), (client.BusinessType, client.TimeZone, client.Currency, client.OutputDataset));
        Assert.Equal((365, 60), (client.HistoryDays, client.WindowDays));
        Assert.Equal(Scenario.Full, client.Scenario);

        var ga4 = client.Ga4!;
        Assert.Null(ga4.Dataset);
        Assert.Equal(files.InRoot("exports", "barracuda"), ga4.Path);
        Assert.True(ga4.IsShared);
        Assert.Equal(["barracuda.example", "pay.example"], ga4.Hostnames);
        Assert.Equal(["gateway.example", "login.example"], ga4.UnwantedReferrals);
        Assert.Equal(["9007199254740993", "42"], ga4.Streams);
        Assert.Equal([new("successfulCheckout", "booking"), new("call", "lead"), new("purchase", "purchase")], ga4.ConversionEvents);
        Assert.Equal(["book_now_click"], ga4.EngagementEvents);
        Assert.Equal(20, ga4.EngagedSeconds);

        Assert.Equal(
            new GoogleAdsSettings { CustomerId = "8743828607", LoginCustomerId = "1234567890", Source = GoogleAdsSourceKind.Files, Path = files.InRoot("ads"), RestatementDays = 90 },
            client.GoogleAds);
        var owner = Assert.Single(client.PropertyOwners);
        Assert.Equal((client.Name, 2, 2), (owner.Client, owner.Streams.Count, owner.Hostnames.Count));
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        using var files = new TemporaryWorkspace().Client("a", $"{Bare}, 'googleAds': {{ 'customerId': '8743828607' }}");
        var client = Assert.Single(files.Read().Clients);

        Assert.Equal((180, 90, "a", null), (client.HistoryDays, client.WindowDays, client.OutputDataset, client.BusinessType));
        Assert.Equal([new("purchase", "purchase")], client.Ga4!.ConversionEvents);
        Assert.Equal((10, false), (client.Ga4.EngagedSeconds, client.Ga4.IsShared));
        Assert.Empty(client.Ga4.Hostnames);
        Assert.Empty(client.Ga4.UnwantedReferrals);
        Assert.Empty(client.Ga4.Streams);
        Assert.Empty(client.Ga4.EngagementEvents);
        Assert.Equal((GoogleAdsSourceKind.Api, 30, null), (client.GoogleAds!.Source, client.GoogleAds.RestatementDays, client.GoogleAds.LoginCustomerId));
        Assert.Equal(("v25", GoogleAdsMethod.SearchStream, null, null), (client.GoogleAds.ApiVersion, client.GoogleAds.Method, client.GoogleAds.Endpoint, client.GoogleAds.CredentialsFile));
    }

    [Fact]
    public void The_API_is_reached_as_the_client_says_else_as_the_workspace_does()
    {
        using var files = new TemporaryWorkspace("""
            { 'googleAds': { 'loginCustomerId': '111-222-3333', 'apiVersion': 'v26', 'method': 'search', 'endpoint': 'http://localhost:9060', 'credentialsFile': '../keys/agency.json' } }
            """)
            .Client("inherits", "'googleAds': { 'customerId': '8743828607' }")
            .Client("says", "'googleAds': { 'customerId': '8743828607', 'loginCustomerId': '4445556666', 'apiVersion': 'v24', 'method': 'SearchStream', 'endpoint': 'https://googleads.googleapis.com', 'credentialsFile': '../keys/own.json' }");
        var workspace = files.Read();
        var keys = Path.Combine(Path.GetDirectoryName(files.Root)!, "keys");

        Assert.Empty(workspace.Findings);
        var account = new GoogleAdsSettings { CustomerId = "8743828607", Source = GoogleAdsSourceKind.Api };
        Assert.Equal(
            [
                account with { LoginCustomerId = "1112223333", ApiVersion = "v26", Method = GoogleAdsMethod.Search, Endpoint = new Uri("http://localhost:9060"), CredentialsFile = Path.Combine(keys, "agency.json") },
                account with { LoginCustomerId = "4445556666", ApiVersion = "v24", Endpoint = new Uri("https://googleads.googleapis.com"), CredentialsFile = Path.Combine(keys, "own.json") },
            ],
            workspace.Clients.Select(client => client.GoogleAds));
    }

    [Fact]
    public void The_scenario_follows_from_the_sources()
    {
        using var files = new TemporaryWorkspace()
            .Client("ads", "'googleAds': { 'customerId': '8743828607', 'path': 'x' }")
            .Client("web", Bare);
        var clients = files.Read().Clients;

        Assert.Equal([Scenario.GoogleAdsOnly, Scenario.Ga4Only], clients.Select(client => client.Scenario));
        Assert.Equal(GoogleAdsSourceKind.Files, clients[0].GoogleAds!.Source);
        Assert.Empty(clients[0].PropertyOwners);
    }

    [Fact]
    public void Clients_come_in_ordinal_order_and_other_files_are_passed_over()
    {
        using var files = new TemporaryWorkspace()
            .Client("b", "'ga4': { 'path': 'b' }").Client("a_b", "'ga4': { 'path': 'c' }").Client("ab", "'ga4': { 'path': 'd' }")
            .ClientFile(".hidden.json", "x").ClientFile("notes.txt", "x").ClientFile("a.json.bak", "x").ClientFile(".gitkeep", "");
        Directory.CreateDirectory(files.InRoot("clients", "folder.json"));
        var workspace = files.Read();

        Assert.Equal(["a_b", "ab", "b"], workspace.Clients.Select(client => client.Name.Value));
        Assert.Empty(workspace.Findings);
    }

    [Fact]
    public void A_broken_client_does_not_stop_the_others()
    {
        using var files = new TemporaryWorkspace().Client("good", Bare).Client("wrong", "'ga4': {}").ClientFile("torn.json", "{ 'name': 'to");
        var workspace = files.Read();

        Assert.Equal(["good"], workspace.Clients.Select(client => client.Name.Value));
        Assert.Equal(["torn", "wrong"], workspace.BrokenClients);
        Assert.Equal(["clients/torn.json", "clients/wrong.json"], workspace.Findings.Select(finding => finding.Target));
        Assert.Equal(["torn", "wrong"], workspace.Findings.Select(finding => finding.Client));
    }

    [Theory]
    [InlineData("'x': 1", null)] // with the unknown property, below
    [InlineData("'ga4': {}", "ga4.dataset")]
    [InlineData("'ga4': 'export'", "ga4")]
    [InlineData("'ga4': null", "ga4")]
    [InlineData("'ga4': { 'path': '' }", "ga4.path")]
    [InlineData("'ga4': { 'path': 7 }", "ga4.path")]
    [InlineData("'ga4': { 'dataset': 'analytics_1' }", "ga4.dataset")]
    [InlineData("'ga4': { 'dataset': 'analytics_1', 'path': 'x' }", "ga4.path")]
    [InlineData("'ga4': { 'path': 'x', 'sharedProperty': true }", "ga4.sharedProperty")]
    [InlineData("'ga4': { 'path': 'x', 'sharedProperty': true, 'hostnames': [] }", "ga4.sharedProperty")]
    [InlineData("'ga4': { 'path': 'x', 'sharedProperty': 'yes' }", "ga4.sharedProperty")]
    [InlineData("'ga4': { 'path': 'x', 'hostnames': 'x.example' }", "ga4.hostnames")]
    [InlineData("'ga4': { 'path': 'x', 'hostnames': ['https://x.example'] }", "ga4.hostnames[0]")]
    [InlineData("'ga4': { 'path': 'x', 'hostnames': ['x.example', 'x.example/shop'] }", "ga4.hostnames[1]")]
    [InlineData("'ga4': { 'path': 'x', 'hostnames': ['*.x.example'] }", "ga4.hostnames[0]")]
    [InlineData("'ga4': { 'path': 'x', 'hostnames': ['x..example'] }", "ga4.hostnames[0]")]
    [InlineData("'ga4': { 'path': 'x', 'hostnames': ['x.example:https'] }", "ga4.hostnames[0]")]
    [InlineData("'ga4': { 'path': 'x', 'hostnames': [ 1 ] }", "ga4.hostnames[0]")]
    [InlineData("'ga4': { 'path': 'x', 'unwantedReferrals': 'pay.example' }", "ga4.unwantedReferrals")]
    [InlineData("'ga4': { 'path': 'x', 'unwantedReferrals': ['pay.example', 'https://pay.example/'] }", "ga4.unwantedReferrals[1]")]
    [InlineData("'ga4': { 'path': 'x', 'unwantedReferrals': ['*.pay.example'] }", "ga4.unwantedReferrals[0]")]
    [InlineData("'ga4': { 'path': 'x', 'streams': [ 1.5 ] }", "ga4.streams[0]")]
    [InlineData("'ga4': { 'path': 'x', 'streams': [ '12', 'web' ] }", "ga4.streams[1]")]
    [InlineData("'ga4': { 'path': 'x', 'streams': [ '١٢٣' ] }", "ga4.streams[0]")]
    [InlineData("'ga4': { 'path': 'x', 'conversionEvents': [] }", "ga4.conversionEvents")]
    [InlineData("'ga4': { 'path': 'x', 'conversionEvents': [ 'a', 5 ] }", "ga4.conversionEvents[1]")]
    [InlineData("'ga4': { 'path': 'x', 'conversionEvents': [ 'a', 'a' ] }", "ga4.conversionEvents[1]")]
    [InlineData("'ga4': { 'path': 'x', 'conversionEvents': [ ' a' ] }", "ga4.conversionEvents[0]")]
    [InlineData("'ga4': { 'path': 'x', 'conversionEvents': [ { 'category': 'lead' } ] }", "ga4.conversionEvents[0].name")]
    [InlineData("'ga4': { 'path': 'x', 'conversionEvents': [ 'a', { 'name': 'b', 'category': 3 } ] }", "ga4.conversionEvents[1].category")]
    [InlineData("'ga4': { 'path': 'x', 'conversionEvents': [ { 'name': 'b', 'category': 'Purchase' } ] }", "ga4.conversionEvents[0].category")]
    [InlineData("'ga4': { 'path': 'x', 'engagementEvents': [ '' ] }", "ga4.engagementEvents[0]")]
    [InlineData("'ga4': { 'path': 'x', 'engagedSeconds': 0 }", "ga4.engagedSeconds")]
    [InlineData("'googleAds': {}", "googleAds.customerId")]
    [InlineData("'googleAds': { 'customerId': 8743828607 }", "googleAds.customerId")]
    [InlineData("'googleAds': { 'customerId': '874-3828607' }", "googleAds.customerId")]
    [InlineData("'googleAds': { 'customerId': '87438286071' }", "googleAds.customerId")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'loginCustomerId': 'me' }", "googleAds.loginCustomerId")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'source': 'Sheets' }", "googleAds.source")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'source': 'Transfer' }", "googleAds.source")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'dataset': 'ads' }", "googleAds.source")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'source': 'Api', 'dataset': 'ads' }", "googleAds.dataset")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'source': 'Files' }", "googleAds.path")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'source': 'Api', 'path': 'x' }", "googleAds.path")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'restatementDays': 91 }", "googleAds.restatementDays")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'apiVersion': '25' }", "googleAds.apiVersion")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'apiVersion': 'v25/../v1' }", "googleAds.apiVersion")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'apiVersion': 25 }", "googleAds.apiVersion")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'method': 'Stream' }", "googleAds.method")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'localhost:9060' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'http://googleads.googleapis.com' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'https://googleads.googleapis.com.evil.example' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'https://googleads.googleapis.com:8443' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'http://localhost.evil.example' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'http://localhost@evil.example' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'http://192.168.0.2:9060' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'endpoint': 'ftp://localhost' }", "googleAds.endpoint")]
    [InlineData("'googleAds': { 'customerId': '8743828607', 'credentialsFile': '' }", "googleAds.credentialsFile")]
    [InlineData("'ga4': { 'path': 'x' }, 'outputDataset': 'my-data'", "outputDataset")]
    [InlineData("'ga4': { 'path': 'x' }, 'historyDays': true", "historyDays")]
    [InlineData("'ga4': { 'path': 'x' }, 'windowDays': 0", "windowDays")]
    [InlineData("'ga4': { 'path': 'x' }, 'businessType': ['hotel']", "businessType")]
    public void What_is_wrong_is_found_where_it_stands(string settings, string? property)
    {
        using var files = new TemporaryWorkspace().Client("a", settings);
        var workspace = files.Read();
        var finding = property is null ? workspace.Findings.Single(found => found.Property is null) : Assert.Single(workspace.Findings);

        Assert.Equal(property, finding.Property);
        Assert.Equal("clients/a.json", finding.Target);
        Assert.Equal("a", finding.Client);
        Assert.Equal("settings", finding.Check);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.False(string.IsNullOrEmpty(finding.Advice));
        Assert.Empty(workspace.Clients);
        Assert.Equal(["a"], workspace.BrokenClients);
    }

    [Theory]
    [InlineData("'timeZone': 'UTC', 'currency': 'USD'", "name")]
    [InlineData("'name': 'a', 'currency': 'USD'", "timeZone")]
    [InlineData("'name': 'a', 'timeZone': 'UTC'", "currency")]
    [InlineData("'name': 'a', 'timeZone': 'Asia/Atlantis', 'currency': 'USD'", "timeZone")]
    [InlineData("'name': 'a', 'timeZone': 'SE Asia Standard Time', 'currency': 'USD'", "timeZone")]
    [InlineData("'name': 'a', 'timeZone': '../../etc/passwd', 'currency': 'USD'", "timeZone")]
    [InlineData("'name': 'a', 'timeZone': 'right/Asia/Bangkok', 'currency': 'USD'", "timeZone")]
    [InlineData("'name': 'a', 'timeZone': 'UTC', 'currency': 'usd'", "currency")]
    [InlineData("'name': 'a', 'timeZone': 'UTC', 'currency': 'USDT'", "currency")]
    [InlineData("'name': 'b', 'timeZone': 'UTC', 'currency': 'USD'", "name")]
    [InlineData("'name': 'A', 'timeZone': 'UTC', 'currency': 'USD'", "name")]
    [InlineData("'name': 3, 'timeZone': 'UTC', 'currency': 'USD'", "name")]
    public void A_client_says_who_and_where_it_is(string settings, string property)
    {
        using var files = new TemporaryWorkspace().ClientFile("a.json", $"{{ {settings}, {Bare} }}");

        Assert.Equal(property, Assert.Single(files.Findings()).Property);
        Assert.Equal(["a"], files.Read().BrokenClients);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/GMT+7")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("America/Port-au-Prince")]
    public void Any_IANA_time_zone_is_one(string timeZone)
    {
        using var files = new TemporaryWorkspace().ClientFile("a.json", $"{{ 'name': 'a', 'timeZone': '{timeZone}', 'currency': 'USD', {Bare} }}");

        Assert.Equal(timeZone, Assert.Single(files.Read().Clients).TimeZone);
    }

    [Fact]
    public void A_Windows_time_zone_is_refused_with_its_IANA_name()
    {
        using var files = new TemporaryWorkspace().ClientFile("a.json", $"{{ 'name': 'a', 'timeZone': 'SE Asia Standard Time', 'currency': 'USD', {Bare} }}");

        Assert.Contains("Asia/Bangkok", Assert.Single(files.Findings()).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_would_be_SQL_is_refused_as_a_name_and_as_a_file()
    {
        using var files = new TemporaryWorkspace().ClientFile("x'; DROP TABLE.json".Replace('\'', '`'), $"{{ 'name': 'x`; DROP TABLE', 'timeZone': 'UTC', 'currency': 'USD', {Bare} }}");
        var workspace = files.Read();

        Assert.Equal([null, "name"], workspace.Findings.Select(finding => finding.Property));
        Assert.Equal(["x`; DROP TABLE.json"], workspace.BrokenClients);
        Assert.Empty(workspace.Clients);
    }

    [Fact]
    public void A_file_that_differs_from_its_name_in_case_only_is_refused_on_every_system()
    {
        using var files = new TemporaryWorkspace().ClientFile("Foo.json", $"{{ 'name': 'foo', 'timeZone': 'UTC', 'currency': 'USD', {Bare} }}");

        Assert.Equal(["Foo.json"], files.Read().BrokenClients);
    }

    [SkippableFact]
    public void Two_files_of_one_client_are_both_refused()
    {
        using var files = new TemporaryWorkspace().Client("a", Bare);
        File.Copy(files.InRoot("clients", "a.json"), files.InRoot("clients", "copy.txt"));
        Skip.If(File.Exists(files.InRoot("clients", "a.JSON")), "the file system ignores case");
        File.Move(files.InRoot("clients", "copy.txt"), files.InRoot("clients", "a.JSON"));
        var workspace = files.Read();

        Assert.Empty(workspace.Clients);
        Assert.Equal(["a"], workspace.BrokenClients);
        Assert.Equal(2, workspace.Findings.Count(finding => finding.Property == "name"));
    }

    [Fact]
    public void A_folder_is_for_DuckDB_and_a_dataset_or_a_transfer_for_BigQuery()
    {
        using var files = new TemporaryWorkspace("{ 'engine': 'BigQuery', 'bigQuery': { 'project': 'agency-prod' } }")
            .Client("folder", Bare)
            .Client("dataset", "'ga4': { 'dataset': 'analytics_1' }, 'googleAds': { 'customerId': '8743828607', 'source': 'Transfer', 'dataset': 'ads' }");
        var workspace = files.Read();

        Assert.Equal(["dataset"], workspace.Clients.Select(client => client.Name.Value));
        var finding = Assert.Single(workspace.Findings);
        Assert.Equal(("clients/folder.json", "ga4.path"), (finding.Target, finding.Property));
    }

    [Fact]
    public void A_host_in_letters_that_browsers_do_not_report_is_warned_of()
    {
        using var files = new TemporaryWorkspace().Client("a", "'ga4': { 'path': 'x', 'hostnames': ['Müller.example'] }");
        var workspace = files.Read();

        Assert.Equal("müller.example", Assert.Single(workspace.Clients).Ga4!.Hostnames[0]);
        Assert.Contains("xn--mller-kva.example", Assert.Single(workspace.Findings).Advice, StringComparison.Ordinal);
    }
}
