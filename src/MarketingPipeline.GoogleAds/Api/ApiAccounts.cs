using System.Text.Json;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// The accounts that a client's customer id stands for: the account itself, or a manager's client accounts. Each is asked for
/// one row, which costs next to nothing and tells whether it may be read.
/// </summary>
internal sealed class ApiAccounts(RecordQuery records, ApiFailures failures)
{
    private const string Probe = "SELECT customer.id, customer.descriptive_name, customer.currency_code, customer.time_zone, customer.manager, customer.status FROM customer LIMIT 1";
    private const string Clients =
        "SELECT customer_client.id, customer_client.descriptive_name, customer_client.status, customer_client.manager, customer_client.level FROM customer_client WHERE customer_client.level > 0";

    private const string Enabled = "ENABLED";

    /// <summary>Those that answer, and those that should and do not.</summary>
    /// <param name="customerId">The client's account, or a manager.</param>
    /// <param name="loginCustomerId">The manager that the settings name; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ApiException">A single account does not answer, or nobody can be asked.</exception>
    /// <exception cref="PipelineException">The manager has no client accounts.</exception>
    public async Task<(IReadOnlyList<ApiAccount> Readable, IReadOnlyList<GoogleAdsSilentAccount> Silent)> FindAsync(string customerId, string? loginCustomerId, CancellationToken cancellation)
    {
        var account = await ProbeAsync(new ApiAccount(customerId, loginCustomerId), cancellation).ConfigureAwait(false);
        if (RecordQuery.Text(account, "customer", "manager") != "true")
        {
            return RecordQuery.Text(account, "customer", "status") is null or Enabled or "UNKNOWN" or "UNSPECIFIED"
                ? ([new ApiAccount(customerId, loginCustomerId, TimeZoneOf(account))], [])
                : throw new ApiException(GoogleFailure.NotEnabled, $"Its status is {RecordQuery.Text(account, "customer", "status")}");
        }

        return await BelowAsync(customerId, loginCustomerId ?? customerId, cancellation).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<ApiAccount> Readable, IReadOnlyList<GoogleAdsSilentAccount> Silent)> BelowAsync(string manager, string login, CancellationToken cancellation)
    {
        var readable = new List<ApiAccount>();
        var silent = new List<GoogleAdsSilentAccount>();
        foreach (var client in await ClientsAsync(manager, login, cancellation).ConfigureAwait(false))
        {
            var (account, problem) = client.Status == Enabled
                ? await AnswerAsync(new ApiAccount(client.Id, login), cancellation).ConfigureAwait(false)
                : (null, new ApiException(GoogleFailure.NotEnabled, $"Its status is {client.Status}"));
            if (account is not null)
            {
                readable.Add(account);
            }
            else
            {
                var (reason, advice) = failures.Silence(problem!);
                silent.Add(new GoogleAdsSilentAccount(client.Id, client.Name, $"Google Ads account {client.Id}{(client.Name is null ? "" : $" ({client.Name})")}: {reason}", advice));
            }
        }

        return readable.Count + silent.Count > 0 ? (readable, silent) : throw new PipelineException(
            PipelineErrorKind.SourceMissing,
            $"Google Ads account {manager} is a manager without client accounts.",
            "Set googleAds.customerId to an account that has campaigns, or link the accounts to the manager.",
            $"customers/{manager}");
    }

    /// <summary>The client accounts at any depth, each once: it can be linked to several managers below.</summary>
    private async Task<IReadOnlyList<(string Id, string? Name, string Status)>> ClientsAsync(string manager, string login, CancellationToken cancellation)
    {
        var found = await records.ReadAsync(manager, login, Clients, cancellation).ConfigureAwait(false);
        return found
            .Where(client => RecordQuery.Text(client, "customerClient", "manager") != "true" && RecordQuery.Text(client, "customerClient", "level") != "0")
            .Select(client => (Id: RecordQuery.Text(client, "customerClient", "id"), Name: Name(client), Status: RecordQuery.Text(client, "customerClient", "status") ?? "UNSPECIFIED"))
            .Where(client => IsId(client.Id))
            .Select(client => (client.Id!, client.Name, client.Status))
            .DistinctBy(client => client.Item1)
            .OrderBy(client => client.Item1, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>The account where it answers, else why it does not. What concerns not the account but the whole run is thrown.</summary>
    private async Task<(ApiAccount? Account, ApiException? Problem)> AnswerAsync(ApiAccount account, CancellationToken cancellation)
    {
        try
        {
            var answer = await ProbeAsync(account, cancellation).ConfigureAwait(false);
            return (account with { TimeZone = TimeZoneOf(answer) }, null);
        }
        catch (ApiException error) when (error is { Info: null, Failure: GoogleFailure.NotEnabled or GoogleFailure.NotPermitted })
        {
            return (null, error);
        }
    }

    private static string? TimeZoneOf(JsonElement account) => RecordQuery.Text(account, "customer", "timeZone");

    private async Task<JsonElement> ProbeAsync(ApiAccount account, CancellationToken cancellation)
    {
        var found = await records.ReadAsync(account.CustomerId, account.LoginCustomerId, Probe, cancellation).ConfigureAwait(false);
        return found.Count == 1 && RecordQuery.Text(found[0], "customer", "id") == account.CustomerId
            ? found[0]
            : throw new ApiException(GoogleFailure.BadAnswer, "Google Ads was asked for the account, and answered with another or none");
    }

    private string? Name(JsonElement client) =>
        RecordQuery.Text(client, "customerClient", "descriptiveName") is { Length: > 0 } name ? failures.Shown(name) : null;

    private static bool IsId(string? id) => id is { Length: > 0 and <= 19 } && id.All(char.IsAsciiDigit);
}
