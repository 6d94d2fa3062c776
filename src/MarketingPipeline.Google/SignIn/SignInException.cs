namespace MarketingPipeline.Google;

/// <summary>Google's sign-in does not answer well. Whatever was sent or answered is not in it.</summary>
/// <param name="failure">What is wrong.</param>
/// <param name="message">In a user's words.</param>
internal sealed class SignInException(GoogleFailure failure, string message) : GoogleException(message)
{
    /// <inheritdoc/>
    public override GoogleFailure Failure => failure;
}
