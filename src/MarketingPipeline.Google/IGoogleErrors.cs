namespace MarketingPipeline.Google;

/// <summary>How an API's errors are read and told: each has a shape and names of its own.</summary>
internal interface IGoogleErrors
{
    /// <summary>What went wrong on the way.</summary>
    /// <param name="failure">What.</param>
    /// <param name="message">In a user's words, without a full stop.</param>
    GoogleException OnTheWay(GoogleFailure failure, string message);

    /// <summary>What the server refused.</summary>
    GoogleException Of(GoogleRefusal refusal);
}
