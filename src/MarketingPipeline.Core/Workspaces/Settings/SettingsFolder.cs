namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A folder, or a file, named in a settings file: relative to the folder of pipeline.json, wherever the reader was started.</summary>
internal static class SettingsFolder
{
    public const string FileAdvice = "Give a file, absolute or relative to the folder of pipeline.json.";
    private const string FolderAdvice = "Give a folder, absolute or relative to the folder of pipeline.json.";

    /// <summary>The absolute path, without a separator at its end; null where none is given or it is none.</summary>
    public static string? Of(SettingsValue? value, string root, string advice = FolderAdvice)
    {
        if (value?.Text(advice) is not { } text)
        {
            return null;
        }

        try
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, root));
        }
        catch (Exception error) when (error is ArgumentException or IOException or NotSupportedException)
        {
            value.Refuse($"{ShownText.Quote(text)} is not a path.", advice);
            return null;
        }
    }
}
