using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.Core;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>Whatever happens, no key and no token is in a message, an exception, the journal, a job or a request's text.</summary>
[Collection(FaultyEmulatorCollection.Name)]
public sealed class CredentialTests(Emulator emulator)
{
    private const string Token = "ya29.SENTINEL-access-token";

    /// <summary>What the emulator's log shows in a token's place.</summary>
    private const string Hidden = "***";

    private static readonly string Key = RSA.Create(2048).ExportPkcs8PrivateKeyPem();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_shown_nowhere(bool isServiceAccount)
    {
        using var stage = new FaultStage(emulator);
        stage.Token = isServiceAccount ? null : Token;
        stage.Credential = isServiceAccount ? ServiceAccount() : null;
        stage.Server.RequiredToken = Token;
        var shown = new StringBuilder();

        await TryAsync(true);
        stage.Restore();
        foreach (var fault in new[] { Fault.Error("accessDenied"), Fault.Error("invalidQuery"), Fault.Error("authError"), Fault.HtmlBadGateway, Fault.DropBefore, Fault.TruncatedBody })
        {
            stage.Server.Faults.Add("jobs.insert", fault);
            await TryAsync(false);
            stage.Server.Faults.Clear();
        }

        stage.Server.Faults.Add("jobs.insert", Fault.JobError("resourcesExceeded"), when: RetryTests.IsScript);
        await TryAsync(false);
        stage.Server.Faults.Clear();
        await TryAsync(false, () => true);
        stage.Server.RequiredToken = "another";
        await TryAsync(false);
        stage.Server.RequiredToken = null;

        foreach (var table in stage.Server.Store.Current.Tables.Values.Where(table => table.Id.Dataset == stage.Client.OutputDataset))
        {
            shown.Append(table.Description).AppendJoin(' ', table.Labels).AppendJoin('\n', table.Rows);
        }

        shown.AppendJoin('\n', stage.Jobs.Select(job => job.Id + job.Configuration.ToJsonString() + job.Progress.ErrorResult));
        shown.AppendJoin('\n', stage.Said);
        var requests = string.Join('\n', stage.Server.Log.Requests.Select(request => $"{request.Path} {request.Query} {request.Body} {string.Join(' ', request.Headers)}"));
        Assert.DoesNotContain(Hidden, requests, StringComparison.Ordinal);
        shown.Append(requests);

        Assert.Contains("resourcesExceeded", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SENTINEL", shown.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.All(Key.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('-')), line => Assert.DoesNotContain(line, shown.ToString(), StringComparison.Ordinal));

        async Task TryAsync(bool succeeds, Func<bool>? breaks = null)
        {
            var error = await Record.ExceptionAsync(() => stage.RunAsync(new ClientHandler { Token = Token, BreaksWhen = breaks }, builds: false));
            Assert.Equal(succeeds, error is null);
            if (error is not null)
            {
                var failure = Assert.IsType<PipelineException>(error);
                shown.Append(failure).Append(failure.Advice).Append(failure.Target).AppendJoin(' ', failure.Data.Values.Cast<object>());
            }
        }
    }

    private static SecureString ServiceAccount()
    {
        var json = new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = Emulator.Project,
            ["private_key_id"] = "SENTINEL-key-id",
            ["private_key"] = Key,
            ["client_email"] = "pipeline@agency-test.iam.gserviceaccount.com",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
        }.ToJsonString();
        var secure = new SecureString();
        foreach (var letter in json)
        {
            secure.AppendChar(letter);
        }

        return secure;
    }
}
