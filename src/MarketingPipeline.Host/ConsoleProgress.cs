using System.Globalization;
using System.Management.Automation;

namespace MarketingPipeline.Host;

/// <summary>Progress, however the console can show it.</summary>
internal abstract class ConsoleProgress
{
    internal abstract void Show(ProgressRecord record);

    internal virtual void Clear()
    {
    }
}

/// <summary>On a terminal: one line at the bottom, drawn over and over.</summary>
internal sealed class DrawnProgress : ConsoleProgress
{
    private readonly SortedDictionary<int, ProgressRecord> _running = [];
    private int _drawn;

    internal override void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed) _running.Remove(record.ActivityId);
        else _running[record.ActivityId] = record;

        Clear();
        if (_running.Count == 0) return;
        var line = string.Join("  |  ", _running.Values.Select(Text));
        var width = Math.Max(20, ConsoleWindow.Width - 1);
        if (line.Length > width) line = line[..(width - 1)] + "…";
        Console.Error.Write(line);
        _drawn = line.Length;
    }

    internal override void Clear()
    {
        if (_drawn == 0) return;
        Console.Error.Write('\r' + new string(' ', _drawn) + '\r');
        _drawn = 0;
    }

    private static string Text(ProgressRecord record) => record.PercentComplete >= 0
        ? string.Create(CultureInfo.InvariantCulture, $"{record.Activity}: {record.StatusDescription} {record.PercentComplete} %")
        : $"{record.Activity}: {record.StatusDescription}";
}

/// <summary>In a log: a line for each step, where steps are wanted at all.</summary>
internal sealed class ToldProgress(bool tellsSteps) : ConsoleProgress
{
    private readonly HashSet<(int, string, string)> _told = [];

    internal override void Show(ProgressRecord record)
    {
        if (!tellsSteps || record.RecordType == ProgressRecordType.Completed) return;
        if (_told.Add((record.ActivityId, record.Activity, record.StatusDescription))) Console.Error.WriteLine($"{record.Activity}: {record.StatusDescription}");
    }
}
