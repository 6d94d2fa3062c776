namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A folder named in a settings file: relative to the folder of pipeline.json, wherever the reader was started.</summary>
internal static class SettingsFolder
{
    private const string Advice = "Give a folder, absolute or relative to the folder of pipeline.json.";

    /// <summary>The absolute path, without a separator at its end; null where none is given or it is none.</summary>
    public static string? Of(SettingsValue? value, string root)
    {
        if (value?.Text(Advice) is not { } text)
            return null;

        try
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, root));
        }
        catch (Exception error) when (error is ArgumentException or IOException or NotSupportedException)
        {
            value.Refuse($"{ShownText.Quote(text)} is not a path.", Advice);
            return null;
        }
    }
}
