using System.Text.Json;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class WorkspaceWriterTests : IDisposable
{
    private readonly TemporaryWorkspace _files = new(pipeline: null);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_new_workspace_is_read_back_without_findings()
    {
        var written = WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        var workspace = _files.Read();

        Assert.Empty(workspace.Findings);
        Assert.Equal((WarehouseEngine.DuckDb, _files.InRoot("warehouse")), (workspace.Engine, workspace.DuckDbPath));
        Assert.Equal(
            [_files.InRoot("schemas", "pipeline.schema.json"), _files.InRoot("schemas", "client.schema.json"), _files.InRoot("clients", ".gitkeep"), _files.InRoot(".gitignore"), _files.InRoot("pipeline.json")],
            written);
        Assert.All(written, file => Assert.True(File.Exists(file)));
        Assert.Equal(written.Order(), Directory.EnumerateFiles(_files.Root, "*", SearchOption.AllDirectories).Order());
        Assert.Equal("/warehouse/\n", File.ReadAllText(_files.InRoot(".gitignore")));
    }

    [Fact]
    public void The_file_is_two_spaces_line_feeds_and_no_byte_order_mark()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);

        Assert.Equal(
            "{\n  \"$schema\": \"./schemas/pipeline.schema.json\",\n  \"engine\": \"DuckDb\",\n  \"duckDb\": {\n    \"path\": \"warehouse\"\n  }\n}\n"u8.ToArray(),
            File.ReadAllBytes(_files.InRoot("pipeline.json")));
        Assert.DoesNotContain('\r', File.ReadAllText(_files.InRoot("schemas", "client.schema.json")));
    }

    [Fact]
    public void A_workspace_on_BigQuery_keeps_its_settings()
    {
        var settings = new BigQuerySettings { Project = "agency-prod", Location = "EU", MaximumBytesBilled = 50_000_000_000, Endpoint = new Uri("http://localhost:9050"), CredentialsFile = Path.GetFullPath(_files.InRoot("../key.json")), Impersonate = "a@p.iam.gserviceaccount.com", PricePerTiB = 0.5m, PartitionExpirationDays = 400 };
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.BigQuery, settings);

        Assert.Equal(settings, _files.Read().BigQuery);
        Assert.Contains("\"50 GB\"", File.ReadAllText(_files.InRoot("pipeline.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_do_not_hold_write_nothing()
    {
        Assert.Equal(PipelineErrorKind.Settings, Assert.Throws<PipelineException>(() => WorkspaceWriter.Create(_files.Root, WarehouseEngine.BigQuery, null)).Kind);
        var error = Assert.Throws<PipelineException>(() => WorkspaceWriter.Create(_files.Root, WarehouseEngine.BigQuery, new BigQuerySettings { Project = "x'; --" }));

        Assert.Equal("bigQuery.project", Assert.Single(error.Findings).Property);
        Assert.Empty(Directory.EnumerateFiles(_files.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_workspace_is_not_written_over()
    {
        _files.Pipeline("mine");

        Assert.Equal(PipelineErrorKind.Argument, Assert.Throws<PipelineException>(() => WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null)).Kind);
        Assert.Equal("mine", File.ReadAllText(_files.InRoot("pipeline.json")));
        Assert.False(Directory.Exists(_files.InRoot("schemas")));
    }

    [Fact]
    public void A_gitignore_that_is_there_is_added_to_once()
    {
        File.WriteAllText(_files.InRoot(".gitignore"), "*.log");
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        File.Delete(_files.InRoot("pipeline.json"));
        var again = WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);

        Assert.Equal("*.log\n/warehouse/\n", File.ReadAllText(_files.InRoot(".gitignore")));
        Assert.DoesNotContain(_files.InRoot(".gitignore"), again);
    }

    [Fact]
    public void A_workspace_is_made_in_a_folder_that_is_not_there_yet()
    {
        WorkspaceWriter.Create(_files.InRoot("new", "deep"), WarehouseEngine.DuckDb, null);

        Assert.Empty(WorkspaceReader.Read(_files.InRoot("new", "deep"), StatedPatterns.AllHold).Clients);
    }

    [Fact]
    public void A_client_is_written_as_it_was_drafted()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        var file = WorkspaceWriter.AddClient(_files.Root, Draft("spa") with
        {
            BusinessType = "ร้านสปา & <onsen>",
            TimeZone = "Etc/GMT+7",
            SharedProperty = true,
            Hostnames = ["www.spa.example"],
            Streams = ["12"],
            ConversionEvents = ["book"],
            EngagementEvents = ["scroll"],
            CustomerId = "874-382-8607",
            LoginCustomerId = "123-456-7890",
            GoogleAdsSource = GoogleAdsSourceKind.Files,
            GoogleAdsPath = "ads/spa",
        }, StatedPatterns.AllHold);

        Assert.Equal(_files.InRoot("clients", "spa.json"), file);
        var text = File.ReadAllText(file);
        Assert.StartsWith("{\n  \"$schema\": \"../schemas/client.schema.json\",\n  \"name\": \"spa\",\n  \"businessType\": \"ร้านสปา & <onsen>\",\n  \"timeZone\": \"Etc/GMT+7\",\n", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);

        var client = Assert.Single(_files.Read().Clients);
        Assert.Equal(_files.InRoot("exports", "spa"), client.Ga4!.Path);
        Assert.Equal(["spa.example", "12", "scroll"], [.. client.Ga4.Hostnames, .. client.Ga4.Streams, .. client.Ga4.EngagementEvents]);
        Assert.Equal([new("book", "booking")], client.Ga4.ConversionEvents);
        Assert.Equal(("8743828607", "1234567890", _files.InRoot("ads", "spa")), (client.GoogleAds!.CustomerId, client.GoogleAds.LoginCustomerId, client.GoogleAds.Path));
        Assert.Equal(["spa.json"], Directory.EnumerateFiles(_files.InRoot("clients"), "*").Select(Path.GetFileName).Where(name => name != ".gitkeep"));
    }

    [Fact]
    public void What_a_draft_leaves_out_is_left_out_of_the_file()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        var file = WorkspaceWriter.AddClient(_files.Root, Draft("a"), StatedPatterns.AllHold);
        using var json = JsonDocument.Parse(File.ReadAllText(file));

        Assert.Equal(["$schema", "name", "timeZone", "currency", "ga4"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["path"], json.RootElement.GetProperty("ga4").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void A_draft_that_does_not_hold_writes_nothing()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        var error = Assert.Throws<PipelineException>(() => WorkspaceWriter.AddClient(_files.Root, Draft("a") with
        {
            TimeZone = "Mars/Olympus",
            Currency = null!,
            Ga4Path = null,
            Hostnames = ["a.example"],
            CustomerId = "1",
        }, StatedPatterns.AllHold));

        Assert.Equal(PipelineErrorKind.Settings, error.Kind);
        Assert.Equal(["timeZone", "currency", "ga4.dataset", "googleAds.customerId"], error.Findings.Select(finding => finding.Property));
        Assert.Empty(_files.Read().BrokenClients);
        Assert.Equal([".gitkeep"], Directory.EnumerateFileSystemEntries(_files.InRoot("clients")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_client_is_not_written_over_also_in_another_case()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        _files.ClientFile("Spa.json", "mine");
        var error = Assert.Throws<PipelineException>(() => WorkspaceWriter.AddClient(_files.Root, Draft("spa"), StatedPatterns.AllHold));

        Assert.Equal(PipelineErrorKind.Argument, error.Kind);
        Assert.Equal("mine", File.ReadAllText(_files.InRoot("clients", "Spa.json")));
    }

    [Fact]
    public void A_client_that_would_break_another_is_refused()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        WorkspaceWriter.AddClient(_files.Root, Draft("a") with { Ga4Path = "group" }, StatedPatterns.AllHold);
        var error = Assert.Throws<PipelineException>(() => WorkspaceWriter.AddClient(_files.Root, Draft("b") with { Ga4Path = "group", Streams = ["1"] }, StatedPatterns.AllHold));

        Assert.Equal("clients/a.json", Assert.Single(error.Findings).Target);
        Assert.Single(_files.Read().Clients);
    }

    [Fact]
    public void A_client_can_be_added_beside_a_broken_one()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        _files.ClientFile("broken.json", "{");
        WorkspaceWriter.AddClient(_files.Root, Draft("a"), StatedPatterns.AllHold);

        Assert.Single(_files.Read().Clients);
    }

    [Fact]
    public void No_client_is_added_where_there_is_no_workspace() =>
        Assert.Equal(PipelineErrorKind.Settings, Assert.Throws<PipelineException>(() => WorkspaceWriter.AddClient(_files.Root, Draft("a"), StatedPatterns.AllHold)).Kind);

    [Fact]
    public void A_client_is_removed_also_a_broken_one_and_only_once()
    {
        WorkspaceWriter.Create(_files.Root, WarehouseEngine.DuckDb, null);
        _files.ClientFile("a.json", "{").ClientFile("B.json", "{");

        Assert.Equal(_files.InRoot("clients", "a.json"), WorkspaceWriter.RemoveClient(_files.Root, ClientName.Parse("a")));
        Assert.Equal(PipelineErrorKind.NotFound, Assert.Throws<PipelineException>(() => WorkspaceWriter.RemoveClient(_files.Root, ClientName.Parse("a"))).Kind);
        Assert.Equal(PipelineErrorKind.NotFound, Assert.Throws<PipelineException>(() => WorkspaceWriter.RemoveClient(_files.Root, ClientName.Parse("b"))).Kind);
        Assert.True(File.Exists(_files.InRoot("clients", "B.json")));
    }

    private static ClientDraft Draft(string name) => new()
    {
        Name = ClientName.Parse(name),
        TimeZone = "Asia/Bangkok",
        Currency = "THB",
        Ga4Path = $"exports/{name}",
    };
}
