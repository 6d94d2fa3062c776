namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>Ends a request with one of the API's errors.</summary>
internal sealed class ApiErrorException(ApiError error) : Exception(error.Message)
{
    public ApiErrorException(string family, string name, string message)
        : this(new ApiError(family, name, message))
    {
    }

    public ApiError Error => error;
}
