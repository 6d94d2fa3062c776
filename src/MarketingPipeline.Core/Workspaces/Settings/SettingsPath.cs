using System.Globalization;

namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>Where a value stands in its file: <c>ga4.conversionEvents[1].category</c>.</summary>
internal static class SettingsPath
{
    public static string Property(string path, string name)
    {
        var plain = name.Length is > 0 and <= ShownText.MaximumLength && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$' or '-');
        if (!plain)
        {
            return $"{path}[{ShownText.Quote(name)}]";
        }

        return path.Length == 0 ? name : $"{path}.{name}";
    }

    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
