using System.Text.RegularExpressions;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>The category that an event counts under where the settings name none: by its name, first match (definitions.md, conversion_category).</summary>
internal static partial class ConversionCategories
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>purchase, booking, sign_up, lead or other.</summary>
    public static string Of(string eventName)
    {
        if (Purchase().IsMatch(eventName))
        {
            return "purchase";
        }

        if (Booking().IsMatch(eventName))
        {
            return "booking";
        }

        if (SignUp().IsMatch(eventName))
        {
            return "sign_up";
        }

        return Lead().IsMatch(eventName) ? "lead" : "other";
    }

    [GeneratedRegex("purchase|transaction|order_?complete", AnyCase)]
    private static partial Regex Purchase();

    [GeneratedRegex("(^|[^a-z])book|booking|reserv|(complete|success).*checkout|checkout.*(complete|success)", AnyCase)]
    private static partial Regex Booking();

    [GeneratedRegex("sign_?up|register|registration|subscribe|create_account", AnyCase)]
    private static partial Regex SignUp();

    [GeneratedRegex("lead|contact|form_?submit|submit_?form|enquir|inquir|quote|whatsapp|click_?to_?call", AnyCase)]
    private static partial Regex Lead();
}
