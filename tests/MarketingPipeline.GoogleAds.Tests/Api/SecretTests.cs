using System.Collections;
using System.Net;
using System.Text;
using System.Text.Json;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.GoogleAdsEmulator.Faults;

namespace MarketingPipeline.GoogleAds.Tests.Api;

/// <summary>Whatever goes wrong, nothing that comes out holds a secret: also where a server sends back what it was sent.</summary>
public sealed class SecretTests : ApiStage
{
    private const string Marked = "xQz7hUsH";

    private static readonly Fault[] Faults =
    [
        Fault.Drop, Fault.TemporarilyExhausted, Fault.ShortTermConsumption, Fault.LongTermConsumption, Fault.AccessProhibited, Fault.InternalError, Fault.TransientError,
        Fault.DeadlineExceeded, Fault.Unavailable, Fault.TokenExpired, Fault.BareUnauthenticated, Fault.CustomerNotEnabled, Fault.ExpiredPageToken, Fault.ResponseTooLarge,
        Fault.QuotaSpent(), Fault.Html(200), Fault.Html(404), Fault.Html(502), Fault.ErrorAfterBatches(1, Fault.InternalError), Fault.Cut(0), Fault.Cut(1, rows: 1, inRow: true),
        Fault.Error("authenticationError", "DEVELOPER_TOKEN_INVALID"), Fault.Error("requestError", "UNSUPPORTED_VERSION"),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Google.RowsPerBatch = 9;
        Google.SignIn.ClientSecret = Variables["GOOGLE_ADS_CLIENT_SECRET"] = $"GOCSPX-{Marked}";
        Google.SignIn.RefreshToken = Variables["GOOGLE_ADS_REFRESH_TOKEN"] = $"1//{Marked}-refresh";
        Google.RequiredDeveloperToken = Variables["GOOGLE_ADS_DEVELOPER_TOKEN"] = DeveloperToken;
    }

    [Fact]
    public async Task No_error_of_Googles_brings_one_out()
    {
        var heard = new Heard();
        foreach (var method in Enum.GetValues<GoogleAdsMethod>())
        {
            foreach (var (fault, report) in Faults.SelectMany(fault => ((string[])["customer", "campaign", "ad_group"]).Select(report => (fault, report))))
            {
                Google.Faults.Clear();
                Google.Faults.Add(fault, report: report);
                await OutcomeAsync(Reports(Settings() with { Method = method }), heard);
            }
        }

        Google.Faults.Clear();
        foreach (var fault in Faults)
        {
            Google.Faults.Clear();
            Google.Faults.Add(fault, method: "token");
            await OutcomeAsync(Reports(), heard);
        }

        Assert.NotEmpty(heard.Sentences);
        AssertSilent(string.Join('\n', heard.Sentences));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.ProxyAuthenticationRequired)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task No_server_that_sends_back_what_it_was_sent_brings_one_out(HttpStatusCode status)
    {
        Func<string, string>[] shapes =
        [
            echo => JsonSerializer.Serialize(new { error = new { code = (int)status, message = echo, status = echo } }),
            echo => JsonSerializer.Serialize(new[] { new { error = new { code = (int)status, message = "x", details = new[] { new { errors = new[] { new { errorCode = new Dictionary<string, string> { ["quotaError"] = echo }, message = echo } }, requestId = echo } } } } }),
            echo => $"<html>{echo}</html>",
            echo => echo,
            echo => JsonSerializer.Serialize(new[] { new { results = new[] { new { campaign = new { id = echo }, segments = new { date = echo }, metrics = new { clicks = echo } } } } }),
            echo => JsonSerializer.Serialize(new[] { new { results = new[] { new { campaign = new { id = "1" }, segments = new { date = "2026-06-01" }, metrics = new { clicks = echo } } } } }),
        ];
        foreach (var shape in shapes)
        {
            var heard = new Heard();
            var google = new StrangeGoogle((request, _) =>
            {
                var echo = string.Join(' ', request.Headers.SelectMany(header => header.Value));
                var answer = StrangeGoogle.Answer(shape(echo), status);
                answer.Headers.TryAddWithoutValidation("request-id", echo);
                return answer;
            });
            var error = await OutcomeAsync(Api(handler: google).Reports(Settings()), heard);

            Assert.NotNull(error);
            AssertSilent(string.Join('\n', heard.Sentences));
        }
    }

    [Fact]
    public async Task No_key_of_a_service_account_comes_out()
    {
        var key = Google.SignIn.ServiceAccount.KeyFile(Address);
        var body = JsonDocument.Parse(key).RootElement.GetProperty("private_key").GetString()!.Split('\n')[1];
        Google.Faults.Add(Fault.Html(400), method: "token");
        string[] broken = [key, key.Replace(body[..8], "", StringComparison.Ordinal), key.Replace("PRIVATE KEY", "SECRET", StringComparison.Ordinal)];
        foreach (var json in broken)
        {
            var error = await RefusedAsync(Api(json).Reports(Settings()));

            Assert.DoesNotContain(body[16..], Everything(error), StringComparison.Ordinal);
            Assert.Equal(PipelineErrorKind.SignInFailed, error.Kind);
        }
    }

    /// <summary>Offers and reads; whatever comes of it is looked through.</summary>
    private static async Task<PipelineException?> OutcomeAsync(Core.Sources.IGoogleAdsReports reports, Heard heard)
    {
        try
        {
            var offer = await reports.OfferAsync(First, Last, default);
            AssertSilent(string.Join('\n', offer.Silent));
            await ReadAsync(reports, waiting: heard);
            return null;
        }
        catch (PipelineException error)
        {
            AssertSilent(Everything(error));
            return error;
        }
    }

    private static string Everything(PipelineException error)
    {
        var all = new StringBuilder();
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            all.AppendLine(cause.ToString()).AppendLine((cause as PipelineException)?.Advice).AppendLine((cause as PipelineException)?.Target);
            foreach (DictionaryEntry entry in cause.Data)
            {
                all.Append(entry.Key).AppendLine(entry.Value?.ToString());
            }
        }

        return all.ToString();
    }

    private static void AssertSilent(string text)
    {
        Assert.DoesNotContain(Marked, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ya29.", text, StringComparison.OrdinalIgnoreCase);
    }
}
