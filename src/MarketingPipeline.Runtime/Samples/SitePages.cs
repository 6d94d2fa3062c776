namespace MarketingPipeline.Runtime.Samples;

/// <summary>The addresses of a site's pages.</summary>
internal static class SitePages
{
    public const string ThankYou = "/thank-you";

    /// <summary>The page that a visit lands on, with what the arrival puts on its address.</summary>
    public static Page Landing(Site site, Arrival arrival, string? clickId, Order? openOrder, SampleRandom random)
    {
        var host = random.Pick(site.Hosts);
        if (openOrder is not null)
        {
            return ThankYouOf(site, openOrder, null);
        }

        var page = random.Chance(550) ? site.Pages[0] : random.Pick(site.Pages);
        var click = clickId is null ? null : $"{arrival.ClickId}={clickId}";
        var query = string.Join('&', new[] { arrival.Query, click }.Where(part => part is not null));
        var fragment = random.Chance(15) ? "#rates" : "";
        return new Page($"https://{host}{page.Path}{(query.Length > 0 ? "?" + query : "")}{fragment}", page.Title, arrival.Referrer, host);
    }

    /// <summary>A page that the visitor goes on to.</summary>
    public static Page Of(Site site, SitePage page, Page from)
    {
        var host = site.Hosts.Contains(from.Host, StringComparer.Ordinal) ? from.Host : site.Hosts[0];
        return new Page($"https://{host}{page.Path}", page.Title, from.Location, host);
    }

    /// <summary>The page behind the payment; coming from the provider's page it asks GA4 to ignore the referrer.</summary>
    public static Page ThankYouOf(Site site, Order order, Page? from)
    {
        var host = site.Hosts[^1];
        var query = order.TransactionId is null ? "" : "?order=" + Uri.EscapeDataString(order.TransactionId);
        return new Page($"https://{host}{ThankYou}{query}", "Thank you! ขอบคุณค่ะ", from?.Location, host)
        {
            IgnoresReferrer = site.PaymentHost is not null && from?.Host == site.PaymentHost,
        };
    }
}
