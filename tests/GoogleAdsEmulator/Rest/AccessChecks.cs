using System.Collections.Immutable;
using System.Globalization;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.SignIn;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>Who asks, through which account, and whether the account answers.</summary>
internal sealed class AccessChecks(GoogleAdsServer server)
{
    /// <summary>Refuses a request that brings no token that is valid now, or not the developer token where one is required.</summary>
    public void Caller(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw Unauthenticated("AUTHENTICATION_ERROR", "Authentication of the request failed.");
        }

        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw Unauthenticated("OAUTH_TOKEN_HEADER_INVALID", "Header format of OAuth token in http request is not valid.");
        }

        switch (server.SignIn.Check(header[7..].Trim()))
        {
            case TokenState.Unknown:
                throw Unauthenticated("OAUTH_TOKEN_INVALID", "Oauth token is not valid.");
            case TokenState.Expired:
                throw Unauthenticated("OAUTH_TOKEN_EXPIRED", "OAuth token in the header has expired.");
            case TokenState.OfOtherScope:
                throw new ApiErrorException(new ApiError("authorizationError", "UNKNOWN", "Request had insufficient authentication scopes.") { IsBare = true });
        }

        if (server.RequiredDeveloperToken is not { } required)
        {
            return;
        }

        var developerToken = request.Headers["developer-token"].ToString();
        if (developerToken.Length == 0)
        {
            throw new ApiErrorException("requestError", "DEVELOPER_TOKEN_PARAMETER_MISSING", "The required developer token parameter is missing.");
        }

        if (developerToken != required)
        {
            throw Unauthenticated("DEVELOPER_TOKEN_INVALID", "The developer token is not valid.");
        }
    }

    /// <summary>The account of a path, which the caller must reach: itself, or through the manager that it names.</summary>
    public Account Reached(HttpRequest request, string customer, ImmutableSortedDictionary<long, Account> accounts)
    {
        if (!TryId(customer, out var id))
        {
            throw new ApiErrorException("requestError", "INVALID_CUSTOMER_ID", $"Invalid customer ID '{customer}'.");
        }

        var header = request.Headers["login-customer-id"].ToString();
        var login = id;
        if (header.Length > 0 && !TryId(header, out login))
        {
            throw new ApiErrorException("headerError", "INVALID_LOGIN_CUSTOMER_ID", $"The login customer ID '{header}' could not be validated.");
        }

        if (!Accessible(accounts).Contains(login)
            || !accounts.TryGetValue(login, out var entry)
            || Hierarchy.Below(accounts, entry).FirstOrDefault(link => link.Account.Id == id) is not { Account: var account })
        {
            throw new ApiErrorException("authorizationError", "USER_PERMISSION_DENIED", "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's customer id must be set in the 'login-customer-id' header. See https://developers.google.com/google-ads/api/docs/concepts/call-structure#cid");
        }

        return account.Status == AccountStatus.Enabled
            ? account
            : throw new ApiErrorException("authorizationError", "CUSTOMER_NOT_ENABLED", "The customer account can't be accessed because it is not yet enabled or has been deactivated.");
    }

    /// <summary>The accounts that the user may enter directly.</summary>
    public ImmutableSortedSet<long> Accessible(ImmutableSortedDictionary<long, Account> accounts) => server.AccessibleAccounts ?? Hierarchy.Roots(accounts);

    private static bool TryId(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static ApiErrorException Unauthenticated(string name, string message) => new("authenticationError", name, message);
}
