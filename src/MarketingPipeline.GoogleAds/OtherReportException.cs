namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A report of something else than campaigns and ad groups by date: nothing is wrong with it, and it cannot be used. The cause
/// of the error that a reader throws, so that a folder's other reports are read all the same.
/// </summary>
/// <param name="what">What it is, in a sentence.</param>
/// <param name="advice">What to do about it.</param>
internal sealed class OtherReportException(string what, string advice) : Exception(what)
{
    public string Advice => advice;
}
