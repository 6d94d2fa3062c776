using System.Globalization;
using MarketingPipeline.GoogleAdsEmulator.Queries;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>What an answer says its query has cost. Google does not publish the measure: more fields and days cost more here, and that is all.</summary>
internal static class ResourceConsumption
{
    public static string Of(QueryPlan plan) => (plan.Select.Count * (plan.Dates.Days ?? 1)).ToString(CultureInfo.InvariantCulture);
}
