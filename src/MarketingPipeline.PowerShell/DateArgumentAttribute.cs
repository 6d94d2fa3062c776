using System.Globalization;
using System.Management.Automation;

namespace MarketingPipeline.PowerShell;

/// <summary>
/// Reads a date: <c>yyyy-MM-dd</c> text, a DateTime or a DateOnly. The user's culture has no say: under th-TH a conversion
/// of PowerShell's own would read 2021 as a year of the Buddhist era.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Format = "yyyy-MM-dd";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrap(inputData) switch
    {
        null => null!,
        DateOnly date => date,
        DateTime moment => DateOnly.FromDateTime(moment),
        DateTimeOffset moment => DateOnly.FromDateTime(moment.DateTime),
        string text when DateOnly.TryParseExact(text.Trim(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        var other => throw new ArgumentTransformationMetadataException(
            $"'{Convert.ToString(other, CultureInfo.InvariantCulture)}' is not a date. Write it as {Format} in quotes, for example '2026-01-31'."),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
