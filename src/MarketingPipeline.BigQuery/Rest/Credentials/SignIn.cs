using System.Security;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.BigQuery.Rest;

/// <summary>What the caller and the workspace say about who signs in.</summary>
internal sealed record SignIn
{
    /// <summary>Where the tokens go.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The folder of pipeline.json: kept in git, and so no place for a key.</summary>
    public required string WorkspaceRoot { get; init; }

    /// <summary>Credential JSON that the caller gives.</summary>
    public SecureString? Json { get; init; }

    /// <summary>A file of credential JSON, absolute.</summary>
    public string? File { get; init; }

    /// <summary>The service account to act as.</summary>
    public string? Impersonate { get; init; }

    /// <summary>What a workspace says, and the caller.</summary>
    public static SignIn Of(BigQuerySettings settings, string workspaceRoot, SecureString? json = null) => new()
    {
        Endpoint = settings.Endpoint ?? BigQueryEndpoint.Google,
        WorkspaceRoot = workspaceRoot,
        Json = json,
        File = settings.CredentialsFile,
        Impersonate = settings.Impersonate,
    };
}
