using System.Globalization;
using MarketingPipeline.Core;

namespace MarketingPipeline.PowerShell;

/// <summary>A range of dates as a user gives it.</summary>
internal static class DateRange
{
    /// <summary>Refuses a range that ends before it begins, before any client is touched.</summary>
    internal static bool Check(DateOnly? from, DateOnly? to) => from is null || to is null || from <= to
        ? true
        : throw new PipelineException(
            PipelineErrorKind.Argument,
            string.Create(CultureInfo.InvariantCulture, $"-From {from:yyyy-MM-dd} is after -To {to:yyyy-MM-dd}."),
            "Exchange the two dates.",
            "From");
}
