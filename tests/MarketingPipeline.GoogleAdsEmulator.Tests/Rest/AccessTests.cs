using System.Net;
using System.Text.Json.Nodes;
using MarketingPipeline.GoogleAdsEmulator.Accounts;

namespace MarketingPipeline.GoogleAdsEmulator.Tests.Rest;

public sealed class AccessTests : EmulatorTest
{
    private const string Ids = "SELECT campaign.id FROM campaign";

    [Theory]
    [InlineData(null, "AUTHENTICATION_ERROR")]
    [InlineData("Basic eDp5", "OAUTH_TOKEN_HEADER_INVALID")]
    [InlineData("Bearer somebody-elses", "OAUTH_TOKEN_INVALID")]
    public async Task Nobody_answers_without_a_token_of_the_servers(string? header, string error)
    {
        Client.DefaultRequestHeaders.Remove("Authorization");
        if (header is not null)
        {
            Client.DefaultRequestHeaders.Add("Authorization", header);
        }

        Assert.Equal("authenticationError." + error, await ErrorAsync(Ids, expected: HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Client.GetAsync("v25/customers:listAccessibleCustomers")).StatusCode);
    }

    [Fact]
    public async Task A_token_ends_with_its_life_or_when_it_is_ended()
    {
        Clock.Now += TimeSpan.FromSeconds(3598);
        await StreamTextAsync(Ids);
        Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("authenticationError.OAUTH_TOKEN_EXPIRED", await ErrorAsync(Ids, expected: HttpStatusCode.Unauthorized));

        SignIn();
        await StreamTextAsync(Ids);
        Server.SignIn.ExpireTokens();
        Assert.Equal("authenticationError.OAUTH_TOKEN_EXPIRED", await ErrorAsync(Ids, expected: HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_token_for_something_else_is_not_enough()
    {
        Client.DefaultRequestHeaders.Authorization = new("Bearer", Server.SignIn.Issue("https://www.googleapis.com/auth/bigquery"));

        Assert.Equal("""[{"error":{"code":403,"message":"Request had insufficient authentication scopes.","status":"PERMISSION_DENIED"}}]""", await StreamTextAsync(Ids, expected: HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_developer_token_is_demanded_when_the_server_is_told_one()
    {
        Server.RequiredDeveloperToken = "dev";
        Assert.Equal("requestError.DEVELOPER_TOKEN_PARAMETER_MISSING", await ErrorAsync(Ids));

        Client.DefaultRequestHeaders.Add("developer-token", "other");
        Assert.Equal("authenticationError.DEVELOPER_TOKEN_INVALID", await ErrorAsync(Ids, expected: HttpStatusCode.Unauthorized));

        Client.DefaultRequestHeaders.Remove("developer-token");
        Client.DefaultRequestHeaders.Add("developer-token", "dev");
        await StreamTextAsync(Ids);
        Assert.Equal([false, true, true], Server.Log.Requests.Select(request => request.HasDeveloperToken));
    }

    [Theory]
    [InlineData("123-456-7890", "9990000001", "requestError.INVALID_CUSTOMER_ID")]
    [InlineData("1234567890", "999-000-0001", "headerError.INVALID_LOGIN_CUSTOMER_ID")]
    public async Task Ids_are_digits(string account, string login, string error)
    {
        LoginAs(login);

        Assert.Equal(error, await ErrorAsync(Ids, account));
    }

    [Theory]
    [InlineData("1234567890", null)]
    [InlineData("1234567890", "1234567890")]
    [InlineData("1234567890", "5550000001")]
    [InlineData("5550000001", "9990000001")]
    [InlineData("4440000004", "9990000001")]
    [InlineData("4440000004", "4440000004")]
    public async Task An_account_below_a_manager_is_entered_through_it_only(string account, string? login)
    {
        Server.Accounts.Put(new Account(5550000001));
        LoginAs(login);

        Assert.Equal("authorizationError.USER_PERMISSION_DENIED", await ErrorAsync(Ids, account, expected: HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task An_account_of_nobodys_needs_no_login_customer()
    {
        Server.Accounts.Put(new Account(5550000001));
        LoginAs(null);

        await StreamTextAsync(Ids, "5550000001");
        Server.AccessibleAccounts = [Acme];
        await StreamTextAsync(Ids);
        Assert.Equal("authorizationError.USER_PERMISSION_DENIED", await ErrorAsync(Ids, "5550000001", expected: HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task The_accounts_that_one_enters_directly_are_listed()
    {
        Server.Accounts.Put(new Account(5550000001) { Status = AccountStatus.Canceled });
        LoginAs(null);

        Assert.Equal("""{"resourceNames":["customers/5550000001","customers/9990000001"]}""", await Client.GetStringAsync("v25/customers:listAccessibleCustomers"));
    }

    [Fact]
    public async Task A_manager_lists_the_accounts_below_it_and_has_no_metrics()
    {
        Server.Accounts.Put(
            new Account(Agency) { Name = "Agency", IsManager = true, Clients = [Acme, 8880000001] },
            new Account(8880000001) { Name = "Branch", IsManager = true, Clients = [Acme, 7770000001] },
            new Account(7770000001) { Name = "Closed", CurrencyCode = "USD", TimeZone = "America/New_York", Status = AccountStatus.Canceled, IsHidden = true });

        var clients = await RowsAsync("SELECT customer_client.id, customer_client.descriptive_name, customer_client.currency_code, customer_client.time_zone, customer_client.manager, customer_client.level, customer_client.status, customer_client.hidden, customer_client.client_customer FROM customer_client WHERE customer_client.level > 0 ORDER BY customer_client.id", "9990000001");
        Assert.Equal(
            [
                """{"customerClient":{"resourceName":"customers/9990000001/customerClients/1234567890","id":"1234567890","descriptiveName":"Acme","currencyCode":"EUR","timeZone":"Europe/Berlin","manager":false,"level":"1","status":"ENABLED","hidden":false,"clientCustomer":"customers/1234567890"}}""",
                """{"customerClient":{"resourceName":"customers/9990000001/customerClients/7770000001","id":"7770000001","descriptiveName":"Closed","currencyCode":"USD","timeZone":"America/New_York","manager":false,"level":"2","status":"CANCELED","hidden":true,"clientCustomer":"customers/7770000001"}}""",
                """{"customerClient":{"resourceName":"customers/9990000001/customerClients/8880000001","id":"8880000001","descriptiveName":"Branch","currencyCode":"EUR","timeZone":"Europe/Berlin","manager":true,"level":"1","status":"ENABLED","hidden":false,"clientCustomer":"customers/8880000001"}}""",
            ],
            clients.Select(client => client.ToJsonString()));
        Assert.Equal(
            ["1234567890"],
            (await RowsAsync("SELECT customer_client.id FROM customer_client WHERE customer_client.manager = FALSE AND customer_client.status = 'ENABLED'", "9990000001")).Select(client => client["customerClient"]!["id"]!.GetValue<string>()));
        Assert.Equal("queryError.REQUESTED_METRICS_FOR_MANAGER", await ErrorAsync($"SELECT campaign.id, metrics.clicks FROM campaign WHERE {August}", "9990000001"));
    }

    [Fact]
    public async Task An_account_without_clients_lists_itself()
    {
        Assert.Equal(
            """{"customerClient":{"resourceName":"customers/1234567890/customerClients/1234567890","level":"0"}}""",
            (await RowsAsync("SELECT customer_client.level FROM customer_client")).Single().ToJsonString());
    }

    [Theory]
    [InlineData(AccountStatus.Canceled)]
    [InlineData(AccountStatus.Suspended)]
    [InlineData(AccountStatus.Closed)]
    public async Task An_account_that_is_not_enabled_does_not_answer(AccountStatus status)
    {
        Server.Accounts.Change(Acme, account => account with { Status = status });

        Assert.Equal("authorizationError.CUSTOMER_NOT_ENABLED", await ErrorAsync(Ids, expected: HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_sunset_version_is_an_error_or_a_page_that_is_not_found()
    {
        var error = JsonNode.Parse(await StreamTextAsync(Ids, version: 21, expected: HttpStatusCode.BadRequest))![0]!;
        Assert.Equal("requestError.UNSUPPORTED_VERSION", ErrorCode(error));

        Server.SunsetIsHtml = true;
        var answer = await PostAsync("searchStream", Json(Ids), version: 21);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", await TextAsync(answer, HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v27/customers:listAccessibleCustomers")]
    [InlineData("/customers:listAccessibleCustomers")]
    [InlineData("v25/customers/1234567890/googleAds:search")]
    [InlineData("v25/customers/1234567890/campaigns:mutate")]
    public async Task What_does_not_exist_is_a_page(string path)
    {
        var answer = await Client.GetAsync(path);

        Assert.Contains("404", await TextAsync(answer, HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Another_set_of_versions_can_be_served()
    {
        Server.ServedVersions = [21];

        await StreamTextAsync(Ids, version: 21);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("searchStream", Json(Ids), version: 22)).StatusCode);
    }

    private void LoginAs(string? id)
    {
        Client.DefaultRequestHeaders.Remove("login-customer-id");
        if (id is not null)
        {
            Client.DefaultRequestHeaders.Add("login-customer-id", id);
        }
    }
}
