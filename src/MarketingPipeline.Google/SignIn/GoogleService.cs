namespace MarketingPipeline.Google;

/// <summary>One of Google's services, as signing in needs to know it.</summary>
internal sealed record GoogleService
{
    /// <summary>What messages call it.</summary>
    public required string Name { get; init; }

    /// <summary>What tokens are for.</summary>
    public required string Scope { get; init; }

    /// <summary>The variable of the environment that holds the text of a credential file.</summary>
    public required string JsonVariable { get; init; }

    /// <summary>The setting that names a credential file.</summary>
    public required string FileSetting { get; init; }

    /// <summary>What to do where nobody is named.</summary>
    public required string HowToSignIn { get; init; }

    /// <summary>What credentials look like.</summary>
    public required string Credentials { get; init; }
}
