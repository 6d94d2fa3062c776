using System.Net;
using System.Security;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Google;

/// <summary>
/// Finds the credentials that somebody has named. The first of these counts: JSON that the caller gives; JSON in the
/// environment; the file that the settings name.
/// </summary>
/// <param name="service">What is signed in to.</param>
/// <param name="environment">The environment's variables.</param>
/// <param name="workspaceRoot">The folder of pipeline.json: kept in git, and so no place for a key.</param>
/// <param name="given">Credential JSON that the caller gives.</param>
internal sealed class CredentialSearch(GoogleService service, Func<string, string?> environment, string workspaceRoot, SecureString? given)
{
    private readonly CredentialJson _json = new(new SignInErrors(service));

    /// <summary>The credentials; null where nobody is named.</summary>
    /// <param name="file">The file that the settings name.</param>
    /// <exception cref="PipelineException">They are none, or in the workspace.</exception>
    public GivenCredential? Find(string? file)
    {
        if (given is not null)
        {
            return _json.Read(new NetworkCredential("", given).Password, "The credential that was given");
        }

        if (Variable(service.JsonVariable) is { } text)
        {
            return _json.Read(text, $"The environment variable {service.JsonVariable}");
        }

        return file is null ? null : OfFile(file, service.FileSetting);
    }

    /// <summary>The credentials of a file.</summary>
    /// <param name="file">The file, absolute.</param>
    /// <param name="setting">What names it.</param>
    public GivenCredential OfFile(string file, string setting) =>
        _json.Read(new CredentialsFile(setting, PipelineErrorKind.SignInFailed, $"{service.JsonVariable} needs no file").Read(file, workspaceRoot), file);

    /// <summary>A variable of the environment; null where it says nothing.</summary>
    public string? Variable(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
