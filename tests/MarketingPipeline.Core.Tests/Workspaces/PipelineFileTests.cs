using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class PipelineFileTests
{
    [Fact]
    public void An_empty_object_is_a_workspace_on_DuckDB_with_no_clients()
    {
        using var files = new TemporaryWorkspace();
        var workspace = files.Read();

        Assert.Equal(files.Root, workspace.Root);
        Assert.Equal(WarehouseEngine.DuckDb, workspace.Engine);
        Assert.Equal(files.InRoot("warehouse"), workspace.DuckDbPath);
        Assert.Null(workspace.BigQuery);
        Assert.Empty(workspace.Clients);
        Assert.Empty(workspace.BrokenClients);
        Assert.Empty(workspace.Findings);
    }

    [Fact]
    public void A_workspace_without_a_clients_folder_is_fine()
    {
        using var files = new TemporaryWorkspace();
        Directory.Delete(files.InRoot("clients"));

        Assert.Empty(files.Read().Clients);
    }

    [Fact]
    public void Everything_that_pipeline_json_says_is_read()
    {
        using var files = new TemporaryWorkspace("""
            { '$schema': './schemas/pipeline.schema.json', 'engine': 'bigquery', 'duckDb': { 'path': '../elsewhere/' },
              'bigQuery': { 'project': 'agency-prod', 'location': 'asia-southeast1', 'maximumBytesBilled': '50 GB', 'endpoint': 'http://localhost:9050/' },
              'historyDays': 400, 'windowDays': 30,
              'channelSites': 'Extended',
              'channelRules': [ { 'channel': 'Influencers', 'medium': '^influencer$' }, { 'channel': 'Partners', 'source': 'partner', 'medium': 'x', 'campaign': 'y' } ],
              'knownSites': [ { 'site': 'WWW.Pantip.com', 'category': 'Social' }, { 'site': 'assistant', 'category': 'ai' } ] }
            """).Client("a", "'ga4': { 'dataset': 'analytics_1' }");
        var workspace = files.Read();

        Assert.Empty(workspace.Findings);
        Assert.Equal(WarehouseEngine.BigQuery, workspace.Engine);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(files.Root)!, "elsewhere"), workspace.DuckDbPath);
        Assert.Equal(
            new BigQuerySettings { Project = "agency-prod", Location = "asia-southeast1", MaximumBytesBilled = 50_000_000_000, Endpoint = new Uri("http://localhost:9050/") },
            workspace.BigQuery);
        Assert.Equal([new("Influencers", null, "^influencer$", null), new("Partners", "partner", "x", "y")], workspace.ChannelRules);
        Assert.Equal([new("pantip.com", SiteCategory.Social), new("assistant", SiteCategory.Ai)], workspace.KnownSites);
        Assert.Equal(ChannelSites.Extended, workspace.ChannelSites);
        Assert.Equal((400, 30), (workspace.Clients[0].HistoryDays, workspace.Clients[0].WindowDays));
    }

    [Fact]
    public void BigQuery_is_told_who_signs_in_what_it_costs_and_how_long_it_keeps()
    {
        using var files = new TemporaryWorkspace("""
            { 'bigQuery': { 'project': 'agency-prod', 'credentialsFile': '../keys/agency.json', 'impersonate': 'pipeline@agency-prod.iam.gserviceaccount.com',
              'pricePerTiB': 6.25, 'partitionExpirationDays': 800 } }
            """);
        var workspace = files.Read();

        Assert.Empty(workspace.Findings);
        Assert.Equal(
            new BigQuerySettings
            {
                Project = "agency-prod",
                CredentialsFile = Path.Combine(Path.GetDirectoryName(files.Root)!, "keys", "agency.json"),
                Impersonate = "pipeline@agency-prod.iam.gserviceaccount.com",
                PricePerTiB = 6.25m,
                PartitionExpirationDays = 800,
            },
            workspace.BigQuery);
    }

    [Theory]
    [InlineData("{ 'engine': 'Postgres' }", "engine")]
    [InlineData("{ 'engine': 1 }", "engine")]
    [InlineData("{ 'engine': '1' }", "engine")]
    [InlineData("{ 'engine': 'BigQuery' }", "bigQuery.project")]
    [InlineData("{ 'engine': 'BigQuery', 'bigQuery': {} }", "bigQuery.project")]
    [InlineData("{ 'bigQuery': 'agency-prod' }", "bigQuery")]
    [InlineData("{ 'bigQuery': { 'project': 'no project' } }", "bigQuery.project")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'location': 'e u' } }", "bigQuery.location")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'maximumBytesBilled': '50 parsecs' } }", "bigQuery.maximumBytesBilled")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'maximumBytesBilled': -1 } }", "bigQuery.maximumBytesBilled")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'endpoint': 'localhost' } }", "bigQuery.endpoint")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'endpoint': 'file:///etc' } }", "bigQuery.endpoint")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'credentialsFile': '' } }", "bigQuery.credentialsFile")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'credentialsFile': { 'type': 'service_account' } } }", "bigQuery.credentialsFile")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'impersonate': 'someone@example.com' } }", "bigQuery.impersonate")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'impersonate': 'a/b@agency-prod.iam.gserviceaccount.com' } }", "bigQuery.impersonate")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'pricePerTiB': -0.01 } }", "bigQuery.pricePerTiB")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'pricePerTiB': '6.25' } }", "bigQuery.pricePerTiB")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'pricePerTiB': 1e400 } }", "bigQuery.pricePerTiB")]
    [InlineData("{ 'bigQuery': { 'project': 'agency-prod', 'partitionExpirationDays': 0 } }", "bigQuery.partitionExpirationDays")]
    [InlineData("{ 'googleAds': 'v25' }", "googleAds")]
    [InlineData("{ 'googleAds': { 'loginCustomerId': '12' } }", "googleAds.loginCustomerId")]
    [InlineData("{ 'googleAds': { 'customerId': '8743828607' } }", "googleAds.customerId")]
    [InlineData("{ 'googleAds': { 'apiVersion': 'latest' } }", "googleAds.apiVersion")]
    [InlineData("{ 'googleAds': { 'method': 7 } }", "googleAds.method")]
    [InlineData("{ 'googleAds': { 'endpoint': 'https://ads.example' } }", "googleAds.endpoint")]
    [InlineData("{ 'duckDb': { 'path': '' } }", "duckDb.path")]
    [InlineData("{ 'duckDb': 'warehouse' }", "duckDb")]
    [InlineData("{ 'historyDays': 0 }", "historyDays")]
    [InlineData("{ 'historyDays': 3651 }", "historyDays")]
    [InlineData("{ 'historyDays': 1.5 }", "historyDays")]
    [InlineData("{ 'historyDays': 1e400 }", "historyDays")]
    [InlineData("{ 'historyDays': '180' }", "historyDays")]
    [InlineData("{ 'windowDays': null }", "windowDays")]
    [InlineData("{ 'channelSites': 'Ours' }", "channelSites")]
    [InlineData("{ 'channelSites': true }", "channelSites")]
    [InlineData("{ 'channelSites': ['Google'] }", "channelSites")]
    [InlineData("{ 'channelRules': {} }", "channelRules")]
    [InlineData("{ 'channelRules': [ 'x' ] }", "channelRules[0]")]
    [InlineData("{ 'channelRules': [ { 'channel': 'X' } ] }", "channelRules[0]")]
    [InlineData("{ 'channelRules': [ { 'source': 'x' } ] }", "channelRules[0].channel")]
    [InlineData("{ 'channelRules': [ { 'channel': 'X', 'source': '' } ] }", "channelRules[0].source")]
    [InlineData("{ 'knownSites': [ { 'site': 'x.example' } ] }", "knownSites[0].category")]
    [InlineData("{ 'knownSites': [ { 'site': 'x.example', 'category': 'blog' } ] }", "knownSites[0].category")]
    [InlineData("{ 'knownSites': [ { 'site': 'https://x.example', 'category': 'ai' } ] }", "knownSites[0].site")]
    [InlineData("{ 'knownSites': [ { 'site': 'x.example', 'category': 'ai' }, { 'site': 'www.x.example', 'category': 'video' } ] }", "knownSites[1].site")]
    public void What_is_wrong_is_found_where_it_stands(string json, string property)
    {
        using var files = new TemporaryWorkspace(json);
        var finding = Assert.Single(files.Refused());

        Assert.Equal(property, finding.Property);
        Assert.Equal("pipeline.json", finding.Target);
        Assert.Equal("settings", finding.Check);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Null(finding.Client);
        Assert.False(string.IsNullOrEmpty(finding.Message));
        Assert.False(string.IsNullOrEmpty(finding.Advice));
    }

    [Fact]
    public void A_missing_pipeline_json_is_refused_with_advice()
    {
        using var files = new TemporaryWorkspace(pipeline: null);
        var error = Assert.Throws<PipelineException>(files.Read);

        Assert.Equal(PipelineErrorKind.Settings, error.Kind);
        Assert.Contains(files.Root, error.Message, StringComparison.Ordinal);
        Assert.Contains("New-PipelineWorkspace", error.Advice, StringComparison.Ordinal);
        Assert.Single(error.Findings);
    }

    [Fact]
    public void All_that_is_wrong_is_found_at_once_also_in_the_clients()
    {
        using var files = new TemporaryWorkspace("{ 'historyDays': 0, 'windowDays': 'x', 'engin': 'DuckDb' }").Client("a", "'ga4': { 'path': 'x' }, 'colour': 1");

        Assert.Equal(
            ["pipeline.json engin", "pipeline.json historyDays", "pipeline.json windowDays", "clients/a.json colour"],
            files.Refused().Select(finding => $"{finding.Target} {finding.Property}"));
    }

    [Fact]
    public void An_unknown_engine_is_not_also_said_to_mismatch_the_clients()
    {
        using var files = new TemporaryWorkspace("{ 'engine': 'x' }").Client("a", "'ga4': { 'dataset': 'x' }").Client("b", "'ga4': { 'path': 'x' }");

        Assert.Single(files.Refused());
    }

    [Fact]
    public void A_password_in_an_address_is_refused_and_not_shown()
    {
        using var files = new TemporaryWorkspace("{ 'bigQuery': { 'project': 'agency-prod', 'endpoint': 'http://me:hunter2@localhost' } }");

        Assert.DoesNotContain("hunter2", Assert.Single(files.Refused()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_the_engine_refuses_is_found_where_it_stands_in_the_engine_s_words()
    {
        using var files = new TemporaryWorkspace("{ 'channelRules': [ { 'channel': 'X', 'source': 'x' }, { 'channel': 'X', 'source': 'x', 'medium': '(X' } ] }");

        // What the engine is given, and shows, is not what the file says.
        var finding = Assert.Single(files.Refused(new StatedPatterns(("(?i)(X", "missing ): (?i)(X"))));

        Assert.Equal("channelRules[1].medium", finding.Property);
        Assert.Equal("'(X' is no regular expression of RE2: missing ): (X.", finding.Message);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
    }

    [Fact]
    public void Where_no_engine_can_check_patterns_one_warning_says_so_and_the_rules_count()
    {
        using var files = new TemporaryWorkspace("{ 'channelRules': [ { 'channel': 'X', 'source': '(a' }, { 'channel': 'Y', 'source': '(b', 'medium': '(c' } ] }");
        var workspace = files.Read(new NoEngine());
        var finding = Assert.Single(workspace.Findings);

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("channelRules[0].source", finding.Property);
        Assert.Contains("there is no engine", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["(a", "(b"], workspace.ChannelRules.Select(rule => rule.Source));
    }

    private sealed class NoEngine : IPatternCheck
    {
        public string? Fault(string pattern) => throw new PipelineException(PipelineErrorKind.NotSupported, "Here there is no engine.", "Look elsewhere.");
    }
}
