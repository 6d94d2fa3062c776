using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text.Json;
using MarketingPipeline.BigQuery;
using MarketingPipeline.BigQuery.Rest;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAds;
using MarketingPipeline.Workbench;
using TableDefinition = MarketingPipeline.Core.Warehouses.TableDefinition;

namespace MarketingPipeline.Google.Tests.Hostile;

/// <summary>Both adapters, by their own doors, against whatever stands at an address of this machine.</summary>
public abstract class HostileStage : IDisposable
{
    private protected const string AccessToken = "ya29.aCCess_xQz7hUsHtOkEnOfThIsRuN-0123456789";
    private protected const string ClientSecret = "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21";
    private protected const string RefreshToken = "1//0refreshTOKENxQz7hUsH-abcdefghijklmnop";
    private protected const string DeveloperToken = "dEvElOpErToKeNxQz7hUsH22";
    private protected static readonly string Key = RSA.Create(2048).ExportPkcs8PrivateKeyPem();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hostile");

    /// <summary>What must never come out.</summary>
    private protected static IReadOnlyList<string> Secrets { get; } =
        [AccessToken, ClientSecret, RefreshToken, DeveloperToken, .. Key.Split('\n').Where(line => line.Length > 40 && !line.StartsWith('-'))];

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A sign-in that works, and everything else as a test says.</summary>
    private protected static HostileServer Server(Func<WireRequest, IEnumerable<byte[]>> answer) => new(request => IsSignIn(request) ? Token() : answer(request));

    private protected static bool IsSignIn(WireRequest request) => request.Path.EndsWith("/token", StringComparison.Ordinal);

    private protected static IEnumerable<byte[]> Token() => HostileServer.Answer(200, $$"""{"access_token":"{{AccessToken}}","expires_in":3599,"token_type":"Bearer"}""");

    private protected static string User(Uri server) => JsonSerializer.Serialize(new
    {
        type = "authorized_user",
        client_id = "client-id",
        client_secret = ClientSecret,
        refresh_token = RefreshToken,
        developer_token = DeveloperToken,
        token_uri = new Uri(server, "token").AbsoluteUri,
    });

    private protected static string ServiceAccount(Uri server) => JsonSerializer.Serialize(new
    {
        type = "service_account",
        client_email = "pipeline@agency-prod.iam.gserviceaccount.com",
        private_key = Key,
        private_key_id = "1",
        developer_token = DeveloperToken,
        token_uri = new Uri(server, "token").AbsoluteUri,
    });

    /// <summary>Opens a client's dataset for reading, and asks it something.</summary>
    private protected Task<Overheard> AskBigQueryAsync(Uri server, string credential) => HeardAsync(async heard =>
    {
        await using var warehouse = await Warehouse(server, credential).OpenAsync(Client, WarehouseAccess.Read, "run-1", default);
        foreach (var table in await warehouse!.TablesAsync(default))
        {
            heard.Said(table);
        }

        await foreach (var row in warehouse.QueryAsync("SELECT 1", default))
        {
            heard.Said(string.Join(' ', row.Columns.Select(column => $"{column} {row[column]}")));
        }
    });

    /// <summary>Loads so many rows that they go piece by piece.</summary>
    private protected Task<Overheard> LoadBigQueryAsync(Uri server, string credential) => HeardAsync(async _ =>
    {
        await using var warehouse = await Warehouse(server, credential).OpenAsync(Client, WarehouseAccess.Read, "run-1", default);
        await warehouse!.AppendAsync(
            new TableDefinition("rows", "Rows.", [new ModelColumn("text", ColumnType.String, "A text.")]),
            [.. Enumerable.Range(0, 6).Select(_ => new object?[] { new string('x', 1024 * 1024) })],
            default);
    });

    /// <summary>Looks for an account's reports and reads them.</summary>
    private protected Task<Overheard> AskGoogleAdsAsync(Uri server, string credential) => HeardAsync(async heard =>
    {
        var api = new GoogleAdsApi(_folder.FullName, Secure(credential), new InstantClock()) { Variables = _ => null };
        var reports = api.Reports(new GoogleAdsSettings { CustomerId = "1234567890", Source = GoogleAdsSourceKind.Api, Endpoint = server });
        var (from, to) = (new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 3));
        heard.Said(string.Join('\n', (await reports.OfferAsync(from, to, default)).Silent));
        await foreach (var row in reports.ReadAsync(from, to, heard, default))
        {
            heard.Said(row.ToString());
        }
    });

    private static Client Client { get; } = WorkspaceOf("""{ "name": "acme", "timeZone": "UTC", "currency": "EUR", "ga4": { "dataset": "analytics_1" } }""");

    private BigQueryWarehouse Warehouse(Uri server, string credential)
    {
        var settings = new BigQuerySettings { Project = "agency-prod", Endpoint = server };
        return new BigQueryWarehouse(settings, SignIn.Of(settings, _folder.FullName, Secure(credential)), new InstantClock(), new Retrying(new InstantClock()) { Deadline = TimeSpan.FromSeconds(5) }) { Variables = _ => null };
    }

    private static Client WorkspaceOf(string client)
    {
        using var bench = new Bench();
        bench.Settings("""{ "engine": "BigQuery", "bigQuery": { "project": "agency-prod" } }""").Write("clients/acme.json", client);
        return bench.Find("acme");
    }

    private static async Task<Overheard> HeardAsync(Func<Overheard, Task> work)
    {
        var heard = new Overheard();
        await heard.ListenAsync(() => work(heard));
        return heard;
    }

    private static SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;
}
