using System.Text.Json;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>What can be wrong with a report that is just being answered: some of it passes, and nobody has saved a file.</summary>
/// <param name="Report">The account, <c>customers/1234567890</c>.</param>
/// <param name="RequestId">What Google calls the request.</param>
internal sealed record AnswerFault(string Report, string? RequestId) : ReportFault(Report)
{
    public override Exception At(string place, string what, string advice = "", Exception? cause = null) => Bad($"The answer is no report: {place}: {what}");

    public override Exception Of(string what, string advice = "", Exception? cause = null) => Bad($"The answer {what}");

    public override Exception Empty() => Passing("The answer is empty");

    public override Exception CutOff(JsonException cause) => Passing("The answer was cut off");

    public override Exception Damaged(string place, InvalidDataException cause) => Passing("The answer is damaged");

    public override Exception WebPage() => new ApiException(GoogleFailure.NotTheApi, "The answer is a web page") { RequestId = RequestId };

    public override Exception Refused(string place, GoogleAdsErrorException error) => ErrorAnswer.Of(error, status: null, RequestId, retryAfter: null);

    public override Exception OtherAccount(string place, string found, string expected) => Bad($"{place}: the row is of the account {found}, and {expected} was asked for");

    /// <summary>An answer that no such question has.</summary>
    public ApiException Bad(string what) => new(GoogleFailure.BadAnswer, what) { RequestId = RequestId };

    private ApiException Passing(string what) => new(GoogleFailure.Passing, what) { RequestId = RequestId };
}
