using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>What can be wrong with a report, in the words that a user reads: the report, the place in it, what to do.</summary>
/// <param name="Report">The report's name: a file's path, or the request.</param>
internal record ReportFault(string Report)
{
    private const string SaveAgain =
        "Save the report again: the whole JSON body of a searchStream response, as UTF-8 text, plain or gzipped. Then run the refresh again.";

    public virtual Exception At(string place, string what, string advice = SaveAgain, Exception? cause = null) =>
        new PipelineException(PipelineErrorKind.SourceUnreadable, $"Google Ads report {Report}, {place}: {what}", advice, Report, cause);

    public virtual Exception Of(string what, string advice = SaveAgain, Exception? cause = null) =>
        new PipelineException(PipelineErrorKind.SourceUnreadable, $"Google Ads report {Report} {what}", advice, Report, cause);

    public virtual Exception OtherReport(RowPlace place, string what, string advice) => At(place.ToString(), what, advice, new OtherReportException(char.ToUpperInvariant(what[0]) + what[1..], advice));

    public Exception NotJson(JsonException cause) => At(PlaceOf(cause), "this is not JSON.", cause: cause);

    public virtual Exception CutOff(JsonException cause) =>
        At(PlaceOf(cause), "the report is cut off: it ends before its JSON does.", cause: cause);

    public virtual Exception Empty() => Of("is empty.");

    public virtual Exception Damaged(string place, InvalidDataException cause) => At(place, "the gzip data is damaged or cut off.", cause: cause);

    public virtual Exception WebPage() =>
        Of("is a web page (HTML), not a report.", "A sign-in or error page was saved in the report's place. " + SaveAgain);

    public virtual Exception Table() => Of("is text, such as a downloaded table (CSV, TSV), not the JSON of a report.", ReportFile.AdviceOnTables);

    public Exception TooLarge(string place, int megabytes) =>
        At(place, FormattableString.Invariant($"a single value is larger than {megabytes} MB; no report has such a value."));

    public virtual Exception Refused(string place, GoogleAdsErrorException error)
    {
        var names = error.ErrorCodes.Count > 0 ? string.Join(", ", error.ErrorCodes) : error.Status ?? "error";
        return At(place, $"Google Ads answered with an error instead of rows: {names}: {error.Message}", cause: error);
    }

    public virtual Exception OtherAccount(string place, string found, string expected) => At(
        place,
        $"the row is of the account {found}, but the client's account (googleAds.customerId) is {expected}.",
        "Move the other account's reports out of the client's folder, or correct googleAds.customerId in the client's settings.");

    // The reader counts from zero, people and editors from one.
    private static string PlaceOf(JsonException cause) =>
        FormattableString.Invariant($"line {(cause.LineNumber ?? 0) + 1}, byte {(cause.BytePositionInLine ?? 0) + 1}");
}
