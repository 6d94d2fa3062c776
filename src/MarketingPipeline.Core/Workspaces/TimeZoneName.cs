using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>An IANA time zone, such as Asia/Bangkok. Windows' own names are refused: a workspace is read on other systems too.</summary>
internal static partial class TimeZoneName
{
    /// <summary>Null where the name is an IANA time zone, else what is wrong with it.</summary>
    public static string? Fault(string name, out string advice)
    {
        advice = "Use an IANA time zone such as Asia/Bangkok, Europe/Berlin or UTC.";
        if (name is not "UTC" && TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana))
        {
            advice = $"Use the IANA name, {iana}.";
            return "is a Windows time zone";
        }

        // The shape first: on Unix the name becomes part of a path.
        return Shape().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? null : "is not a time zone";
    }

    // posix/ and right/ are copies that only some Unix systems have, and right/ counts leap seconds.
    [GeneratedRegex(@"\A(?!posix|right/|localtime|Factory)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
