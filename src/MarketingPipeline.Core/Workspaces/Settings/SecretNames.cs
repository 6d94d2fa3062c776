namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>
/// What looks like a secret. A workspace is kept in git, so a secret in one of its files is as good as published: it is refused
/// by its look, and its value never shown.
/// </summary>
internal static class SecretNames
{
    private static readonly string[] Parts =
        ["secret", "password", "passwd", "passphrase", "token", "privatekey", "apikey", "accesskey", "credential"];

    // Says where credentials are, and holds none.
    private const string Place = "credentialsFile";

    /// <summary>True for names such as clientSecret, refresh_token, developer-token.</summary>
    public static bool IsName(string name)
    {
        if (name == Place)
        {
            return false;
        }

        var letters = string.Concat(name.Where(char.IsLetter)).ToLowerInvariant();
        return Array.Exists(Parts, part => letters.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>True for a key in PEM form.</summary>
    public static bool IsValue(string value) => value.Contains("PRIVATE KEY-----", StringComparison.Ordinal);
}
