using System.Globalization;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>The date up to which a run reads: yesterday in the client's time zone, unless it is given.</summary>
public static class AsOfDate
{
    /// <summary>The as-of date of a run.</summary>
    /// <exception cref="PipelineException">The date asked for is in the future.</exception>
    public static DateOnly Resolve(Client client, DateOnly? requested, TimeProvider clock)
    {
        var today = Today(client, clock);
        if (requested > today)
        {
            throw new PipelineException(
                PipelineErrorKind.Argument,
                $"The as-of date {Text(requested.Value)} is in the future: it is {Text(today)} in {client.TimeZone}.",
                "Give a date up to today, or leave -AsOf out for yesterday.",
                client.Name.Value);
        }

        return requested ?? today.AddDays(-1);
    }

    /// <summary>Today's date in the client's time zone.</summary>
    public static DateOnly Today(Client client, TimeProvider clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(client.TimeZone)).DateTime);

    internal static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
