using System.Globalization;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// A day-table as it was when its rows were staged. Another part, or one of another size, is a change; where only times are
/// others, as after a folder was copied, the content decides.
/// </summary>
/// <param name="Parts">Of the table's name, its parts and the size of each.</param>
/// <param name="Times">Of when each part changed.</param>
/// <param name="Content">Of all that they hold; nothing where the export cannot tell it.</param>
internal sealed record Ga4TableState(string Parts, string Times, string Content)
{
    /// <summary>The state without the content.</summary>
    public static Ga4TableState Of(Ga4DayTable table) => new(
        SqlDigest.Of(string.Join('\n', table.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Bytes} {part.Name}")).Prepend(table.Name))),
        SqlDigest.Of(string.Join('\n', table.Parts.Select(part => part.ModifiedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)))),
        "");

    public override string ToString() => $"{Parts}.{Times}.{Content}";
}
