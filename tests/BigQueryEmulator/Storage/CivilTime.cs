using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Storage;

/// <summary>The engine's packed DATETIME and TIME: bit fields of year, month, day, hour, minute and second.</summary>
public static class CivilTime
{
    public static ValueProto.Types.Datetime Datetime(DateTime at) => new()
    {
        BitFieldDatetimeSeconds = ((long)at.Year << 26) | ((long)at.Month << 22) | ((long)at.Day << 17) | ((long)at.Hour << 12) | ((long)at.Minute << 6) | (long)at.Second,
        Nanos = Nanos(at.Ticks),
    };

    public static DateTime ToDateTime(ValueProto.Types.Datetime value)
    {
        var bits = value.BitFieldDatetimeSeconds;
        return new DateTime((int)(bits >> 26), (int)((bits >> 22) & 15), (int)((bits >> 17) & 31), (int)((bits >> 12) & 31), (int)((bits >> 6) & 63), (int)(bits & 63))
            .AddTicks(value.Nanos / 100);
    }

    public static long Time(TimeSpan at) => ((long)at.Hours << 42) | ((long)at.Minutes << 36) | ((long)at.Seconds << 30) | (long)Nanos(at.Ticks);

    public static TimeSpan ToTime(long packed) =>
        new TimeSpan((int)(packed >> 42), (int)((packed >> 36) & 63), (int)((packed >> 30) & 63)) + TimeSpan.FromTicks((packed & ((1 << 30) - 1)) / 100);

    private static int Nanos(long ticks) => (int)(ticks % TimeSpan.TicksPerSecond * 100);
}
